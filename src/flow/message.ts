import { IntlMessageFormat } from 'intl-messageformat';
import type { TextUse } from './keys.ts';
import { suggest } from './nearest.ts';
import type { Report } from './report.ts';
import { CONTACT_KINDS } from './schema.ts';
import { below, type PathSpot } from './spots.ts';

/** A text of a locale, ready to be said. */
export type Message = {
  /** As it is written. */
  readonly source: string;
  /** Throws if a placeholder is not given: a sentence with a hole in it must not go out, and the walk of all states finds it first. */
  readonly format: (parameters: Readonly<Record<string, string>>) => string;
  /** Its words, each placeholder as one letter, each variant of a select on a line of its own: for checks of wording. */
  readonly words: string;
  /** Length at most, in UTF-16 units, given the length at most of each placeholder. */
  readonly longest: (lengths: Readonly<Record<string, number>>) => number;
};

/** The part of the parser's tree that is needed; the library does not export its kinds. */
type Element = {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Element[] }>>;
  readonly location?: { readonly start: { readonly offset: number } };
};
const LITERAL = 0;
const ARGUMENT = 1;
const SELECT = 5;

/** Values come as words, so only a choice between known words makes sense. */
const SELECTABLE: Readonly<Record<string, readonly string[]>> = { kind: CONTACT_KINDS };

/** Reads one ICU message and checks its placeholders against what will be filled in. Undefined after a problem. */
export function readMessage(text: string, spot: PathSpot, use: TextUse, locale: string, report: Report): Message | undefined {
  const quoting = text.search(/'[{}<>]/);
  if (quoting >= 0) {
    report.add(
      'text-apostrophe',
      { ...spot, shift: quoting },
      "the apostrophe before this sign would hide it (ICU takes ' as a quote there)",
      'write the curly apostrophe ’ instead',
    );
    return undefined;
  }
  // Nearly all texts are plain: the library, which prepares each for a language, would take most of the loading time.
  if (use.required.length === 0 && !/[{}]|''/.test(text))
    return { source: text, format: () => text, words: text, longest: () => text.length };
  const parsed = parse(text, locale);
  if ('error' in parsed) {
    report.add(
      'text-syntax',
      { ...spot, shift: parsed.offset },
      parsed.error,
      'write placeholders as {region}; a text needs no other braces',
    );
    return undefined;
  }
  const elements: readonly Element[] = parsed.message.getAst();
  const names = new Set<string>();
  const fits = checkElements(elements, spot, use, names, report);
  for (const name of use.required) {
    if (names.has(name)) continue;
    report.add('placeholder-missing', spot, `\`${lastOf(spot)}\` does not say {${name}}`, `put {${name}} where the sentence needs it`);
  }
  if (!fits) return undefined;
  return {
    source: text,
    format: (parameters) => String(parsed.message.format({ ...parameters })),
    words: wordsOf(elements),
    longest: (lengths) => longest(elements, lengths),
  };
}

type Parsed = { readonly message: IntlMessageFormat } | { readonly error: string; readonly offset: number };

function parse(text: string, locale: string): Parsed {
  try {
    // Tags are not ours: "<" is a character like any other.
    const message = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true, captureLocation: true });
    const brace = message.getAst().find((element) => element.type === LITERAL && /[{}]/.test(element.value));
    if (brace === undefined) return { message };
    return { error: 'a brace has no partner', offset: text.indexOf('}', brace.location?.start.offset ?? 0) };
  } catch (error) {
    return { error: explain(error instanceof Error ? error.message : ''), offset: offsetOf(error) };
  }
}

function offsetOf(error: unknown): number {
  if (!(error instanceof Error) || !('location' in error)) return 0;
  const location = error.location as { readonly start?: { readonly offset?: number } } | undefined;
  return location?.start?.offset ?? 0;
}

/** The parser names its errors in capitals: those that authors meet, in words. */
function explain(name: string): string {
  switch (name) {
    case 'EXPECT_ARGUMENT_CLOSING_BRACE':
    case 'UNCLOSED_TAG':
      return 'a brace is not closed';
    case 'EMPTY_ARGUMENT':
      return 'the braces are empty';
    case 'MALFORMED_ARGUMENT':
      return 'a placeholder is a single word';
    case 'INVALID_ARGUMENT_TYPE':
      return 'a placeholder is only its name, or a select';
    case 'MISSING_OTHER_CLAUSE':
      return 'a select needs a last case `other {…}`';
    default:
      return 'the braces cannot be read as a placeholder';
  }
}

function checkElements(elements: readonly Element[], spot: PathSpot, use: TextUse, names: Set<string>, report: Report): boolean {
  let fits = true;
  const refuse = (code: 'placeholder-unknown' | 'placeholder-format', at: PathSpot, message: string, hint: string): void => {
    fits = false;
    report.add(code, at, message, hint);
  };
  for (const { type, value: name = '', options = {}, location } of elements) {
    if (type === LITERAL) continue;
    const at = { ...spot, shift: location?.start.offset ?? 0 };
    names.add(name);
    if (!use.parameters.includes(name)) {
      refuse(
        'placeholder-unknown',
        at,
        `{${name}} is never filled in this text`,
        suggest(name, use.parameters, 'this text takes no placeholder'),
      );
      continue;
    }
    const cases = SELECTABLE[name];
    if (type !== ARGUMENT && (type !== SELECT || cases === undefined)) {
      refuse('placeholder-format', at, `{${name}} is a word and cannot be formatted`, `write {${name}}`);
    }
    for (const [label, option] of Object.entries(options)) {
      if (cases !== undefined && label !== 'other' && !cases.includes(label)) {
        refuse('placeholder-format', at, `{${name}} is never \`${label}\``, suggest(label, cases, 'take the case away'));
      }
      fits = checkElements(option.value, spot, use, names, report) && fits;
    }
  }
  return fits;
}

function wordsOf(elements: readonly Element[]): string {
  return elements
    .map(({ type, value = '', options }) => {
      if (options !== undefined)
        return `\n${Object.values(options)
          .map((option) => wordsOf(option.value))
          .join('\n')}\n`;
      return type === LITERAL ? value : 'x';
    })
    .join('');
}

/** What a placeholder is worth whose values are not known here, such as a date. */
const UNKNOWN_LENGTH = 20;

function longest(elements: readonly Element[], lengths: Readonly<Record<string, number>>): number {
  return elements.reduce((sum, { type, value = '', options }) => {
    if (options !== undefined) return sum + Math.max(0, ...Object.values(options).map((option) => longest(option.value, lengths)));
    return sum + (type === LITERAL ? value.length : (lengths[value] ?? UNKNOWN_LENGTH));
  }, 0);
}

const lastOf = (spot: PathSpot): string => String(below(spot).path.at(-1) ?? '');
