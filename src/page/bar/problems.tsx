import { useState } from 'preact/hooks';
import type { EmulatorContent } from '../../model/emulator.ts';
import type { Problem } from '../../model/problem.ts';
import { Icon } from '../parts/icon.tsx';
import { meaningIn } from '../words/language.ts';
import { useWords } from '../words/use-words.ts';

/**
 * What is wrong with the YAML files as they are now. Errors open the list by themselves; warnings wait to be asked for. The live
 * region stands there from the beginning, so that a screen reader tells when something comes into it.
 */
export function Problems({ content }: { readonly content: EmulatorContent }) {
  const errors = content.problems.filter(({ severity }) => severity === 'error').length;
  return (
    <div class="problems-place" role="status">
      {content.problems.length === 0 ? null : (
        <ProblemList key={errors > 0 ? 'errors' : 'warnings'} problems={content.problems} errors={errors} />
      )}
    </div>
  );
}

function ProblemList({ problems, errors }: { readonly problems: readonly Problem[]; readonly errors: number }) {
  const { words } = useWords();
  const [open, setOpen] = useState(errors > 0);
  const warnings = problems.length - errors;
  // What stops the content from being used comes first, not what stands first in the files.
  const ordered = problems.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
  const counts = [errors > 0 ? words.content.errors(errors) : '', warnings > 0 ? words.content.warnings(warnings) : ''];
  return (
    <section class={`problems ${errors > 0 ? 'bad' : 'warn'}`}>
      <div class="problems-head">
        <Icon name="warning" />
        <p>
          <strong>{counts.filter((count) => count !== '').join(', ')}</strong>{' '}
          <span>{errors > 0 ? words.content.kept : words.content.hints}</span>
        </p>
        <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? words.content.hide : words.content.show}
        </button>
      </div>
      {open ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls and holds nothing to focus could not be scrolled by keyboard.
        <ul class="problem-list" tabIndex={0}>
          {ordered.map((problem) => (
            <ProblemItem key={`${problem.file}:${problem.line}:${problem.column} ${problem.code} ${problem.message}`} problem={problem} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function ProblemItem({ problem }: { readonly problem: Problem }) {
  const { words, language } = useWords();
  const { code, file, line, column, message, excerpt, hint, severity } = problem;
  const meaning = meaningIn(language, code);
  return (
    <li class={`problem ${severity}`}>
      <p>
        <code class="problem-place">{`${file}:${line}:${column}`}</code> {meaning ?? message}
      </p>
      {excerpt === undefined ? null : <pre class="problem-excerpt">{excerpt}</pre>}
      {meaning === undefined ? null : (
        <p class="problem-hint" lang="en">
          {message}
        </p>
      )}
      {hint === undefined ? null : (
        <p class="problem-hint">
          {`${words.content.hint} `}
          <span lang="en">{hint}</span>
        </p>
      )}
    </li>
  );
}
