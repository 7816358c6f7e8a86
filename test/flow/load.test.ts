import { describe, expect, test } from '@jest/globals';
import { type Loaded, readFlow } from '../../src/flow/load.ts';
import type { Flow } from '../../src/model/flow.ts';
import { type Edit, edited, REPAIR } from './repair.ts';

const loaded = (edits: readonly Edit[] = []): Extract<Loaded, { ok: true }> => {
  const result = readFlow(edited(edits).files);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result;
};
const say = (flow: Flow, locale: string, key: string, parameters: Record<string, string> = {}) =>
  flow.locales.get(locale)?.texts.get(key)?.(parameters);

describe('a valid flow', () => {
  const { flow, warnings, places } = loaded();

  test('has no warnings', () => expect(warnings).toEqual([]));

  test('keeps the settings', () =>
    expect(flow).toMatchObject({ id: 'repair', start: 'region', home: 'need', greeting: 'welcome.say', defaultLocale: 'en' }));

  test('keeps nodes as written, with what they leave out filled in', () => {
    expect(flow.nodes.get('need')).toEqual({
      kind: 'question',
      id: 'need',
      say: [{ kind: 'text', key: 'need.ask' }],
      fills: 'need',
      choices: [
        { kind: 'each', each: 'topics' },
        { kind: 'to', to: 'tips', label: 'menu.tips' },
      ],
      // biome-ignore lint/suspicious/noThenProperty: a node of the flow, never awaited
      then: 'answer',
    });
    expect(flow.nodes.get('answer')).toEqual({
      kind: 'answer',
      id: 'answer',
      say: [],
      choices: [{ kind: 'to', to: 'desk', label: 'label.desk' }],
    });
    expect(flow.nodes.get('battery')).toEqual({ kind: 'page', id: 'battery', say: [{ kind: 'text', key: 'battery.say' }], choices: [] });
    expect(flow.nodes.get('desk')?.say).toEqual([
      { kind: 'by-region', cases: new Map([['harbour', 'desk.harbour']]), otherwise: 'desk.say' },
    ]);
  });

  test('keeps the directory in the order of the authors', () => {
    expect([...flow.directory.topics.keys()]).toEqual(['wheels', 'home-things']);
    expect(flow.directory.regions.get('beyond')).toEqual({ id: 'beyond', covered: false, elsewhere: 'outside' });
    expect(flow.directory.regions.get('hill')).toEqual({ id: 'hill', covered: true });
    expect(flow.directory.services.get('tyres')).toEqual({
      id: 'tyres',
      organization: 'bike-kitchen',
      needs: ['bicycle'],
      regions: ['harbour'],
      claims: ['R1', 'R2'],
      say: ['service.tyres'],
      contacts: [{ kind: 'phone', value: '+223 20 00 00 01', source: 'flyer', assuredOn: '2026-01-10', expiresOn: '2027-01-10' }],
      assuredOn: '2026-01-10',
    });
    expect(flow.directory.notes[1]).toEqual({ needs: ['phone'], regions: ['hill'], say: 'note.phone-hill', claims: [] });
  });

  test.each([
    ['a cited text', 'tips.two', ['R6']],
    ['a text of ui', 'tips.one', []],
    ['a service', 'service.tyres', ['R1', 'R2']],
    ['a note', 'note.bicycle-hill', ['R6']],
    ['a label', 'label.desk', []],
  ])('says what %s claims', (_, key, claims) => expect(flow.cites.get(key)).toEqual(claims));

  test.each([
    ['a plain text', 'en', 'need.ask', {}, 'What is broken?'],
    ['a parameter', 'de', 'service.tyres', { region: 'Hafen' }, 'Die Radküche (Hafen) flickt Reifen. Das ist kostenlos.'],
    ['a select', 'en', 'card.contact', { kind: 'hours', value: '9-12' }, 'Open: 9-12'],
    ['a folded text', 'en', 'welcome.say', {}, 'This is the repair robot. It never asks for your name.'],
    ['a block without its last line break', 'en', 'desk.harbour', {}, 'The desk is in the old mill.\n\nRing twice.'],
  ])('says %s', (_, locale, key, parameters, text) => expect(say(flow, locale, key, parameters)).toBe(text));

  test('refuses to say a sentence with a hole in it', () => expect(() => say(flow, 'en', 'service.tyres')).toThrow());

  test('keeps words by what they mean', () => {
    const words = flow.locales.get('en')?.words;
    expect(words?.regions.get('harbour')).toEqual(['harbour', 'harbor', 'port']);
    expect(words?.numbers.get(0)).toEqual(['zero']);
    expect(words?.language).toEqual(['the', 'is', 'my', 'where']);
    expect(flow.locales.get('de')?.words.shortcuts.size).toBe(0);
  });

  test('knows where everything is written', () => {
    expect(places.get('node:need')).toEqual({ file: 'flows/repair.yaml', line: 24, column: 3 });
    expect(places.get('service:tyres')).toEqual({ file: 'flows/directory.yaml', line: 22, column: 3 });
    expect(places.get('claim:R1')).toEqual({ file: 'flows/claims.yaml', line: 2, column: 3 });
    expect(places.get('note:1')?.file).toBe('flows/directory.yaml');
    for (const locale of flow.locales.keys()) {
      for (const key of flow.cites.keys()) expect(places.get(`text:${locale}:${key}`)?.file).toBe(`locales/${locale}.yaml`);
    }
  });

  test('is frozen to the bottom', () => {
    const nodes = flow.nodes as Map<string, unknown>;
    expect(() => nodes.set('x', {})).toThrow(TypeError);
    expect(() => nodes.delete('need')).toThrow(TypeError);
    expect(() => nodes.clear()).toThrow(TypeError);
    expect(Object.isFrozen(flow.directory.services.get('tyres')?.contacts[0])).toBe(true);
    expect(Object.isFrozen(flow.locales.get('en')?.words.numbers.get(1))).toBe(true);
  });

  test('has a revision that follows every change, and nothing else', () => {
    expect(flow.revision).toMatch(/^[0-9a-f]{12}$/);
    expect(loaded().flow.revision).toBe(flow.revision);
    const turned = readFlow({ ...REPAIR, flows: REPAIR.flows.toReversed(), locales: REPAIR.locales.toReversed() });
    expect(turned.ok && turned.flow.revision).toBe(flow.revision);
    expect(loaded([{ file: 'locales/de.yaml', from: 'Schön.', to: 'Hübsch.' }]).flow.revision).not.toBe(flow.revision);
  });
});

