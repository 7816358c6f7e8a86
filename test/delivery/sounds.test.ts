import { describe, expect, test } from '@jest/globals';
import type { Outlet, Uploaded } from '../../src/channels/channel.ts';
import { withSounds } from '../../src/delivery/sounds.ts';
import type { SoundParts } from '../../src/delivery/uploads.ts';
import { outboundRef } from '../../src/model/ids.ts';
import type { Outcome, Payload } from '../../src/model/outbound.ts';
import type { Sound } from '../../src/model/sound.ts';
import type { MediaStore } from '../../src/store/store.ts';

const REF = outboundRef('AbCdEfGhIjKlMnOpQrSt_-');
const SENT: Outcome = { kind: 'sent', messageId: 'mid' };
const GONE: Outcome = { kind: 'refused', code: 'gone' };
const DAY = 24 * 60 * 60 * 1000;

const sound = (...hashes: string[]): Sound => ({ keys: hashes, form: 'ogg', hashes, seconds: 2, bytes: 4_000 });
const row = (...hashes: string[]) => ({ sound: sound(...hashes), message: { plays: true }, otherwise: { words: 'Read on.' } });

/** A channel that keeps files for 30 days, and all that it is asked; `answer` and `take` say what becomes of a call and of an upload. */
function makeRig({ perSecond }: { readonly perSecond?: number } = {}) {
  const rig = {
    now: 1_000_000,
    calls: [] as Payload[],
    uploads: [] as string[],
    kept: new Map<string, { id: string; until: number }>(),
    down: false,
    /** What the operator hears. */
    told: [] as string[],
    answer: (_payload: Payload): Outcome => SENT,
    take: async (id: string): Promise<Uploaded> => ({ kind: 'uploaded', id }),
    file: (_sound: Sound): Uint8Array | undefined => Buffer.from('sound'),
  };
  const name = ({ account, file }: { account: string; file: string }) => `${account} ${file}`;
  const media: MediaStore = {
    find: async (key, now) => {
      if (rig.down) throw new Error('the store is down');
      const found = rig.kept.get(name(key));
      return found !== undefined && found.until > now ? found.id : undefined;
    },
    keep: async (key, id, until) => void rig.kept.set(name(key), { id, until }),
    forget: async (key, id) => {
      if (rig.kept.get(name(key))?.id === id) rig.kept.delete(name(key));
    },
  };
  const events: SoundParts['events'] = {
    onUpload: (_channel, outcome, code) => void rig.told.push(code === '' ? outcome : `${outcome} ${code}`),
    onUnplayed: () => void rig.told.push('words'),
  };
  const outlet: Outlet = {
    id: 'whatsapp',
    compose: () => [],
    receipts: () => [],
    sendReceipt: async () => undefined,
    close: async () => undefined,
    pace: { perSecond: 100 },
    send: async (payload) => {
      rig.calls.push(payload);
      return rig.answer(payload);
    },
    player: {
      account: '700',
      keptMs: 30 * DAY,
      ...(perSecond === undefined ? {} : { perSecond }),
      upload: async (bytes) => {
        rig.uploads.push(Buffer.from(bytes).toString());
        return rig.take(`id-${rig.uploads.length}`);
      },
      play: (message, id) => ({ ...message, id }),
      isGone: (code) => code === 'gone',
    },
  };
  const { send } = withSounds(outlet, { media, readSound: async (one) => rig.file(one), clock: () => rig.now, events });
  return { rig, send: (payload: Payload) => send(payload, REF) };
}

