import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { readMp3 } from '../../src/audio/mp3.ts';
import { readOpus } from '../../src/audio/opus.ts';
import { draw } from '../../src/page/draw/draw.ts';
import { copyRepair } from '../support/content-copy.ts';
import { record } from '../support/recordings.ts';
import { tempFolder } from '../support/server.ts';
import { botBubble, type Emulated, startEmulated, tapsOf } from './emulated.ts';

/** Recordings on the page: from the very payloads, by files that went through our own upload. */
const folder = tempFolder();
let emulated: Emulated;

beforeAll(async () => {
  nock.restore();
  const env = copyRepair(folder.path);
  record(env.LOCALES_DIR, { 'en/welcome.say': 2, 'en/region.ask': 3, 'en/need.ask': 3 });
  emulated = await startEmulated(env);
});
afterAll(async () => {
  expect(await emulated.stop()).toBe(0);
  folder.remove();
});

describe.each(['whatsapp', 'messenger'] as const)('on the %s phone', (channel) => {
  test('🔊 is tapped, and what comes can be played', async () => {
    const hello = await emulated.phone(channel).say('hello');
    const [hear] = tapsOf(hello.last.payload).filter(({ title }) => title.includes('🔊'));
    const from = emulated.events.length;
    await emulated.post('send', { channel, inputs: [{ kind: 'tap', ...hear }] });
    const bubble = await emulated.until((event) => botBubble(event, channel), from);
    expect(bubble.why.texts.map(({ key }) => key)).toEqual(['welcome.say', 'region.ask']);
    const drawn = draw(channel, bubble.payload);
    if (drawn.kind !== 'sound') throw new Error('it plays nothing');
    const file = await fetch(`${emulated.server.url}/emulator/file/${drawn.file}`);
    expect([file.status, file.headers.get('content-type')]).toEqual([
      200,
      channel === 'whatsapp' ? 'audio/ogg; codecs=opus' : 'audio/mpeg',
    ]);
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect(Math.round((channel === 'whatsapp' ? readOpus(bytes) : readMp3(bytes))?.seconds ?? 0)).toBe(5);
  });
});

test('a chat in which something was heard is a test that can be saved and played', async () => {
  const phone = emulated.phone('whatsapp');
  await phone.reset();
  await phone.say('hello');
  const from = emulated.events.length;
  await emulated.post('send', { channel: 'whatsapp', inputs: [{ kind: 'text', text: '🔊' }] });
  await emulated.until((event) => botBubble(event, 'whatsapp'), from);
  const saved = await emulated.get('test?channel=whatsapp');
  expect(saved.status).toBe(200);
  expect(await saved.text()).toContain('🔊 welcome.say + region.ask');
});
