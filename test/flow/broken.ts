import type { ProblemCode } from '../../src/flow/problems.ts';
import { RECORDINGS } from './broken-recordings.ts';
import type { Edit } from './repair.ts';

/**
 * The fixture, broken in one way. `‸` in an edit marks where the problem must be told; `hint` is a part of its hint.
 * `also`: problems that follow from the same edit. No other problem may be told.
 */
export type Broken = {
  readonly label: string;
  readonly code: ProblemCode;
  readonly edits: readonly Edit[];
  readonly hint: string;
  readonly also?: readonly ProblemCode[];
  /** Files below `locales/audio`, and the one of which the problem is told. */
  readonly recordings?: Readonly<Record<string, Uint8Array>>;
  readonly told?: string;
};

const edit = (file: string, from: string, to: string): Edit => ({ file, from, to });
const repair = (from: string, to: string): Edit => edit('flows/repair.yaml', from, to);
const directory = (from: string, to: string): Edit => edit('flows/directory.yaml', from, to);
const claims = (from: string, to: string): Edit => edit('flows/claims.yaml', from, to);
const texts = (from: string, to: string): Edit => edit('flows/texts.yaml', from, to);
const en = (from: string, to: string): Edit => edit('locales/en.yaml', from, to);
const de = (from: string, to: string): Edit => edit('locales/de.yaml', from, to);
const added = (file: string, to: string): Edit => ({ file, to });
/** A draft in Arabic with one text. */
const arabic = (text: string): Edit =>
  added('locales/ar.yaml', `locale: { name: العربية, direction: rtl, status: draft }\ntexts:\n  ${text}\n`);

const broken = (
  label: string,
  code: ProblemCode,
  edits: Edit | readonly Edit[],
  hint: string,
  also: readonly ProblemCode[] = [],
): Broken => ({
  label,
  code,
  edits: Array.isArray(edits) ? edits : [edits as Edit],
  hint,
  also,
});

const SETTINGS = `flow:
  id: repair
  start: region
  home: need
  greeting: welcome.say
  locale: en
  shortcuts:
    language: language
    person: desk
    stop: goodbye
  signals:
    fire: fire
`;
const DE_HEAD = `locale:
  name: Deutsch
  direction: ltr
  status: team
  guarded:
    R2: [kostenlos]
  forbidden: []

`;

const MEY_HEAD = 'locale: { name: الحسانية, direction: rtl, status: draft, fallback: [ar] }\ntexts: {}\n';
const AR_HEAD = 'locale: { name: العربية, direction: rtl, status: draft }\ntexts: {}\n';

const YAML: readonly Broken[] = [
  broken('a colon in a text', 'yaml-syntax', en('Where do you live?', '‸Where: here?'), 'in quotes'),
  broken(
    'a text that begins with a placeholder',
    'yaml-syntax',
    en('"{need} in {region}: who can help?"', '{need} ‸in {region}'),
    '"quotes"',
  ),
  broken('a text that begins with @', 'yaml-syntax', en('Nice.', '‸@home'), '"quotes"'),
  broken('a tag', 'yaml-syntax', en('Nice.', '‸!nice'), '!', ['text-empty']),
  broken('a quote that is not closed', 'yaml-syntax', de('"{value}"\n', '‸"{value}\n'), 'close the quote', []),
  broken('a bad escape', 'yaml-syntax', de('"{value}"', '"{value} ‸\\q"'), 'single'),
  broken('a tab as indentation', 'yaml-tab', repair('    kind: page\n    say:\n', '‸\tkind: page\n    say:\n'), 'two spaces'),
  broken('a tab inside brackets', 'yaml-tab', repair('answer: { kind: answer,', 'answer: {\n‸\tkind: answer,'), 'two spaces'),
  broken(
    'an alias',
    'yaml-alias',
    [repair('fills: region', 'fills: &slot region'), repair('fills: need', 'fills: ‸*slot')],
    'write the value out',
  ),
  broken('a second document', 'yaml-documents', claims('  R5:', '‸---\n  R5:'), '---'),
  broken('brackets without end', 'yaml-depth', added('flows/deep.yaml', `‸${'['.repeat(9000)}`), 'never closed'),
  broken('a node twice in a file', 'duplicate-key', repair('  tips:', '  tips: { kind: page, say: tips.one }\n  ‸tips:'), 'rename'),
  broken('a text twice', 'duplicate-key', en('  region.hill: Hill', '  region.hill: Hill\n  ‸region.hill: Slope'), 'rename'),
];

