import { type Document, isMap, isScalar, isSeq, parseDocument, stringify, type YAMLMap } from 'yaml';
import type { Conversation, Step } from './conversations.ts';

/** Lines are never folded: a line of a bubble is a line of the file. */
const STYLE = { lineWidth: 0, blockQuote: 'literal' } as const;

/** What comes back in a step, in the order in which it is written. */
const SEEN = ['bubbles', 'choices', 'claims', 'erased'] as const;

/** New steps of the conversation at a position of a file. */
export type Update = { readonly index: number; readonly steps: readonly Step[] };

/** The text of a file with these conversations alone. */
export const formatConversations = (conversations: readonly Conversation[]): string => stringify(conversations.map(tidy), STYLE);

/** Adds a conversation to the text of a file, which may be empty; comments and order stay. */
export function appendConversation(text: string, conversation: Conversation): string {
  const document: Document = parseDocument(text, { logLevel: 'error' });
  if (!isSeq(document.contents)) return formatConversations([conversation]);
  document.contents.add(document.createNode(tidy(conversation)));
  return document.toString(STYLE);
}

/** Writes what comes back now into the steps of a file that was read without problems. Whatever is right already stays as it is written. */
export function updateConversations(text: string, updates: readonly Update[]): string {
  const document: Document = parseDocument(text, { logLevel: 'error' });
  const before = document.toString(STYLE);
  for (const { index, steps } of updates) {
    for (const [number, step] of steps.entries()) {
      const node = document.getIn([index, 'steps', number]);
      if (isMap(node)) for (const key of SEEN) put(document, node, key, step[key]);
    }
  }
  const after = document.toString(STYLE);
  // Writing a file anew tidies its spaces: no reason to touch one in which nothing changes.
  return after === before ? text : after;
}

function put(document: Document, node: YAMLMap, key: (typeof SEEN)[number], value: Step[typeof key]): void {
  const old = node.get(key, true);
  if (isEmpty(value)) {
    // `claims: ""` says the same as no claims at all: no reason to touch the file.
    if (old !== undefined && !(isScalar(old) && isEmpty(old.value))) node.delete(key);
  } else if (Array.isArray(value) && isSeq(old) && old.items.length === value.length) {
    for (const [index, text] of value.entries()) putText(document, old.items, index, text);
  } else if (isScalar(old)) {
    if (old.value !== value) rewrite(old, value);
  } else {
    node.set(key, document.createNode(value));
  }
}

function putText(document: Document, items: unknown[], index: number, text: string): void {
  const old = items[index];
  if (!isScalar(old)) items[index] = document.createNode(text);
  else if (old.value !== text) rewrite(old, text);
}

/** Keeps the comments of a value; how it is quoted follows from the new words. */
function rewrite(scalar: { value: unknown; type?: unknown }, value: unknown): void {
  scalar.value = value;
  delete scalar.type;
}

const isEmpty = (value: unknown): boolean => value === undefined || value === '' || value === false;

/** Without what says nothing. */
function tidy({ steps, ...conversation }: Conversation): object {
  return { ...present(conversation), steps: steps.map(present) };
}

const present = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, part]) => !isEmpty(part)));
