import type { Flow, Locale, Words } from '../model/flow.ts';
import type { Sides } from './cell-changes.ts';
import { type Change, without } from './changes.ts';
import { namesIn, PLACEHOLDERS } from './names.ts';

/** What is said and understood otherwise, language by language. */
export function localeChanges({ before, after }: Sides): readonly Change[] {
  const [old, now] = [[...before.locales.keys()], [...after.locales.keys()]];
  return [
    ...without(old, now).map((id): Change => ({ weight: 'lost', text: `the locale ${id} is gone` })),
    ...now.flatMap((id) => {
      const [was, is] = [before.locales.get(id), after.locales.get(id)];
      if (is === undefined) return [];
      if (was === undefined) return [{ weight: 'gained', text: `the locale ${id} is new (${is.status})` } as const];
      return [...metaChanges(was, is), ...textChanges({ before, after }, id), ...wordChanges(id, was.words, is.words)];
    }),
  ];
}

function metaChanges(was: Locale, is: Locale): readonly Change[] {
  return (['status', 'name', 'direction'] as const).flatMap((key): Change[] => {
    if (was[key] === is[key]) return [];
    const weight = key === 'status' && is.status === 'draft' ? 'lost' : 'changed';
    return [{ weight, text: `the ${key} of locale ${is.id} is ${is[key]} instead of ${was[key]}` }];
  });
}

function textChanges({ before, after }: Sides, locale: string): readonly Change[] {
  const keys = new Set([...before.cites.keys(), ...after.cites.keys()]);
  return [...keys].flatMap((key): Change[] => {
    const [was, is] = [before, after].map(({ locales }) => locales.get(locale)?.written.has(key) === true);
    const [old, now] = [was ? wordsOf(before, locale, key) : '', is ? wordsOf(after, locale, key) : ''];
    if (old === now) return [];
    // A text that nothing asks for any more goes with what asked for it, which is told.
    if (!is && !after.cites.has(key)) return [];
    const cells = cellsOf(was && is ? after : before, key);
    const change: Change = !is
      ? { weight: 'lost', text: `text ${locale} ${key} is gone: another language speaks in its place`, before: old }
      : !was
        ? { weight: 'gained', text: `text ${locale} ${key} is new`, after: now }
        : { weight: 'changed', text: `text ${locale} ${key} changed`, before: old, after: now };
    return cells.length === 0 ? [change] : cells.map((cell) => ({ ...change, cell }));
  });
}

/** Where a text of a card or of an honest line is shown. */
function cellsOf(flow: Flow, key: string): readonly { readonly region: string; readonly need: string }[] {
  const { services, notes } = flow.directory;
  const names = namesIn(flow, flow.defaultLocale);
  const shown = [...[...services.values()].filter(({ say }) => say.includes(key)), ...notes.filter(({ say }) => say === key)];
  return shown.flatMap(({ regions, needs }) => regions.flatMap((region) => needs.map((need) => ({ region: names.region(region), need }))));
}

const KINDS = ['phone', 'address', 'hours', 'web', '{kind}'];

/** The words of a text, its placeholders as written; one that words the kinds of contact differently, in all its forms. */
export function wordsOf({ locales }: Flow, locale: string, key: string): string {
  const text = locales.get(locale)?.texts.get(key);
  return [...new Set(KINDS.map((kind) => text?.({ ...PLACEHOLDERS, kind }) ?? ''))].join('\n');
}

function wordChanges(locale: string, was: Words, is: Words): readonly Change[] {
  const [old, now] = [groupsOf(was), groupsOf(is)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((group): Change[] => {
    const gone = without(old.get(group) ?? [], now.get(group) ?? []);
    const come = without(now.get(group) ?? [], old.get(group) ?? []);
    return [
      ...(gone.length > 0 ? [{ weight: 'lost', text: `words ${locale} ${group}: no longer understood are ${quoted(gone)}` } as const] : []),
      ...(come.length > 0 ? [{ weight: 'gained', text: `words ${locale} ${group}: now understood are ${quoted(come)}` } as const] : []),
    ];
  });
}

const quoted = (words: readonly string[]) => words.map((word) => `«${word}»`).join(', ');

function groupsOf({ language, ...sections }: Words): ReadonlyMap<string, readonly string[]> {
  const named = Object.entries(sections).flatMap(([section, groups]) =>
    [...(groups as ReadonlyMap<string | number, readonly string[]>)].map(([name, words]) => [`${section}.${name}`, words] as const),
  );
  return new Map([...named, ['language', language]]);
}