const SHAPE: readonly Broken[] = [
  broken(
    'a language in two files',
    'duplicate-id',
    [added('locales/ar.yaml', AR_HEAD), added('locales/x/ar.yaml', `‸${AR_HEAD}`)],
    'rename',
  ),
  broken('a need in two files', 'duplicate-id', added('flows/more.yaml', 'needs:\n  ‸phone: {}'), 'rename'),
  broken(
    'settings in two files',
    'duplicate-id',
    added('flows/z.yaml', '‸flow: { id: z, start: region, home: need, greeting: welcome.say, locale: en }'),
    'rename',
  ),
  broken('no settings', 'section-missing', [repair(SETTINGS, ''), claims('claims:', '‸claims:')], '`flow:`'),
  broken('a locale without its head', 'section-missing', [de(DE_HEAD, '‸')], 'locale'),
  broken('an unknown section', 'unknown-key', directory('organizations:\n', '‸organisations:\n'), '`organizations`'),
  broken('an unknown key of a node', 'unknown-key', repair('    fills: region', '    fills: region\n    ‸choice: []'), '`choices`'),
  broken('an unknown key of a contact', 'unknown-key', directory('source: flyer,', 'source: flyer, ‸expiry: never,'), 'known here'),
  broken('an unknown section of words', 'unknown-key', en('  numbers:', '  ‸number:'), '`numbers`'),
  broken('a node without say', 'missing-key', repair('battery: { kind: page, say: battery.say }', '‸battery: { kind: page }'), 'say'),
  broken('a node without kind', 'missing-key', repair('battery: { kind: page, ', '‸battery: { '), 'kind'),
  broken(
    'a by-region without otherwise',
    'missing-key',
    repair('- { by: region, harbour: desk.harbour, otherwise: desk.say }', '- ‸{ by: region, harbour: desk.harbour }'),
    'otherwise',
  ),
  broken('a locale without a name', 'missing-key', en('locale:\n  name: English\n', '‸locale:\n'), 'name'),
  broken(
    'a locale without a direction',
    'missing-key',
    de('locale:\n  name: Deutsch\n  direction: ltr\n', '‸locale:\n  name: Deutsch\n'),
    'direction',
  ),
  broken('a number where text is needed', 'wrong-type', repair('say: need.ask', 'say: ‸7'), '"quotes"'),
  broken('a text that is a mapping', 'wrong-type', en('"{need} in {region}: who can help?"', '‸{need}'), '"quotes"'),
  broken('a list where text is needed', 'wrong-type', de('  name: Deutsch', '  name: ‸[Deutsch]'), 'write text'),
  broken('nothing where a mapping is needed', 'wrong-type', directory('  hill: {}', '  ‸hill:'), 'a mapping'),
  broken(
    'text where a list is needed',
    'wrong-type',
    directory('wheels: { needs: [bicycle] }', 'wheels: { needs: ‸bicycle }'),
    'write a list',
  ),
  broken('a number among words', 'wrong-type', de('rad]', 'rad, ‸2]'), '"quotes"'),
  broken(
    'a list of notes that is a mapping',
    'wrong-type',
    directory(
      'notes:\n  - { needs: [bicycle], regions: [hill], say: note.bicycle-hill, claims: [R6] }\n  - { needs: [phone], regions: [hill], say: note.phone-hill }\n',
      'notes: ‸{}\n',
    ),
    'a list',
  ),
  broken('an empty file', 'wrong-type', added('flows/empty.yaml', '‸# nothing yet\n'), 'a mapping'),
  broken('an unknown kind', 'unknown-value', repair('kind: page, say: battery.say', 'kind: ‸pages, say: battery.say'), '`page`'),
  broken('an unknown status', 'unknown-value', de('status: team', 'status: ‸final'), 'known here'),
  broken('an unknown directory', 'unknown-value', repair('{ each: topics }', '{ each: ‸topic }'), '`topics`'),
  broken('a service without claims', 'empty-list', directory('claims: [R3]', 'claims: ‸[]'), 'at least one'),
  broken(
    'a service without regions',
    'empty-list',
    directory('regions: [harbour, hill]\n    claims: [R3]', 'regions: ‸[]\n    claims: [R3]'),
    'at least one',
  ),
  broken('a service without needs', 'empty-list', directory('needs: [clothes]\n', 'needs: ‸[]\n'), 'at least one'),
  broken('a text that cites nothing', 'empty-list', texts('battery.say: [R5]', 'battery.say: ‸[]'), 'at least one'),
  broken('a need twice in a topic', 'item-twice', directory('needs: [clothes, phone]', 'needs: [clothes, phone, ‸phone]'), 'away'),
  broken(
    'a node id with capitals',
    'bad-id',
    [
      repair('  battery:', '  ‸Battery:'),
      directory('phone: { page: battery }', 'phone: { page: Battery }'),
      directory('page: battery }', 'page: Battery }'),
      en('label.battery', 'label.Battery'),
      de('label.battery', 'label.Battery'),
    ],
    'hyphens',
  ),
  broken('a claim id in small letters', 'bad-id', [claims('  R5:', '  ‸r5:'), texts('[R5]', '[r5]')], 'capital letter'),
  broken(
    'a text key with a space',
    'bad-id',
    [
      texts('- tips.one', '- ‸tips one'),
      repair('[tips.one,', '[tips one,'),
      en('  tips.one:', '  tips one:'),
      de('  tips.one:', '  tips one:'),
    ],
    'region.ask',
  ),
  broken('a day that does not exist', 'bad-date', directory('    assured_on: 2026-01-10\n', '    assured_on: ‸2026-02-30\n'), 'YYYY-MM-DD'),
  broken('a date in words', 'bad-date', directory('assured_on: 2026-01-10,', 'assured_on: ‸January,'), 'YYYY-MM-DD'),
  broken('a choice with two meanings', 'choice-form', repair('- each: regions', '- ‸each: regions\n        to: need'), '{ to: node }'),
  broken('an empty choice', 'choice-form', repair('{ each: topics }', '{ each: topics }, ‸{}'), '{ to: node }'),
];

