import type { Locale, Words } from '../../src/model/flow.ts';

type Groups = Readonly<Record<string, readonly string[]>>;

/** A language of nothing but its words. */
export function locale(
  id: string,
  words: Partial<Record<Exclude<keyof Words, 'numbers' | 'language' | 'spellings'>, Groups>>,
  common: readonly string[] = [],
): Locale {
  const group = (groups: Groups = {}) => new Map(Object.entries(groups));
  const { commands, shortcuts, signals, regions, needs, organizations, marks, groups } = words;
  return {
    id,
    name: id,
    direction: 'ltr',
    status: 'team',
    fallback: [],
    revision: '',
    written: new Set(),
    recorded: new Set(),
    recordings: new Map(),
    texts: new Map(),
    words: {
      commands: group(commands),
      shortcuts: group(shortcuts),
      signals: group(signals),
      regions: group(regions),
      needs: group(needs),
      organizations: group(organizations),
      numbers: new Map(),
      language: common,
      marks: group(marks),
      groups: group(groups),
      spellings: new Map(),
    },
  };
}
