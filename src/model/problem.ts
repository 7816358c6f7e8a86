/** An author's mistake in YAML, told so that the author can mend it without a developer. Line and column count from 1. */
export type Problem = {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  /** The line it stands on, with a caret under the place. */
  readonly excerpt?: string;
};