const TREE: readonly Broken[] = [
  broken(
    'a choice to nowhere',
    'node-unknown',
    repair('answer: { kind: answer, choices: [{ to: desk }] }', 'answer: { kind: answer, choices: [{ to: ‸dsk }] }'),
    '`desk`',
  ),
  broken(
    'a then to nowhere',
    'node-unknown',
    repair('{ each: locales }], then: region }', '{ each: locales }], then: ‸regions }'),
    '`region`',
  ),
  broken('a start to nowhere', 'node-unknown', repair('start: region', 'start: ‸x'), 'known here'),
  broken('a home to nowhere', 'node-unknown', repair('home: need', 'home: ‸ned'), '`need`'),
  broken('a shortcut to nowhere', 'node-unknown', repair('person: desk', 'person: ‸deks'), '`desk`'),
  broken('a signal to nowhere', 'node-unknown', repair('    fire: fire', '    fire: ‸fires'), '`fire`', ['node-unreachable']),
  broken('a region that leads nowhere', 'node-unknown', directory('elsewhere: outside', 'elsewhere: ‸outsid'), '`outside`', [
    'node-unreachable',
  ]),
  broken(
    'a need with a page that is not there',
    'node-unknown',
    directory('phone: { page: battery }', 'phone: { page: ‸batery }'),
    '`battery`',
  ),
  broken('a conversation that starts at its end', 'node-kind', repair('start: region', 'start: ‸goodbye'), 'question or page'),
  broken('a stop that does not erase', 'node-kind', repair('stop: goodbye', 'stop: ‸tips'), 'end', ['node-unreachable']),
  broken('a region that leads back to the answer', 'node-kind', directory('elsewhere: outside', 'elsewhere: ‸answer'), 'question or page', [
    'node-unreachable',
  ]),
  broken(
    'a topic whose page is a question',
    'node-kind',
    directory('needs: [clothes, phone], page: battery', 'needs: [clothes, phone], page: ‸need'),
    'page',
  ),
  broken(
    'a node that nothing leads to',
    'node-unreachable',
    repair('  goodbye:', '  ‸attic: { kind: page, say: tips.one }\n  goodbye:'),
    '{ to: attic }',
  ),
  broken(
    'a question without choices',
    'dead-end',
    repair(
      '  language: { kind: question, say: language.ask, fills: locale, choices: [{ each: locales }], then: region }',
      '  ‸language: { kind: question, say: language.ask, fills: locale, then: region }',
    ),
    '{ each: locales }',
  ),
  broken(
    'an end with choices',
    'end-choices',
    repair('kind: end, say: goodbye.say', 'kind: end, say: goodbye.say, choices: [‸{ to: region }]'),
    'page',
  ),
  broken(
    'rows of another directory',
    'each-mismatch',
    repair('choices: [{ each: locales }]', 'choices: [{ each: locales }, { each: ‸regions }]'),
    '{ each: locales }',
  ),
  broken(
    'rows on a page',
    'each-mismatch',
    repair('battery: { kind: page, say: battery.say }', 'battery: { kind: page, say: battery.say, choices: [{ each: ‸topics }] }'),
    'question',
  ),
  broken(
    'rows of an empty directory',
    'each-empty',
    [
      directory('topics:\n  wheels: { needs: [bicycle] }\n  home-things: { needs: [clothes, phone], page: battery }\n', 'topics: {}\n'),
      repair('{ each: topics }', '{ each: ‸topics }'),
    ],
    'define',
    ['need-unreachable', 'need-unreachable', ...Array<ProblemCode>(8).fill('text-unknown')],
  ),
  broken(
    'nine choices',
    'too-many-choices',
    repair(
      '  desk:\n    kind: page\n',
      `  ‸desk:\n    kind: page\n    choices: [${Array(9).fill('{ to: tips, label: menu.tips }').join(', ')}]\n`,
    ),
    '9 and 0',
    ['same-label', 'same-label'],
  ),
  broken(
    'three bubbles',
    'too-many-bubbles',
    repair('say: [tips.one, tips.two]', 'say: [tips.one, tips.two, ‸desk.say]'),
    'page of its own',
  ),
  broken(
    'two cards and a note in one cell',
    'too-many-bubbles',
    [
      directory('regions: [hill], say: note.bicycle-hill', 'regions: [hill, harbour], say: note.bicycle-hill'),
      directory('  brakes:', '  ‸brakes:'),
    ],
    'one text',
  ),
  broken(
    'three cards of one organization',
    'too-many-bubbles',
    [directory('say: service.brakes-checked', 'say: [service.brakes-checked, service.hems]'), directory('  brakes:', '  ‸brakes:')],
    'one text',
  ),
  broken('questions that go round', 'loop', repair('- to: language\n    then: answer', '- to: language\n    then: ‸language'), 'answer'),
  broken(
    'a question that asks itself for ever',
    'loop',
    repair('{ each: locales }], then: region', '{ each: locales }], then: ‸language'),
    'page',
  ),
  broken('an uncovered region that goes round', 'loop', directory('elsewhere: outside', 'elsewhere: ‸need'), 'fills the region', [
    'node-unreachable',
  ]),
  broken('two answers', 'answer-twice', repair('  goodbye:', '  ‸reply: { kind: answer }\n  goodbye:'), 'keep one', ['node-unreachable']),
  broken(
    'no answer',
    'answer-missing',
    [repair('answer: { kind: answer,', 'answer: { kind: page, say: desk.say,'), directory('  tyres:', '  ‸tyres:')],
    'kind: answer',
    ['node-unreachable', 'node-unreachable'],
  ),
  broken(
    'an answer whose need nobody asks for',
    'answer-question-missing',
    [
      repair(
        '    kind: question\n    say: need.ask\n    fills: need\n    choices: [{ each: topics }, ',
        '    kind: page\n    say: need.ask\n    choices: [',
      ),
      repair('label: menu.tips }]\n    then: answer', 'label: menu.tips }]'),
      repair('  answer: {', '  ‸answer: {'),
    ],
    'fills: need',
  ),
];

