import type { EmulatorContent } from '../../model/emulator.ts';
import type { Link } from '../state/reduce.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language, timeIn } from '../words/language.ts';
import { useWords } from '../words/use-words.ts';

type TopBarProps = {
  readonly link: Link;
  readonly content: EmulatorContent | undefined;
  readonly onLanguage: (language: Language) => void;
};

/** The page's name, which content is in use, whether the server is there, and the page's own language. */
export function TopBar({ link, content, onLanguage }: TopBarProps) {
  const { words, language } = useWords();
  return (
    <header class="top">
      <h1>
        <span class="product">{words.product}</span> <span class="page-name">{words.page}</span>
      </h1>
      {content === undefined ? null : (
        <p class="revision" role="status">
          {`${words.content.revision} `}
          <code>{content.revision}</code>
          {`, ${words.content.swapped(timeIn(language, content.swappedAt, Date.now()))}`}
        </p>
      )}
      <p class="link-state" data-link={link} role="status">
        <span class="lamp" aria-hidden="true" />
        {words.link[link]}
      </p>
      <fieldset class="languages">
        <legend class="unseen">{words.speak}</legend>
        {LANGUAGES.map((choice) => (
          <button
            key={choice}
            type="button"
            lang={choice}
            aria-pressed={choice === language}
            aria-label={`${choice.toUpperCase()} ${LANGUAGE_NAMES[choice]}`}
            onClick={() => onLanguage(choice)}
          >
            {choice.toUpperCase()}
          </button>
        ))}
      </fieldset>
    </header>
  );
}
