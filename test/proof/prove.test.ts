import { describe, expect, test } from '@jest/globals';
import type { Flow, Locale } from '../../src/model/flow.ts';
import type { Payload } from '../../src/model/outbound.ts';
import type { Reply } from '../../src/model/reply.ts';
import { PROOF_CODES } from '../../src/proof/codes.ts';
import { COMPOSERS } from '../../src/proof/content.ts';
import { PATH_BYTES, type Proof, prove } from '../../src/proof/prove.ts';
import type { Composer } from '../../src/proof/walk.ts';
import { repairFlow } from '../engine/flows.ts';
import { MORNING } from '../engine/talk.ts';
import type { Edit } from '../flow/repair.ts';
import { BROKEN } from './broken.ts';

describe('content that goes wrong when it is walked', () => {
  test.each(BROKEN)('$code: $label', ({ code, place, message, also = [], make }) => {
    const { flow, places } = make();
    const { problems } = prove(flow, places, COMPOSERS, { at: MORNING });
    const told = problems.filter((problem) => problem.code === code && problem.message.includes(message));
    const { file, line, column } = places.get(place) ?? {};

    expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set([code, ...also]));
    expect(told.map((problem) => [problem.file, problem.line, problem.column])).toContainEqual([file, line, column]);
    for (const problem of told) expect(problem).toMatchObject({ severity: 'error', hint: expect.stringMatching(/\w/) });
  });

  test('every code has a broken example', () => {
    const shown = new Set<string>(BROKEN.map(({ code }) => code));
    expect(Object.keys(PROOF_CODES).filter((code) => !shown.has(code))).toEqual([]);
  });

  test('labels are unique, so that a failing case can be found', () => {
    expect(new Set(BROKEN.map(({ label }) => label)).size).toBe(BROKEN.length);
  });
});

describe('the repair cafés as they are', () => {
  const { flow, places } = repairFlow();
  const good = prove(flow, places, COMPOSERS, { at: MORNING });

  test('have no problem', () => expect(good.problems).toEqual([]));

  test('are counted: positions of both languages, payloads of both channels', () => {
    const one = prove({ ...flow, locales: new Map([...flow.locales].slice(0, 1)) }, places, COMPOSERS.slice(0, 1), { at: MORNING });
    expect(one.positions).toBeGreaterThan(flow.nodes.size);
    expect(good.positions).toBeGreaterThan(one.positions);
    expect(good.payloads).toBeGreaterThan(one.payloads * 2);
    expect(good.longestPath).toBeGreaterThan(100);
    expect(good.longestPath).toBeLessThan(PATH_BYTES);
  });

  test('told of content whose places nobody knows, a problem still has one', () => {
    const [broken] = BROKEN;
    const { problems } = prove(broken?.make().flow ?? flow, new Map(), COMPOSERS, { at: MORNING });
    expect(problems.map(({ file, line, column }) => `${file}:${line}:${column}`)).toContain('flows:1:1');
  });
});

describe('an edition after another one', () => {
  const first = repairFlow();
  const before = prove(first.flow, first.places, COMPOSERS, { at: MORNING });
  const comparable = ({ problems, positions, payloads, longestPath }: Proof) => ({ problems, positions, payloads, longestPath });
  /** The languages in which anything is composed anew. */
  const walkedAfter = (edits: readonly Edit[], at = MORNING): readonly string[] => {
    const { flow, places } = repairFlow(edits);
    const walked = new Set<string>();
    const watching = COMPOSERS.map(
      (composer): Composer => ({
        ...composer,
        compose: (reply, to) => {
          walked.add(reply.locale);
          return composer.compose(reply, to);
        },
      }),
    );
    const proof = prove(flow, places, watching, { at, before });
    expect(comparable(proof)).toEqual(comparable(prove(flow, places, COMPOSERS, { at })));
    return [...walked].toSorted();
  };

  test.each<[string, readonly Edit[], readonly string[]]>([
    ['nothing', [], []],
    ['a line that is only moved', [{ file: 'locales/en.yaml', from: 'texts:\n', to: '\n\ntexts:\n' }], []],
    ['a sentence of one language', [{ file: 'locales/en.yaml', from: 'Any bus takes a bicycle.', to: 'Any bus takes one.' }], ['en']],
    [
      'a word that people use',
      [{ file: 'locales/en.yaml', from: 'bicycle: [bicycle, bike]', to: 'bicycle: [bicycle, bike, wheel]' }],
      ['de', 'en'],
    ],
    [
      'the tree',
      [
        {
          file: 'flows/repair.yaml',
          from: 'battery: { kind: page, say: battery.say }',
          to: 'battery: { kind: page, say: battery.say, choices: [{ to: desk }] }',
        },
      ],
      ['de', 'en'],
    ],
  ])('that changes %s is proved as if it were the first, and only what changed is walked', (_label, edits, walked) => {
    expect(walkedAfter(edits)).toEqual(walked);
  });

  test('on another day contacts may be over: all is walked', () => {
    expect(walkedAfter([], MORNING + 24 * 60 * 60 * 1000)).toEqual(['de', 'en']);
  });

  test.each(BROKEN)('with a mistake in it is proved as if it were the first: $label', ({ make }) => {
    const { flow, places } = make();
    const after = prove(flow, places, COMPOSERS, { at: MORNING, before });
    expect(comparable(after)).toEqual(comparable(prove(flow, places, COMPOSERS, { at: MORNING })));
  });
});