describe('what may be written', () => {
  test('one section in several files', () => {
    const { flow } = loaded([
      { file: 'flows/directory.yaml', from: '  hill: {}\n', to: '' },
      { file: 'flows/a.yaml', to: '# the hill has a file of its own\nregions:\n  hill: {}\n' },
    ]);
    expect([...flow.directory.regions.keys()]).toEqual(['hill', 'harbour', 'beyond']);
  });

  test('Windows line ends and a byte order mark', () => {
    const windows = (files: typeof REPAIR.flows) =>
      files.map(({ path, text }) => ({ path, text: `\uFEFF${text.replaceAll('\n', '\r\n')}` }));
    const result = readFlow({ ...REPAIR, flows: windows(REPAIR.flows), locales: windows(REPAIR.locales) });
    expect(result.ok && say(result.flow, 'en', 'desk.harbour')).toBe('The desk is in the old mill.\n\nRing twice.');
  });

  test('a draft may lack texts: the default locale speaks in their place', () => {
    const draft = 'locale: { name: العربية, direction: rtl, status: draft }\ntexts:\n  region.ask: أين تسكن؟\n';
    const { flow, warnings } = loaded([{ file: 'locales/ar.yaml', to: draft }]);
    expect(warnings.map(({ code }) => code)).toEqual(['draft-incomplete']);
    expect(say(flow, 'ar', 'region.ask')).toBe('أين تسكن؟');
    expect(say(flow, 'ar', 'need.ask')).toBe('What is broken?');
    expect(flow.locales.get('ar')).toMatchObject({ direction: 'rtl', status: 'draft' });
  });

  test('a guarded word that two claims allow, in a text that cites either of them', () => {
    const edits = [{ file: 'locales/en.yaml', from: '    R2: [free, free of charge]', to: '    R3: [free]\n    R2: [free]' }];
    expect(loaded(edits).warnings).toEqual([]);
  });

  test('parts of words do not count as guarded', () => {
    expect(loaded([{ file: 'locales/en.yaml', from: 'Ask at the town hall.', to: 'Ask for freedom.' }]).warnings).toEqual([]);
  });

  test('nothing at all is told, not thrown', () => {
    const result = readFlow({ flows: [], locales: [], today: '2026-01-01' });
    expect(result.ok || result.problems.map(({ code }) => code)).toEqual(['folder-missing']);
  });
});
