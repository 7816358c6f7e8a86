import type { Session } from '../model/session.ts';

/**
 * What is written on a button. It carries the node it stood on and what was known there, so that a tap on an old menu still means
 * what it said, even when our record of the person is gone: `need:health?l=fr&r=gao` is «health, on the need menu, in Gao».
 */
export type ChoiceId = { readonly node: string; readonly choice: string } & Partial<
  Pick<Session, 'locale' | 'region' | 'need' | 'organization'>
>;

/** Choices that are no node and no directory entry of a menu. `@`, `~` and `!` cannot stand in an id of the content. */
export const BACK = '!back';
export const MENU = '!menu';
export const HEAR = '!hear';
/** None of what we asked about. */
export const NO = '!no';
export const toNode = (node: string) => `@${node}`;
export const nodeOf = (choice: string) => (choice.startsWith('@') ? choice.slice(1) : undefined);

/** A region or need, whatever the node asks for. */
export const toFill = (name: string) => `~${name}`;
export const filledBy = (choice: string) => (choice.startsWith('~') ? choice.slice(1) : undefined);

const SLOTS = [
  ['l', 'locale'],
  ['r', 'region'],
  ['n', 'need'],
  ['o', 'organization'],
] as const;

export function writeChoiceId(at: Omit<ChoiceId, 'choice'>, choice: string): string {
  const slots = SLOTS.flatMap(([letter, slot]) => (at[slot] === undefined ? [] : [`${letter}=${at[slot]}`]));
  return `${at.node}:${choice}?${slots.join('&')}`;
}

// Capital letters stand only in locales, such as `pt-BR`.
const WRITTEN = /^([a-z0-9-]{1,60}):([@!~]?[A-Za-z0-9-]{1,60})\?((?:[lrno]=[A-Za-z0-9-]{1,60}(?:&|$)){0,4})$/;

/** Undefined for anything that we did not write. Whether its names still exist is for the caller to look up. */
export function readChoiceId(id: string): ChoiceId | undefined {
  const [, node, choice, query = ''] = WRITTEN.exec(id) ?? [];
  if (node === undefined || choice === undefined) return undefined;
  const given = new Map(query.split('&').map((pair) => [pair.slice(0, 1), pair.slice(2)]));
  const slots = SLOTS.flatMap(([letter, slot]) => (given.get(letter) ? [[slot, given.get(letter)]] : []));
  const read: ChoiceId = { node, choice, ...Object.fromEntries(slots) };
  return writeChoiceId(read, choice) === id ? read : undefined;
}
