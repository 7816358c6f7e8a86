import { type Document, parseDocument, visit, type YAMLError } from 'yaml';
import type { ProblemCode } from './problems.ts';
import { fileSpot, lineIndex, type PathSpot, type Source } from './spots.ts';

/** A content file before it is understood. `path` is what problems name. */
export type SourceFile = { readonly path: string; readonly text: string };

type SyntaxProblem = { readonly code: ProblemCode; readonly offset: number; readonly message: string; readonly hint: string };

/** After these the tree still is what the author meant. */
const HARMLESS: ReadonlySet<string> = new Set(['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED', 'BAD_DQ_ESCAPE', 'BAD_SCALAR_START']);

/**
 * Parses one file. Never throws. Aliases are refused altogether rather than counted: text behind an alias has no line of its
 * own that a problem could point at, and a bomb of aliases cannot be built without one.
 */
export function parseSource(file: SourceFile): { readonly source: Source; readonly problems: readonly SyntaxProblem[] } {
  const text = file.text.replace(/^\uFEFF/, '');
  const lines = [0, ...Array.from(text.matchAll(/\n/g), (found) => found.index + 1)];
  // Keys are strings, so that `1:` among number words is the key "1"; tags such as !!set would make values that are not plain.
  const document = parseDocument(text, { prettyErrors: false, stringKeys: true, resolveKnownTags: false, logLevel: 'error' });
  const found = [...document.errors, ...document.warnings];
  const deep = found.find((error) => error.code === 'RESOURCE_EXHAUSTION');
  const problems = deep === undefined ? explainAll(found, document, text, lines) : [tooDeep(lines[lineIndex(lines, deep.pos[0])] ?? 0)];
  let broken = found.some((error) => !HARMLESS.has(error.code));
  if (!broken) {
    visit(document, {
      Alias: (_, alias) => {
        broken = true;
        problems.push({
          code: 'yaml-alias',
          offset: alias.range?.[0] ?? 0,
          message: `\`*${alias.source}\` is an alias`,
          hint: 'write the value out here: aliases hide what a problem points at',
        });
      },
    });
  }
  const data: unknown = broken ? undefined : document.toJS({ maxAliasCount: 0 });
  return { source: { path: file.path, text, lines, root: document.contents, data, broken }, problems };
}

/** For problems of files and folders that have no text to point into. */
export const wholeFile = (path: string): PathSpot => fileSpot(parseSource({ path, text: '' }).source);

/**
 * The parser stumbles several times over one mistake: what comes after the first stumble of a line is noise, and so is all that
 * comes after a tab. Tabs are looked for in all lines then, because the parser does not see every one.
 */
function explainAll(errors: readonly YAMLError[], document: Document.Parsed, text: string, lines: readonly number[]): SyntaxProblem[] {
  if (errors.some((error) => isTab(error, text))) {
    return Array.from(text.matchAll(/^ *\t+(?=[^\s#])/gm), ({ index }) => ({
      code: 'yaml-tab',
      offset: text.indexOf('\t', index),
      message: 'a tab stands where YAML wants spaces',
      hint: 'use two spaces for each level',
    }));
  }
  const seen = new Set<number>();
  return errors
    .filter((error) => {
      const line = lineIndex(lines, error.pos[0]);
      return !seen.has(line) && seen.add(line);
    })
    .map((error) => explain(error, document, text));
}

/** True if a tab stands in the indentation of the line that the parser stumbled over. */
function isTab(error: YAMLError, text: string): boolean {
  if (error.code !== 'TAB_AS_INDENT' && error.code !== 'BAD_INDENT') return false;
  return /^ *\t+[^\s#]/.test(text.slice(text.lastIndexOf('\n', error.pos[0] - 1) + 1));
}

/** Told at the beginning of its line: how far the parser gets depends on how much stack is left. */
const tooDeep = (offset: number): SyntaxProblem => ({
  code: 'yaml-depth',
  offset,
  message: 'the file is nested too deeply to be read',
  hint: 'content needs about eight levels: look for brackets that are never closed',
});

function explain(error: YAMLError, document: Document.Parsed, text: string): SyntaxProblem {
  const offset = error.code === 'MISSING_CHAR' ? openingQuote(document, error.pos[0]) : error.pos[0];
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^\s:]+/.exec(text.slice(offset))?.[0] ?? '';
    return { code: 'duplicate-key', offset, message: `\`${key}\` stands twice in this mapping`, hint: 'keep one of the two, or rename it' };
  }
  if (error.code === 'MULTIPLE_DOCS') {
    return { code: 'yaml-documents', offset, message: 'a second YAML document begins here', hint: 'take the line `---` away' };
  }
  return { code: 'yaml-syntax', offset, message: `not valid YAML: ${lowerFirst(error.message)}`, hint: cure(error.code) };
}

/** A quote that is never closed is missed at the end of the file; the place to mend is where it opens. */
function openingQuote(document: Document.Parsed, missed: number): number {
  let opening = missed;
  visit(document, {
    Scalar: (_, { range, type }) => {
      if (range && type?.startsWith('QUOTE') && range[0] < missed && missed <= range[2]) opening = range[0];
    },
  });
  return opening;
}

function cure(code: YAMLError['code']): string {
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return 'put the text in quotes if it has ": " in it; else look for a `:` that is missing, or a line that is indented too far';
    case 'UNEXPECTED_TOKEN':
    case 'BAD_SCALAR_START':
      return 'put the whole text in "quotes" when it begins with a sign such as { [ @ ` or a quote';
    case 'MISSING_CHAR':
      return 'close the quote or bracket, or write the `:` after the key';
    case 'BAD_DQ_ESCAPE':
      return "use 'single' quotes, or write two backslashes";
    case 'TAG_RESOLVE_FAILED':
      return 'put the text in quotes when it begins with !';
    default:
      return 'look at this line and the one before it: indentation, quotes, brackets';
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
