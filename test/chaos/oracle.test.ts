import { describe, expect, test } from '@jest/globals';
import type { Engine } from '../../src/engine/engine.ts';
import type { Reply } from '../../src/model/reply.ts';
import { makeLedger } from './ledger.ts';
import { makeOracle, type Parcel } from './oracle.ts';

/**
 * The judge of the chaos runs, judged: what it lets pass and what it does not. A bot whose answer tells what came before and what it
 * answers: `a+b>c` is the answer to `c` of somebody who had said `a` and `b`; to `two` it says two things, and `forget` erases.
 */
const NOW = Date.now();
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const reply = (text: string): Reply => ({
  text,
  choices: [],
  navigation: [],
  locale: 'fr',
  direction: 'ltr',
  chrome: { open: '', choices: '', navigation: '' },
});
const engine: Pick<Engine, 'turn'> = {
  turn: ({ session }, events) => {
    const words = events.map(({ input }) => (input.kind === 'text' ? input.text : ''));
    const before = session?.node ?? '';
    const answer = `${before}>${words.join('+')}`;
    const erase = words.includes('forget');
    return {
      session: erase ? undefined : { v: 1, locale: 'fr', node: [before, ...words].filter((word) => word !== '').join('+') },
      replies: words.includes('two') ? [reply(answer), reply(`${answer}!`)] : [reply(answer)],
      erase,
      trace: { matched: [], node: '', texts: [], services: [], claims: [] },
    };
  },
};
const oracle = makeOracle(engine, { compose: ({ text }) => [{ text }] }, HOUR);

/** `words@posted-acked`: what one webhook says, and its span in moments. `age`: how long before now it was written. */
function parcel(words: string, posted: number, acked: number, age = 0): Parcel {
  const events = words.split('+').map((text, index) => ({
    channel: 'whatsapp' as const,
    from: { id: '15550000001' },
    platformId: `${words}.${posted}.${index}`,
    at: NOW - age,
    input: { kind: 'text' as const, text },
  }));
  return { events, posted, acked };
}

function verdict(parcels: readonly Parcel[], heard: readonly string[]): string {
  let stories = oracle.begin();
  for (const text of heard) {
    stories = oracle.hear(stories, parcels, JSON.stringify({ text }));
    if (stories.length === 0) return `${text} is wrong`;
  }
  return oracle.silent(stories, parcels);
}

describe('the oracle', () => {
  const inTurn = [parcel('a', 1, 2), parcel('b', 3, 4)];
  const atOnce = [parcel('a', 1, 3), parcel('b', 2, 4)];
  test.each<[string, readonly Parcel[], readonly string[], string]>([
    ['takes one answer for each', inTurn, ['>a', 'a>b'], 'surely'],
    ['takes one answer for two that waited together', inTurn, ['>a+b'], 'surely'],
    ['misses what was not answered', inTurn, ['>a'], 'no'],
    ['misses everything', inTurn, [], 'no'],
    ['refuses an answer given twice', inTurn, ['>a', '>a'], '>a is wrong'],
    ['refuses an answer after the last one', inTurn, ['>a', 'a>b', 'a>b'], 'a>b is wrong'],
    ['refuses the answer of somebody who stands elsewhere', inTurn, ['>a', '>b'], '>b is wrong'],
    ['refuses the wrong order of what came one after the other', inTurn, ['>b'], '>b is wrong'],
    ['refuses to know what is not said yet', [parcel('a', 1, 2), parcel('b', Infinity, Infinity)], ['>a+b'], '>a+b is wrong'],
    ['takes either order of what came at once', atOnce, ['>b', 'b>a'], 'surely'],
    ['takes both orders in one turn', atOnce, ['>b+a'], 'surely'],
    ['refuses to part what came in one webhook', [parcel('a+b', 1, 2)], ['>a'], '>a is wrong'],
    ['wants both parts of an answer', [parcel('two', 1, 2)], ['>two'], 'no'],
    ['wants them in order', [parcel('two', 1, 2)], ['>two!'], '>two! is wrong'],
    ['wants them before the next answer', [parcel('two', 1, 2), parcel('b', 3, 4)], ['>two', 'two>b'], 'two>b is wrong'],
    ['takes them', [parcel('two', 1, 2), parcel('b', 3, 4)], ['>two', '>two!', 'two>b'], 'surely'],
    ['wants no answer to what is a day old', [parcel('a', 1, 2, DAY + HOUR)], [], 'surely'],
    ['refuses one', [parcel('a', 1, 2, DAY + HOUR)], ['>a'], '>a is wrong'],
    [
      'knows that two hours are too late to answer and not to remember',
      [parcel('a', 1, 2, 2 * HOUR), parcel('b', 3, 4)],
      ['a>b'],
      'surely',
    ],
    ['takes it that an answer is forgotten with its person', [parcel('a', 1, 2), parcel('forget', 3, 4)], ['a>forget'], 'surely'],
    ['but then not that it comes later', [parcel('a', 1, 2), parcel('forget', 3, 4)], ['a>forget', '>a'], '>a is wrong'],
  ])('%s', (_label, parcels, heard, wanted) => {
    expect(verdict(parcels, heard)).toBe(wanted);
  });

  test('says maybe while somebody may still be answered', () => {
    expect(verdict([parcel('forget', 1, 3), parcel('forget', 2, 4)], ['>forget'])).toBe('maybe');
  });
});

describe('the ledger of doubles', () => {
  const told = { generation: 1, told: true, came: 0 };
  const killed = (inFlight: readonly string[], generation = 1) => ({ generation, inFlight: new Set(inFlight), doubles: 0 });

  test.each<[string, Parameters<ReturnType<typeof makeLedger>['end']>[2], readonly string[], number, RegExp | undefined]>([
    ['one without a cause is refused', told, [], 1, /no kill had cut off/],
    ['one of a row that was in flight at the kill is counted there', told, ['r'], 2, undefined],
    ['one of a row that was not is refused', told, ['other'], 2, /no kill had cut off/],
    ['one before the kill is refused', told, ['r'], 1, /no kill had cut off/],
    ['one whose first answer was unclear needs no kill', { ...told, told: false }, [], 1, undefined],
  ])('%s', (_label, first, inFlight, generation, wanted) => {
    const ledger = makeLedger();
    expect(ledger.end('r', 'p', first)).toEqual({ first: true });
    ledger.kill(killed(inFlight));
    const { fault } = ledger.end('r', 'p', { ...told, generation });
    if (wanted === undefined) expect(fault).toBeUndefined();
    else expect(fault).toMatch(wanted);
    expect(ledger.kills[0]?.doubles).toBe(wanted === undefined && first.told ? 1 : 0);
  });

  test('one behind a later message is out of order, unless a notice had let that one go', () => {
    const ledger = makeLedger();
    const unclear = { ...told, told: false };
    ledger.end('r', 'p', unclear);
    ledger.end('s', 'p', told);
    expect(ledger.end('r', 'p', unclear).fault).toMatch(/behind a later one/);
    ledger.notified('r');
    expect(ledger.end('r', 'p', unclear).fault).toBeUndefined();
    ledger.noticed('r');
    expect(ledger.end('r', 'p', { ...unclear, came: performance.now() + 5_000 }).fault).toMatch(/although its status/);
  });
});