const DIRECTORY: readonly Broken[] = [
  broken(
    'a service in a region that does not exist',
    'region-unknown',
    directory('regions: [harbour, hill]', 'regions: [harbour, ‸hil]'),
    '`hill`',
  ),
  broken(
    'a claim of a region that does not exist',
    'region-unknown',
    claims('regions: [harbour, hill]', 'regions: [‸harbor, hill]'),
    '`harbour`',
    ['outside-claim'],
  ),
  broken('a case of a region that does not exist', 'region-unknown', repair('by: region, harbour:', 'by: region, ‸harbor:'), '`harbour`'),
  broken(
    'a topic of a need that does not exist',
    'need-unknown',
    directory('needs: [clothes, phone]', 'needs: [clothes, phone, ‸phones]'),
    '`phone`',
  ),
  broken(
    'a service of nobody',
    'organization-unknown',
    directory('organization: sewing-circle', 'organization: ‸sewing-club'),
    '`sewing-circle`',
  ),
  broken(
    'a member that does not exist',
    'organization-unknown',
    directory('sewing-circle, screw-loose]', 'sewing-circle, ‸screw-lose]'),
    '`screw-loose`',
    ['organization-unused'],
  ),
  broken('a service with a claim that does not exist', 'claim-unknown', directory('claims: [R3]', 'claims: [R3, ‸R33]'), '`R3`'),
  broken('a text with a claim that does not exist', 'claim-unknown', texts('battery.say: [R5]', 'battery.say: [R5, ‸X1]'), '`R1`'),
  broken('a word guarded by a claim that does not exist', 'claim-unknown', de('    R2: [kostenlos]', '    ‸R22: [kostenlos]'), '`R2`', [
    'guarded-word',
  ]),
  broken(
    'a service where look-ups lead elsewhere',
    'region-uncovered',
    directory('needs: [phone]\n    regions: [hill]', 'needs: [phone]\n    regions: [hill, ‸beyond]'),
    'elsewhere',
    ['outside-claim'],
  ),
  broken(
    'a service outside its claim',
    'outside-claim',
    directory(
      'organization: all-cafes\n    needs: [phone]\n    regions: [hill]',
      'organization: all-cafes\n    needs: [phone]\n    regions: [hill, ‸harbour]',
    ),
    '`R4`',
  ),
  broken(
    'a note outside its claim',
    'outside-claim',
    directory('regions: [hill], say: note.bicycle-hill, claims: [R6]', 'regions: [‸hill], say: note.bicycle-hill, claims: [R6, R7]'),
    '`R7`',
  ),
  broken('a case outside its claim', 'outside-claim', repair('harbour: desk.harbour,', 'hill: ‸desk.harbour,'), '`R7`'),
  broken(
    'a claim that is never stated',
    'claim-uncited',
    claims('  R7:', '  ‸R8: { what: "Nobody says so", lines: [9], regions: [], source: town }\n  R7:'),
    'cite it',
  ),
  broken(
    'an organization without service',
    'organization-unused',
    directory('  screw-loose: {}', '  ‸screw-tight: {}\n  screw-loose: {}'),
    'service',
    ['text-missing', 'text-missing'],
  ),
  broken(
    'a need that no menu offers',
    'need-unreachable',
    [directory('needs: [clothes, phone]', 'needs: [phone]'), directory('  clothes: {}', '  ‸clothes: {}')],
    'topic',
  ),
  broken(
    'a topic with the id of one of its needs',
    'topic-ambiguous',
    [
      directory('  home-things:', '  ‸phone:'),
      ...[en, de].flatMap((locale) => [
        locale('  topic.home-things:', '  topic.phone:'),
        locale('  topic.home-things.name:', '  topic.phone.name:'),
      ]),
    ],
    'another id',
  ),
  broken(
    'two notes in one cell',
    'note-twice',
    directory('say: note.phone-hill }', 'say: note.phone-hill }\n  - ‸{ needs: [clothes, phone], regions: [hill], say: note.phone-hill }'),
    'one note',
    ['too-many-bubbles', 'too-many-bubbles'],
  ),
  broken(
    'a contact without dates',
    'contact-unsourced',
    directory(
      '- { kind: phone, value: "+223 20 00 00 01", source: flyer, assured_on: 2026-01-10, expires_on: 2027-01-10 }',
      '- ‸{ kind: phone, value: "+223 20 00 00 01", source: flyer }',
    ),
    'all three',
  ),
  broken('a contact past its date', 'contact-expired', directory('expires_on: 2027-01-10', 'expires_on: ‸2026-05-31'), 'anew'),
  broken(
    'a contact that ends before it begins',
    'contact-dates',
    directory('expires_on: 2027-01-10', 'expires_on: ‸2025-12-31'),
    'later day',
  ),
  broken(
    'a contact assured tomorrow',
    'contact-dates',
    directory('assured_on: 2026-01-10,', 'assured_on: ‸2026-06-02,'),
    'day of the call',
  ),
  broken(
    'a service assured tomorrow',
    'contact-dates',
    directory('    assured_on: 2026-01-10\n', '    assured_on: ‸2026-06-02\n'),
    'day of the call',
  ),
  broken('a Malian number with seven digits', 'phone-form', directory('"+223 20 00 00 01"', '‸"+223 20 00 00 0"'), '+223'),
  broken('a number without its country', 'phone-form', directory('"+223 20 00 00 01"', '‸"20 00 00 01"'), '+223'),
  broken(
    'one number of two organizations',
    'phone-shared',
    directory(
      '    claims: [R3]\n',
      '    claims: [R3]\n    contacts:\n      - { kind: phone, value: ‸"+22320000001", source: flyer, assured_on: 2026-01-10, expires_on: 2027-01-10 }\n',
    ),
    'whose it is',
  ),
];