describe('a message that plays something', () => {
  test('is sent with the id of its file, which is uploaded the first time only', async () => {
    const { rig, send } = makeRig();
    expect([await send(row('a')), await send(row('a'))]).toEqual([SENT, SENT]);
    expect(rig.uploads).toHaveLength(1);
    expect(rig.calls).toEqual(Array(2).fill({ plays: true, id: 'id-1' }));
    expect([...rig.kept.keys()]).toEqual(['whatsapp:700 a']);
  });

  test('other messages are sent as they are', async () => {
    const { rig, send } = makeRig();
    await send({ words: 'Hello' });
    expect([rig.calls, rig.uploads]).toEqual([[{ words: 'Hello' }], []]);
  });

  test('many at once wait for one upload', async () => {
    const { rig, send } = makeRig();
    await Promise.all(Array.from({ length: 20 }, () => send(row('a'))));
    expect([rig.uploads.length, rig.calls.length]).toEqual([1, 20]);
  });

  test('is renewed before the platform forgets it', async () => {
    const { rig, send } = makeRig();
    await send(row('a'));
    rig.now += 28 * DAY;
    await send(row('a'));
    expect(rig.uploads).toHaveLength(1);
    rig.now += 1.5 * DAY;
    await send(row('a'));
    expect(rig.calls.at(-1)).toEqual({ plays: true, id: 'id-2' });
  });

  test('whose file the platform has lost is uploaded anew and goes out', async () => {
    const { rig, send } = makeRig();
    await send(row('a'));
    rig.answer = ({ id }) => (id === 'id-1' ? GONE : SENT);
    expect(await send(row('a'))).toEqual(SENT);
    expect(rig.calls.at(-1)).toEqual({ plays: true, id: 'id-2' });
    expect(rig.kept.get('whatsapp:700 a')?.id).toBe('id-2');
  });

  test('that is refused with a new file as well is told in words', async () => {
    const { rig, send } = makeRig();
    rig.answer = ({ plays }) => (plays === true ? GONE : SENT);
    expect(await send(row('a'))).toEqual(SENT);
    expect([rig.uploads.length, rig.calls.at(-1)]).toEqual([2, { words: 'Read on.' }]);
  });

  test('refused late, it is tried again under a new lease', async () => {
    const { rig, send } = makeRig();
    rig.answer = () => {
      rig.now += 14_000;
      return GONE;
    };
    expect(await send(row('a'))).toEqual({ kind: 'retry', code: 'gone', ambiguous: false });
    expect(rig.kept.size).toBe(0);
  });

  test.each<[string, Outcome]>([
    ['blocked', { kind: 'opted-out', code: 'x' }],
    ['time-out', { kind: 'retry', code: 'net:TIMEOUT', ambiguous: true }],
    ['refused for another reason', { kind: 'refused', code: 'x' }],
  ])('%s: ends as any message would', async (_label, outcome) => {
    const { rig, send } = makeRig();
    rig.answer = () => outcome;
    expect(await send(row('a'))).toEqual(outcome);
    expect(rig.calls).toHaveLength(1);
  });
});

describe('a file that cannot be uploaded', () => {
  test.each<[string, Uploaded]>([['that the platform refuses', { kind: 'refused', code: 'x' }]])(
    '%s: words at once',
    async (_label, uploaded) => {
      const { rig, send } = makeRig();
      rig.take = async () => uploaded;
      expect(await send(row('a'))).toEqual(SENT);
      expect(rig.calls).toEqual([{ words: 'Read on.' }]);
    },
  );

  test('because the content no longer has it: words at once', async () => {
    const { rig, send } = makeRig();
    rig.file = () => undefined;
    expect(await send(row('a'))).toEqual(SENT);
    expect([rig.uploads, rig.calls]).toEqual([[], [{ words: 'Read on.' }]]);
  });

  test('for the moment: tried again as sends are, and after three times told in words, to everybody for a while', async () => {
    const { rig, send } = makeRig();
    const later: Uploaded = { kind: 'retry', code: 'wa:131000', ambiguous: false };
    rig.take = async () => later;
    expect([await send(row('a')), await send(row('a')), await send(row('a'))]).toEqual([later, later, later]);
    expect(rig.calls).toEqual([]);
    expect([await send(row('a')), await send(row('a'))]).toEqual([SENT, SENT]);
    expect([rig.uploads.length, rig.calls]).toEqual([3, Array(2).fill({ words: 'Read on.' })]);
    expect(rig.told).toEqual([...Array(3).fill('retry wa:131000'), 'words', 'words']);
    rig.now += 61_000;
    rig.take = async (id) => ({ kind: 'uploaded', id });
    await send(row('a'));
    expect(rig.calls.at(-1)).toEqual({ plays: true, id: 'id-4' });
  });

  test('because the token has ended: the channel stops, as for any message', async () => {
    const { rig, send } = makeRig();
    rig.take = async () => ({ kind: 'suspended', code: 'wa:190' });
    expect(await send(row('a'))).toEqual({ kind: 'suspended', code: 'wa:190' });
  });

  test('because the store is down: again, and nothing has gone out', async () => {
    const { rig, send } = makeRig();
    rig.down = true;
    expect(await send(row('a'))).toEqual({ kind: 'retry', code: 'upload:store', ambiguous: false });
    expect(rig.calls).toEqual([]);
  });
});

describe('a platform that is slow to take files', () => {
  test('holds up a few messages, and no others', async () => {
    const { rig, send } = makeRig();
    const held: (() => void)[] = [];
    rig.take = (id) => new Promise((resolve) => void held.push(() => resolve({ kind: 'uploaded', id })));
    const waiting = Array.from({ length: 32 }, () => send(row('a')));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await send(row('a'))).toEqual({ kind: 'retry', code: 'upload:busy', ambiguous: false });
    expect(await send({ words: 'Hello' })).toEqual(SENT);
    for (const release of held) release();
    expect(await Promise.all(waiting)).toEqual(Array(32).fill(SENT));
    expect(await send(row('b').message)).toEqual(SENT);
  });

  test('its own rate for sound is kept', async () => {
    const { rig, send } = makeRig({ perSecond: 2 });
    await send(row('a'));
    await send(row('a'));
    expect(await send(row('a'))).toMatchObject({ kind: 'retry', code: 'sound:pace', afterMs: 1000 });
    rig.now += 1_000;
    expect(await send(row('a'))).toEqual(SENT);
    expect(rig.calls).toHaveLength(3);
  });
});
