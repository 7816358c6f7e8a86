import type { Flow } from './flow.ts';

/**
 * The locale to speak to somebody of whom a language tag is known: that language, else what it falls back to, else the same for the tag
 * without its last part (`fr-ML` is answered in `fr`). Undefined for a language that nobody here has thought of.
 */
export function spokenLocale({ locales, fallbacks }: Pick<Flow, 'locales' | 'fallbacks'>, tag: string): string | undefined {
  const spoken = [tag, ...(fallbacks.get(tag) ?? [])].find((id) => locales.has(id));
  if (spoken !== undefined) return spoken;
  const end = tag.lastIndexOf('-');
  return end < 0 ? undefined : spokenLocale({ locales, fallbacks }, tag.slice(0, end));
}