const TEXTS: readonly Broken[] = [
  broken(
    'a text that one language lacks',
    'text-missing',
    [de('  tips.one: Bringen Sie das kaputte Teil mit.\n', ''), de('texts:\n', '‸texts:\n')],
    'tips.one',
  ),
  broken('a text under a misspelt key', 'text-unknown', de('  tips.one:', '  ‸tip.one:'), '`tips.one`', ['text-missing']),
  broken('a text of a node that is gone', 'text-unknown', de('  tips.one:', '  ‸attic.say: Oben.\n  tips.one:'), 'away'),
  broken('a listed text that nobody says', 'text-unused', texts('    - tips.one', '    - tips.one\n    - ‸tips.three'), 'every locale'),
  broken(
    'a text that is not listed',
    'text-unlisted',
    [texts('    - tips.one\n', ''), repair('say: [tips.one,', 'say: [‸tips.one,')],
    '`ui`',
  ),
  broken(
    'a text of the engine that is not listed',
    'text-unlisted',
    [texts('    - hint.gone\n', ''), texts('texts:\n', '‸texts:\n')],
    '`hint.gone`',
  ),
  broken(
    'a label that is not listed',
    'text-unlisted',
    [texts('    - menu.tips\n', ''), repair('label: menu.tips', 'label: ‸menu.tips')],
    '`menu.tips`',
  ),
  broken(
    'a text that states and does not state',
    'text-listed-twice',
    texts('    battery.say: [R5]', '    battery.say: [R5]\n    ‸tips.one: [R5]'),
    'keep it once',
  ),
  broken(
    'a listed text that follows from a service',
    'text-listed-twice',
    texts('    - tips.one', '    - tips.one\n    - ‸service.tyres'),
    'take it out',
  ),
  broken('an empty text', 'text-empty', de('label.back: Zurück', 'label.back: ‸" "'), 'away'),
  broken('a brace that is not closed', 'text-syntax', de('"{value}"', '"‸{value"'), '{region}'),
  broken('a brace without partner', 'text-syntax', de('Schön.', 'Schön‸}.'), '{region}'),
  broken('empty braces', 'text-syntax', en('mends tyres. It is free.', 'mends ‸{} tyres. It is free.'), '{region}'),
  broken('a select without other', 'text-syntax', en(' other {Web}}:', '‸}:'), '{region}'),
  broken(
    'a placeholder behind an apostrophe',
    'text-apostrophe',
    en('The Bike Kitchen in {region}', "The Bike Kitchen of ‸'{region}"),
    '’',
  ),
  broken('a placeholder in the second line of a block', 'placeholder-unknown', en('    Ring twice.', '    Ring ‸{times}.'), 'region'),
  broken(
    'a placeholder in the second line of a folded text',
    'placeholder-unknown',
    en('    It never asks for your name.', '    It never asks for ‸{name}.'),
    'no placeholder',
  ),
  broken(
    'a placeholder after an escape',
    'placeholder-unknown',
    en('"The Bike Kitchen checks brakes: free."', '"The \\"Bike Kitchen\\" checks ‸{brake}: free."'),
    'region',
  ),
  broken('a misspelt placeholder', 'placeholder-unknown', de('({region}) flickt', '(‸{regoin}) flickt'), '`region`'),
  broken(
    'an honest line that names no need',
    'placeholder-missing',
    de('Zu {need} ({region}) wissen wir nichts.', '‸Dazu ({region}) wissen wir nichts.'),
    '{need}',
  ),
  broken('a contact that does not say its value', 'placeholder-missing', de('"{value}"', '‸siehe unten'), '{value}'),
  broken('a region as a number', 'placeholder-format', de('({region}) flickt', '(‸{region, number}) flickt'), 'write {region}'),
  broken('a select with an unknown case', 'placeholder-format', en('"{kind, select, phone', '"‸{kind, select, fone'), '`phone`'),
  broken(
    'a label of 21',
    'label-too-long',
    de('organization.all-cafes: Alle Cafés', 'organization.all-cafes: ‸Alle Cafés in der Stadt'),
    'shorter',
  ),
  broken(
    'a label of 19 letters and an emoji',
    'label-too-long',
    de('label.desk: Mensch fragen', 'label.desk: ‸🧑 Einen Mensch fragen'),
    'shorter',
  ),
  broken(
    'a section title of 25',
    'label-too-long',
    de('chrome.navigation: Weg', 'chrome.navigation: ‸Wohin Sie gehen können, x'),
    'shorter',
  ),
  broken('a language whose name is too long', 'label-too-long', de('  name: Deutsch\n', '  name: ‸Deutsche Sprache im Lande\n'), 'shorter'),
  broken(
    'a bubble of 351',
    'bubble-too-long',
    de('desk.say: Fragen Sie im Rathaus.', `desk.say: ‸${'Ja nun. '.repeat(43)}Ja. Nun`),
    'page of its own',
  ),
  broken(
    'a bubble that the name of a region makes too long',
    'bubble-too-long',
    de('Zu {need} ({region}) wissen wir nichts.', `‸Zu {need} ({region}) wissen wir nichts. ${'Ja nun. '.repeat(37)}`),
    'say less',
  ),
  broken('a long sentence', 'sentence-too-long', de('Fragen Sie im Rathaus.', `Ja. ‸Nun${' ja'.repeat(18)}.`), 'two of it'),
  broken('a guarded word', 'guarded-word', en('Ask at the town hall.', 'Ask at the town hall, ‸free.'), 'cite the claim'),
  broken(
    'a guarded phrase in a service that does not cite it',
    'guarded-word',
    de('kürzt Säume.', 'kürzt Säume ‸KOSTENLOS.'),
    'cite the claim',
  ),
  broken('a forbidden phrase', 'forbidden-phrase', en('takes up hems.', 'makes them ‸as good as new.'), 'no more than'),
  broken('a zero-width space', 'text-control', de('Schön.', '"Schö‸\u200bn."'), 'type the words anew'),
  broken('a bell', 'text-control', de('Schön.', '‸"Schön\\a."'), 'type the words anew'),
  broken('an override of the direction', 'text-control', de('Schön.', 'Schön‸\u202E.'), 'type the words anew'),
  broken(
    'a hidden sign in the name of a language',
    'text-control',
    de('  name: Deutsch\n', '  name: Deutsch‸\u2060\n'),
    'type the words anew',
  ),
  broken('an isolate that is never closed', 'text-isolation', de('Schön.', 'Schön ‸\u2068A.'), 'in pairs'),
  broken('an isolate that was never opened', 'text-isolation', de('Schön.', 'Schön A‸\u2069.'), 'in pairs'),
  broken('an isolate over two lines', 'text-isolation', de('Schön.', '"A ‸\u2068b\\n\u2069c"'), 'in pairs'),
  broken('a bare number in Arabic', 'text-isolation', arabic('desk.say: لمدة ‸10 أيام.'), 'U+2068', ['draft-incomplete']),
  broken('a bare Latin name in Arabic', 'text-isolation', arabic('desk.say: "اسأل \u2068IOM\u2069 أو ‸CIAUD Canada."'), 'U+2068', [
    'draft-incomplete',
  ]),
  broken('a bare placeholder in Arabic', 'text-isolation', arabic('card.assured: "في ‸{date}"'), 'U+2068', ['draft-incomplete']),
  broken('two choices with one label', 'same-label', de('region.hill: Berg', 'region.hill: ‸HAFEN!'), 'of its own'),
  broken(
    'two organizations with one label',
    'same-label',
    de('organization.sewing-circle: Nähkreis', 'organization.sewing-circle: ‸Radkuche'),
    'of its own',
  ),
  broken(
    'a choice with the label of the menu',
    'same-label',
    en('label.language: Deutsch / English', 'label.language: ‸menu'),
    'of its own',
    ['label-is-command'],
  ),
  broken('two languages with one name', 'same-label', en('  name: English', '  name: ‸deutsch'), 'of its own'),
  broken('a label that is another command', 'label-is-command', en('menu.tips: More tips', 'menu.tips: ‸Person'), '`commands.person`'),
];

