import fc from 'fast-check';
import type { Flow, Words } from '../../src/model/flow.ts';
import { type Input, MEDIA } from '../../src/model/inbound.ts';
import { anyCharacter } from '../support/characters.ts';

/** One thing that a person does. `pick`: a tap on any choice shown before; both numbers wrap around. */
export type Act =
  | { readonly kind: 'pick'; readonly menu: number; readonly row: number }
  | { readonly kind: 'send'; readonly input: Input }
  /** A junk id under a button's words. */
  | { readonly kind: 'forge'; readonly id: string };

/** Acts that come in one turn, after some hours. */
export type Turned = { readonly hours: number; readonly acts: readonly Act[] };

const NUMBER_FORMS = ['#', '#.', '#)', ' # ', 'n°#', 'le #', '#️⃣', 'numéro #'];

const sent = (input: Input): Act => ({ kind: 'send', input });
const said = (words: fc.Arbitrary<string>): fc.Arbitrary<Act> => words.map((text) => sent({ kind: 'text', text }));
const picked: fc.Arbitrary<Act> = fc.record({ kind: fc.constant('pick'), menu: fc.nat(), row: fc.nat() });

/** Anything at all that people do to this content: its own words, numbers and choices most of all, since they lead furthest. */
export function turns(flow: Flow): fc.Arbitrary<readonly Turned[]> {
  const vocabulary = fc.constantFrom(...[...flow.locales.values()].flatMap(({ name, words }) => [name, ...wordsOf(words)]));
  const sentence = fc.array(vocabulary, { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));
  const number = fc
    .tuple(fc.constantFrom(...NUMBER_FORMS), fc.integer({ min: 0, max: 12 }))
    .map(([form, value]) => form.replace('#', `${value}`));
  const ids = [...flow.nodes.keys(), ...flow.directory.regions.keys(), ...flow.directory.organizations.keys(), 'gone', '__proto__'];
  const id = fc.constantFrom(...ids);
  const forged = fc.oneof(
    fc.tuple(id, fc.constantFrom('', '@', '!'), id, id, id).map(([a, sign, b, c, d]) => `${a}:${sign}${b}?l=fr&r=${c}&n=health&o=${d}`),
    fc.string({ unit: anyCharacter }),
  );
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 6, arbitrary: picked },
    { weight: 4, arbitrary: said(sentence) },
    { weight: 3, arbitrary: said(number) },
    { weight: 1, arbitrary: said(fc.string({ unit: 'grapheme', maxLength: 60 })) },
    { weight: 1, arbitrary: said(fc.string({ unit: anyCharacter, maxLength: 60 })) },
    { weight: 1, arbitrary: fc.constantFrom(...MEDIA).map((medium) => sent({ kind: 'attachment', medium })) },
    { weight: 1, arbitrary: fc.constant(sent({ kind: 'start' })) },
    { weight: 1, arbitrary: forged.map((junk): Act => ({ kind: 'forge', id: junk })) },
  );
  const burst = fc.oneof({ weight: 4, arbitrary: fc.tuple(act) }, { weight: 1, arbitrary: fc.array(act, { minLength: 2, maxLength: 4 }) });
  const hours = fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }) });
  return fc.array(fc.record({ hours, acts: burst }), { minLength: 1, maxLength: 12 });
}

/** Every word and phrase of a locale, whatever it means. */
function wordsOf({ numbers, language, ...groups }: Words): readonly string[] {
  const phrases = Object.values(groups).flatMap((group) => [...group.values()]);
  return [...phrases, ...numbers.values(), language].flat();
}
