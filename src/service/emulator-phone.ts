import { BACK, writeChoiceId } from '../engine/choice-id.ts';
import type { NodeAsk } from '../http/emulator.ts';
import type { EmulatorEvent, EmulatorInput } from '../model/emulator.ts';
import type { Flow } from '../model/flow.ts';
import { SESSION_VERSION } from '../model/session.ts';
import { beginChat, type Chat } from './emulator-chat.ts';
import type { Act, Offer, Platform } from './emulator-platform.ts';

export type Phone = { readonly platform: Platform; readonly chat: () => Chat; readonly reset: () => void };

/** A phone, and whoever holds it. Starting over is somebody new: what is still under way for the one before is shown to nobody. */
export function makePhone(platform: Platform, tell: (event: EmulatorEvent) => void): Phone {
  const begin = (): Chat => {
    const chat: Chat = beginChat(platform.id, platform.newPerson(), (event) => {
      if (chat === current) tell(event);
    });
    return chat;
  };
  let current = begin();
  return {
    platform,
    chat: () => current,
    reset: () => {
      current = begin();
      tell({ kind: 'reset', channel: platform.id });
    },
  };
}

/** A tap needs something that was offered to this very person. */
export function actOf({ platform, chat }: Phone, input: EmulatorInput, at: number): Act | undefined {
  const id = platform.newMessageId();
  if (input.kind !== 'tap') return { id, at, input };
  const offer = chat().offer(input.id);
  return offer && { id, at, input: { kind: 'tap', offer } };
}

export function isThere({ nodes, directory }: Flow, { node, region, need }: NodeAsk): boolean {
  const isRegion = region === undefined || directory.regions.has(region);
  const isNeed = need === undefined || directory.topics.has(need) || directory.needs.has(need);
  return nodes.has(node) && isRegion && isNeed;
}

/**
 * Puts the person one step beyond a node, so that a tap on "back" leads to it: the engine itself decides what is seen there, with no way
 * in that only the emulator has. Not a tap on a choice that leads there, since signals and shortcuts open nodes that no choice does; not
 * a session written into the store, since a turn would have to be made up to show it. Gives back that tap.
 */
export function standBeyond(flow: Flow, { platform, chat }: Phone, { node, region, need }: NodeAsk, at: number): Act {
  const locale = chat().phone().session.locale ?? flow.defaultLocale;
  const known = { ...(region === undefined ? {} : { region }), ...(need === undefined ? {} : { need }) };
  chat().stand({ v: SESSION_VERSION, locale, node: flow.start, ...known, trail: [node] });
  const tap = { id: writeChoiceId({ node: flow.start, locale }, BACK), title: `→ ${node}` };
  const offer: Offer = { tap, on: 'buttons', messageId: platform.newMessageId() };
  return { id: platform.newMessageId(), at, input: { kind: 'tap', offer } };
}
