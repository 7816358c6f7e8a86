import { describe, expect, test } from '@jest/globals';
import { isLocalServiceUrl, isMicrosoftServiceUrl } from '../../../src/channels/botframework/service-url.ts';

/** Nobody's idea of this machine or of Microsoft, whatever the mode. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ['cloud metadata', 'http://169.254.169.254'],
  ['cloud metadata over TLS', 'https://169.254.169.254/latest'],
  ['another host', 'http://example.org'],
  ['another host over TLS', 'https://example.org/'],
  ['a name that begins like this machine', 'http://localhost.evil.com'],
  ['a name that ends like this machine', 'http://evil-localhost'],
  ['a user named like this machine', 'http://localhost@evil.com'],
  ['a user with a password', 'http://localhost:80@evil.com'],
  ['a user on this machine', 'http://user@localhost'],
  ['a backslash', 'http://localhost\\@evil.com'],
  ['a short address', 'http://127.1'],
  ['a decimal address', 'http://2130706433'],
  ['a hexadecimal address', 'http://0x7f000001'],
  ['an octal address', 'http://0177.0.0.1'],
  ['all addresses', 'http://0.0.0.0:3000'],
  ['zero', 'http://0'],
  ['another address of loopback', 'http://127.0.0.2'],
  ['an IPv4 address in IPv6', 'http://[::ffff:127.0.0.1]'],
  ['IPv6 in full', 'http://[0:0:0:0:0:0:0:1]'],
  ['no address in IPv6', 'http://[::]'],
  ['IPv6 with a zone', 'http://[::1%25eth0]'],
  ['a dot at the end', 'http://localhost./'],
  ['full width letters', 'http://ｌｏｃａｌｈｏｓｔ'],
  ['circled digits', 'http://①②⑦.0.0.1'],
  ['a query', 'http://localhost?x='],
  ['a fragment', 'http://localhost#x'],
  ['percent signs', 'http://localhost/%2e%2e'],
  ['a port that is none', 'http://localhost:99999'],
  ['a port of letters', 'http://localhost:http'],
  ['no port', 'http://localhost:'],
  ['a space', 'http://localhost '],
  ['a line end', 'http://localhost\n'],
  ['a line before', 'x\nhttp://localhost'],
  ['upper case', 'HTTP://LOCALHOST'],
  ['no scheme', 'localhost:3000'],
  ['a bare //', '//localhost'],
  ['a file', 'file:///etc/passwd'],
  ['a web socket', 'ws://localhost'],
  ['streaming', 'urn:botframework:websocket:wss://x'],
  ['nothing', ''],
  ['Microsoft in clear', 'http://smba.trafficmanager.net/emea/'],
  ['somebody else at the same service', 'https://evil.trafficmanager.net'],
  ['below Teams’ name', 'https://evil.smba.trafficmanager.net'],
  ['a name that ends like Microsoft’s', 'https://evilbotframework.com'],
  ['a name that begins like Microsoft’s', 'https://webchat.botframework.com.evil.com'],
  ['a user named like Microsoft', 'https://webchat.botframework.com@evil.com'],
  ['another port of Microsoft’s', 'https://webchat.botframework.com:8443'],
];

const LOCAL = [
  'http://localhost',
  'http://localhost:51234',
  'http://127.0.0.1:3100/',
  'http://[::1]:56150',
  'http://localhost:56150/_connector',
];
const MICROSOFT = [
  'https://webchat.botframework.com/',
  'https://europe.directline.botframework.com',
  'https://smba.trafficmanager.net/emea/11111111-2222-3333-4444-555555555555/',
  'https://facebook.botframework.com:443/',
];

describe('without an app id', () => {
  test.each(LOCAL)('%s is served', (url) => expect(isLocalServiceUrl(url)).toBe(true));
  test.each([...FOREIGN, ...MICROSOFT.map((url) => ['Microsoft', url] as const)])('%s: %s is foreign', (_label, url) =>
    expect(isLocalServiceUrl(url)).toBe(false),
  );
});

describe('with an app id', () => {
  test.each(MICROSOFT)('%s is served', (url) => expect(isMicrosoftServiceUrl(url)).toBe(true));
  test.each([...FOREIGN, ...LOCAL.map((url) => ['this machine', url] as const)])('%s: %s is foreign', (_label, url) =>
    expect(isMicrosoftServiceUrl(url)).toBe(false),
  );
});

test('what never ends is judged in no time', () => {
  const started = performance.now();
  expect(isLocalServiceUrl(`http://localhost${'/a'.repeat(200_000)}!`)).toBe(false);
  expect(isMicrosoftServiceUrl(`https://${'a.'.repeat(200_000)}com`)).toBe(false);
  expect(performance.now() - started).toBeLessThan(1000);
});
