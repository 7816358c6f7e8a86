import { readFileSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Conversation, readConversations, type Step } from '../flow/conversations.ts';
import { formatProblem } from '../flow/problems.ts';
import { appendConversation } from '../flow/write-conversations.ts';

/** Writes a chat as golden conversations, after each step: whoever ends the chat by Ctrl-C loses nothing. */
export type Recorder = {
  readonly ok: true;
  readonly add: (step: Step) => void;
  /** Somebody new: the next step begins another conversation. */
  readonly next: () => void;
  /** What was written, for the person who recorded it. */
  readonly summary: () => string;
};

type Refused = { readonly ok: false; readonly cure: string };

/** Everything may be recorded, drafts included. */
const ANY_LOCALE = { has: () => true, keys: () => [] };

/** Conversations are added to what the file holds. Refuses a file that is there and is not one of golden conversations. */
export function makeRecorder(cwd: string, path: string, { locale }: { readonly locale?: string }): Recorder | Refused {
  const file = resolve(cwd, path);
  let base = readIfThere(file);
  const { conversations, problems } = readConversations(base.trim() === '' ? [] : [{ path, text: base }], ANY_LOCALE);
  const [problem] = problems;
  if (problem !== undefined) return { ok: false, cure: `${formatProblem(problem)}\nMend it, or record into another file.` };
  const names = new Set(conversations.map(({ conversation }) => conversation.name));
  // The day counts where contacts are good for a time only.
  const on = new Date().toISOString().slice(0, 10);
  let steps: Step[] = [];
  let text = base;
  let name = freeName(path, names);
  let recorded = 0;
  return {
    ok: true,
    add: (step) => {
      steps = [...steps, step];
      if (steps.length === 1) recorded += 1;
      const conversation: Conversation = { name, ...(locale === undefined ? {} : { locale }), on, steps };
      text = appendConversation(base, conversation);
      writeFileSync(file, text);
    },
    next: () => {
      if (steps.length === 0) return;
      [base, steps] = [text, []];
      names.add(name);
      name = freeName(path, names);
    },
    summary: () => (recorded === 0 ? 'Nothing was recorded.' : `Recorded into ${path}. Give it a name that says what it shows.`),
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** After the file, with a number when that name is taken. */
function freeName(path: string, taken: ReadonlySet<string>): string {
  const stem = basename(path, '.yaml');
  let name = stem;
  for (let count = 2; taken.has(name); count++) name = `${stem} ${count}`;
  return name;
}
