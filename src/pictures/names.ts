import type { Flow } from '../model/flow.ts';

/** What pictures need to write in a language: its words for regions, needs and organizations. */
export type Names = ReturnType<typeof namesIn>;

/** Names in a locale; a placeholder in a text stays as it is written. */
export function namesIn(flow: Flow, locale: string) {
  const spoken = flow.locales.get(locale) ?? flow.locales.get(flow.defaultLocale);
  const text = (key: string): string => spoken?.texts.get(key)?.(PLACEHOLDERS) ?? key;
  return {
    locale: spoken?.id ?? locale,
    direction: spoken?.direction ?? 'ltr',
    text,
    region: (id: string) => text(`region.${id}`),
    need: (id: string) => text(`need.${id}`),
    organization: (id: string) => text(`organization.${id}`),
  };
}

/** Each placeholder stands for itself. */
export const PLACEHOLDERS: Readonly<Record<string, string>> = Object.fromEntries(
  ['region', 'need', 'needs', 'organization', 'date', 'kind', 'value'].map((name) => [name, `{${name}}`]),
);
