import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Words } from './fr.ts';
import { type Language, WORDS } from './language.ts';

/** The page's language, for every component below. */
export const LanguageContext = createContext<Language>('fr');

export function useWords(): { readonly language: Language; readonly words: Words } {
  const language = useContext(LanguageContext);
  return { language, words: WORDS[language] };
}