const WORDS: readonly Broken[] = [
  broken(
    'a locale whose name is no language',
    'locale-id',
    [added('locales/fr_FR.yaml', '‸locale: { name: Français, direction: ltr, status: draft }\ntexts: {}')],
    'BCP 47',
  ),
  broken('a default locale that is not there', 'locale-unknown', repair('locale: en', 'locale: ‸fr'), 'known here'),
  broken('a fallback that does not exist', 'locale-unknown', de('status: team', 'status: team\n  fallback: [‸enn]'), '`en`'),
  broken(
    'a fallback of the default locale',
    'fallback-end',
    en('direction: ltr', 'direction: ltr\n  fallback: ‸[de]'),
    'take `fallback` away',
  ),
  broken(
    'a chain that goes on after the default locale',
    'fallback-end',
    [added('locales/ar.yaml', AR_HEAD), added('locales/mey.yaml', MEY_HEAD.replace('[ar]', '[en, ‸ar]'))],
    'be the last',
  ),
  broken(
    'two locales that fall back to one another',
    'fallback-cycle',
    [added('locales/ar.yaml', AR_HEAD.replace('draft', 'draft, fallback: ‸[mey]')), added('locales/mey.yaml', MEY_HEAD)],
    'default locale',
  ),
  broken(
    'a locale that falls back to itself',
    'fallback-cycle',
    added('locales/mey.yaml', MEY_HEAD.replace('[ar]', '‸[mey, en]')),
    'default locale',
  ),
  broken(
    'a served locale that falls back to a draft',
    'fallback-unreviewed',
    [added('locales/ar.yaml', AR_HEAD), de('status: team', 'status: team\n  fallback: [‸ar, en]')],
    'until it is reviewed',
  ),
  broken(
    'a text whose source has changed',
    'text-stale',
    edit('locales/de.yaml', '  language: [der, die, das, wo]\n', '  language: [der, die, das, wo]\n‸sources:\n  region.ask: aaaaaaaa\n'),
    'translations confirm --locale de',
  ),
  broken(
    'a review without reviewer',
    'review-incomplete',
    en("  status: reviewed\n  reviewed_by: the town's editors\n", '  status: ‸reviewed\n'),
    'reviewed_by',
  ),
  broken(
    'a reviewer of something else',
    'review-incomplete',
    de('status: team', 'status: ‸team\n  reviewed_by: somebody\n  reviewed_on: 2026-01-01'),
    'status: reviewed',
  ),
  broken(
    'a draft with one text',
    'draft-incomplete',
    added('locales/ar.yaml', 'locale: { name: العربية, direction: rtl, status: draft }\n‸texts: { region.ask: أين تسكن؟ }'),
    'falls back to',
  ),
  broken('words of a need that does not exist', 'words-unknown', de('    clothes: [hose]', '    ‸cloths: [hose]'), '`clothes`'),
  broken(
    'words of a command that does not exist',
    'words-unknown',
    de('    person: [mensch]', '    person: [mensch]\n    ‸persons: [leute]'),
    '`person`',
  ),
  broken(
    'a signal without words',
    'words-missing',
    [de('  signals:\n    fire: [feuer, es brennt]\n', ''), de('words:\n', '‸words:\n')],
    '`signals.fire`',
  ),
  broken(
    'a command with an empty list',
    'words-missing',
    [de('back: [zurück]', 'back: []'), de('words:\n', '‸words:\n')],
    '`commands.back`',
  ),
  broken('one word for two needs', 'word-twice', de('phone: [telefon, handy]', 'phone: [telefon, ‸RAD!]'), '`needs.bicycle`'),
  broken('one word for two needs, in a text', 'word-twice', de('phone: [telefon, handy]', 'phone: telefon, ‸RAD!'), '`needs.bicycle`'),
  broken(
    'one word for two needs, in a text of several lines',
    'word-twice',
    de(
      'phone: [telefon, handy]',
      'phone: |\n        telefon, # Rad,\n        # Handy, Rad\n        handy,\n        mein\n        handy, ‸rad',
    ),
    '`needs.bicycle`',
  ),
  broken('words that are a number', 'wrong-type', de('hill: [berg]', 'hill: ‸4'), 'quotes'),
  broken('one word for a region and a signal', 'word-twice', de('hill: [berg]', 'hill: [berg, ‸feuer]'), '`signals.fire`'),
  broken('one word for two numbers', 'word-twice', de('2: [zwei]', '2: [zwei, ‸Eins]'), 'one place'),
  broken('one word for two commands', 'word-twice', de('back: [zurück]', 'back: [zurück, ‸menu]'), '`commands.menu`'),
  broken('a keyword that is a command', 'word-is-command', de('clothes: [hose]', 'clothes: [hose, ‸zuruck]'), '`commands.back`'),
  broken('a word of emoji only', 'word-empty', de('clothes: [hose]', 'clothes: [hose, ‸👖]'), 'letters'),
  broken(
    'one of several alternatives for two needs',
    'word-twice',
    de('phone: [telefon, handy]', 'phone: [telefon, ‸(altes |)rad]'),
    '`needs.bicycle`',
  ),
  broken('a bracket without its pair', 'word-form', de('clothes: [hose]', 'clothes: [hose, ‸meine (hose]'), 'alternatives'),
  broken('a name that nothing fills in', 'word-form', de('clothes: [hose]', 'clothes: [hose, ‸hose aus <stadt>]'), '`<region>`'),
  broken('a gap with nothing behind it', 'word-form', de('clothes: [hose]', 'clothes: [hose, ‸hose …]'), 'take the'),
  broken('two words in a group', 'word-form', de('  numbers:\n', '  groups: { thing: [hose, ‸rote hose] }\n  numbers:\n'), 'single words'),
  broken(
    'alternatives without end',
    'word-form',
    de('clothes: [hose]', `clothes: [hose, ‸${'(a|b|c|d|e|f|g) '.repeat(4)}hose]`),
    'fewer alternatives',
  ),
  broken('a mark that nobody knows', 'words-unknown', de('  numbers:\n', '  marks: { ‸nott: [nicht] }\n  numbers:\n'), '`not`'),
  broken(
    'another spelling that means something',
    'word-twice',
    de('  numbers:\n', '  spellings: { fahrrad: [‸feuer] }\n  numbers:\n'),
    'one place',
  ),
  broken(
    'another spelling that is an everyday word',
    'word-twice',
    de('  numbers:\n', '  spellings: { fahrrad: [‸wo] }\n  numbers:\n'),
    'one place',
  ),
  broken(
    'another spelling of two words',
    'word-form',
    de('  numbers:\n', '  spellings: { fahrrad: [‸fahr rad] }\n  numbers:\n'),
    'phrases',
  ),
  broken('a language word of nothing', 'word-empty', de('[der, die, das, wo]', '[der, die, das, wo, ‸"?"]'), 'letters'),
  broken(
    'a fixed number that menus have',
    'number-range',
    repair('  shortcuts:\n', '  numbers: { ‸9: language }\n  shortcuts:\n'),
    '10 to 99',
  ),
  broken(
    'a fixed number that plays recordings',
    'number-range',
    repair('  shortcuts:\n', '  numbers: { ‸88: language }\n  shortcuts:\n'),
    'another one',
  ),
  broken(
    'a fixed number to nowhere',
    'node-unknown',
    repair('  shortcuts:\n', '  numbers: { 99: ‸languag }\n  shortcuts:\n'),
    '`language`',
  ),
  broken('a number word for ten', 'number-range', de('    2: [zwei]', '    2: [zwei]\n    ‸10: [zehn]'), '1 to 8'),
];

export const BROKEN: readonly Broken[] = [...YAML, ...SHAPE, ...TREE, ...DIRECTORY, ...TEXTS, ...WORDS, ...RECORDINGS];
