import { describe, expect, test } from '@jest/globals';
import { isSigned } from '../../../src/channels/meta/signature.ts';
import { signatureOf } from './signed.ts';

const SECRET = 'app-secret-of-the-tests';

describe('a signature holds for the bytes as they came', () => {
  test.each<[string, string]>([
    ['plain', '{"text":"bonjour"}'],
    ['escaped accents', String.raw`{"text":"\u00e9t\u00e9"}`],
    ['accents in UTF-8', '{"text":"été"}'],
    ['escaped slashes', String.raw`{"url":"https:\/\/example.org\/a"}`],
    ['an address sign, escaped', String.raw`{"text":"awa\u0040example.org"}`],
    ['an address sign, as it is', '{"text":"awa@example.org"}'],
    ['emoji as a surrogate pair', String.raw`{"text":"\ud83d\udc4b"}`],
    ['spaces between tokens', '{ "a" : 1.0 }\n'],
    ['nothing', ''],
  ])('%s', (_label, body) => {
    const bytes = Buffer.from(body);
    expect(isSigned(bytes, signatureOf(bytes, SECRET), SECRET)).toBe(true);
  });

  test('and not for the same JSON written in other bytes', () => {
    const wire = Buffer.from(String.raw`{"text":"\u00e9 \/ \u0040"}`);
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(wire.toString())));
    expect(isSigned(rewritten, signatureOf(wire, SECRET), SECRET)).toBe(false);
  });

  test('a known value, so that both sides cannot be wrong in the same way', () => {
    // HMAC-SHA256 test case 2 of RFC 4231.
    const header = 'sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(isSigned(Buffer.from('what do ya want for nothing?'), header, 'Jefe')).toBe(true);
  });
});

describe('everything else is refused', () => {
  const body = Buffer.from('{}');
  const good = signatureOf(body, SECRET);
  const flipped = good.slice(0, -1) + (good.endsWith('0') ? '1' : '0');
  test.each<[string, string | string[] | undefined]>([
    ['missing', undefined],
    ['empty', ''],
    ['one digit off', flipped],
    ['one digit short', good.slice(0, -1)],
    ['one digit more', `${good}0`],
    ['another prefix', good.replace('sha256=', 'sha512=')],
    ['a letter that is no digit', `${good.slice(0, -1)}g`],
    ['letters of two bytes', `sha256=${'é'.repeat(32)}`],
    ['a list', [good]],
    ['of another secret', signatureOf(body, `${SECRET}x`)],
  ])('%s', (_label, header) => {
    expect(isSigned(body, header, SECRET)).toBe(false);
  });
});