describe('the repair cafés with recordings', () => {
  const recorded = { 'en/welcome.say': 2, 'en/region.ask': 3, 'en/need.ask': 3, 'en/service.tyres': 4, 'en/fire.say': 2, 'en/tips.two': 1 };
  const { flow, places } = repairFlow([], recorded);
  const silent = prove(repairFlow().flow, places, COMPOSERS, { at: MORNING });
  const spoken = prove(flow, places, COMPOSERS, { at: MORNING });

  test('have no problem, and what plays is proved as well', () => {
    expect(spoken.problems).toEqual([]);
    expect(spoken.positions).toBe(silent.positions);
    expect(spoken.payloads).toBeGreaterThan(silent.payloads);
  });

  test('tell how much sound there is on the way to a card, in its larger form', () => {
    expect(silent.longestSound).toBe(0);
    const mp3Bytes = (seconds: number) => Math.round((seconds * 24_000) / 576) * 96;
    expect(spoken.longestSound).toBe([2, 3, 3, 4].map(mp3Bytes).reduce((sum, bytes) => sum + bytes, 0));
  });

  test('on a channel that plays nothing of what it is given, are told', () => {
    const deaf = COMPOSERS.map((one) => ({
      ...one,
      compose: ({ sound: _sound, ...reply }: Reply) => one.compose(reply, { id: '15550000000' }),
    }));
    const told = prove(flow, places, deaf, { at: MORNING }).problems;
    expect(new Set(told.map(({ code }) => code))).toEqual(new Set(['walk-payload']));
    expect(told[0]?.message).toMatch(/a recording is not played$/);
  });
});

describe('a draft that goes wrong when it is walked', () => {
  const { flow, places } = repairFlow();
  const draft = (locale: Partial<Locale>): Flow => {
    const german = flow.locales.get('de');
    if (german === undefined) throw new Error('no German');
    const texts = new Map([...german.texts, ['tips.one', () => 'x'.repeat(400)]] as const);
    return { ...flow, locales: new Map([...flow.locales, ['de', { ...german, status: 'draft', texts, ...locale }]]) };
  };
  const severities = (from: Flow, served?: readonly string[]) => [
    ...new Set(prove(from, places, COMPOSERS, { at: MORNING, served }).problems.map(({ severity, code }) => `${severity} ${code}`)),
  ];

  test.each([
    ['is warned of: only its translators see it', draft({}), undefined, ['warning walk-bubble-long']],
    ['is an error once people read it', draft({}), ['de', 'en'], ['error walk-bubble-long']],
    ['is an error in any other locale', draft({ status: 'team' }), undefined, ['error walk-bubble-long']],
    ['is not walked while it has no words of its own', draft({ written: new Set() }), undefined, []],
  ] as const)('%s', (_label, from, served, told) => expect(severities(from, served)).toEqual(told));

  test('needs no words to be walked: those of its fallbacks lead everywhere', () => {
    const { words = undefined } = flow.locales.get('de') ?? {};
    if (words === undefined) throw new Error('no German');
    const wordless = Object.fromEntries(Object.entries(words).map(([group, list]) => [group, Array.isArray(list) ? [] : new Map()]));
    const german = draft({ words: { ...words, ...wordless }, texts: flow.locales.get('de')?.texts ?? new Map() });
    expect(severities(german)).toEqual([]);
  });
});

describe('a channel that does not show what it should', () => {
  const { flow, places } = repairFlow();
  const faithful: Composer = {
    id: 'whatsapp',
    compose: ({ text, choices, navigation }) => [{ text, choices: [...choices, ...navigation].map(({ id, label }) => ({ id, label })) }],
    violations: () => [],
  };
  const told = (compose: (reply: Reply) => readonly Payload[], violations: Composer['violations'] = () => []) =>
    prove(flow, places, [faithful, { ...faithful, id: 'messenger', compose, violations }], { at: MORNING }).problems;
  const rows = ({ choices, navigation }: Reply) => [...choices, ...navigation];

  test('a faithful one is fine', () => {
    expect(prove(flow, places, [faithful], { at: MORNING }).problems).toEqual([]);
  });

  test.each<[string, (reply: Reply) => readonly Payload[], RegExp]>([
    [
      'labels cut',
      (reply) => [{ rows: rows(reply).map(({ id, label }) => ({ id, label: label.slice(0, 12) })) }],
      /«Clothes or phone» is cut or missing$/,
    ],
    ['a choice left out', (reply) => [{ rows: rows(reply).filter(({ number }) => number !== 3) }], /«Somewhere else» is cut or missing$/],
    ['no way back', (reply) => [{ rows: reply.choices }], /«Back» is cut or missing$/],
    ['an id cut', (reply) => [{ rows: rows(reply).map(({ id, label }) => ({ id: id.slice(0, 12), label })) }], /«Hill» is cut or missing$/],
    ['a bubble in two', (reply) => [{ text: reply.text }, { rows: rows(reply) }], /one bubble becomes 2 messages$/],
    ['a bubble dropped', () => [], /one bubble becomes 0 messages$/],
  ])('%s', (_label, compose, message) => {
    const problems = told(compose);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['walk-payload']));
    const found = problems.find((problem) => message.test(problem.message));
    expect(found?.message).toMatch(/^(node \S+.*|the end) on messenger in (en|de): /);
    expect(found?.file).toBe('flows/repair.yaml');
  });

  test('what a platform would refuse', () => {
    const problems = told(faithful.compose as (reply: Reply) => readonly Payload[], () => ['text: too rude']);
    expect(problems.map(({ message }) => message)).toContain('node region on messenger in en: text: too rude');
  });

  test('the same fault of the same place is told once', () => {
    const messages = told(() => []).map(({ code, message, line }) => `${code} ${line} ${message}`);
    expect(new Set(messages).size).toBe(messages.length);
  });
});
