import { useEffect, useState } from 'preact/hooks';
import { TopBar } from './bar/top-bar.tsx';
import { Desk } from './desk.tsx';
import { useEmulator } from './state/use-emulator.ts';
import { type Language, languageFor, WORDS } from './words/language.ts';
import { LanguageContext } from './words/use-words.ts';

const KEPT_LANGUAGE = 'anoura.page.language';

/** The whole page: it speaks the browser's language until another is chosen, and remembers that. */
export function App() {
  const { link, state, turns } = useEmulator();
  const [language, setLanguage] = useState(() => languageFor([kept(), ...navigator.languages]));
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = WORDS[language].title;
  }, [language]);
  const speak = (chosen: Language) => {
    keep(chosen);
    setLanguage(chosen);
  };
  return (
    <LanguageContext.Provider value={language}>
      <TopBar link={link} content={state?.content} onLanguage={speak} />
      {state === undefined ? <main class="desk" aria-busy="true" /> : <Desk state={state} link={link} turns={turns} />}
    </LanguageContext.Provider>
  );
}

// A browser that is told to keep nothing throws at the very question.
function kept(): string {
  try {
    return localStorage.getItem(KEPT_LANGUAGE) ?? '';
  } catch {
    return '';
  }
}

function keep(language: Language): void {
  try {
    localStorage.setItem(KEPT_LANGUAGE, language);
  } catch {
    // Then it is chosen again next time.
  }
}
