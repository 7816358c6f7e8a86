import type { EmulatorBubble, EmulatorInput, EmulatorState } from '../../src/model/emulator.ts';
import type { Payload } from '../../src/model/outbound.ts';
import type { Reply } from '../../src/model/reply.ts';
import type { BotBubble } from '../../src/page/draw/transcript.ts';

/** A menu of so many choices, with back and menu. */
export function menu(labels: readonly string[], more: Partial<Reply> = {}): Reply {
  return {
    text: 'Où êtes-vous ?',
    choices: labels.map((label, index) => ({ id: `region:${index}?`, number: index + 1, label })),
    navigation: [
      { id: 'region:!back?', number: 9, label: 'Retour' },
      { id: 'region:!menu?', number: 0, label: 'Menu' },
    ],
    locale: 'fr',
    direction: 'ltr',
    chrome: { open: 'Choisir', choices: 'Choix', navigation: 'Retour et menu' },
    ...more,
  };
}

export function bot(id: string, payload: Payload, more: Partial<BotBubble> = {}): BotBubble {
  const why = { matched: ['keyword'], node: 'region', claims: [{ id: 'C45', what: 'Write to us' }], services: [], texts: [] };
  return { kind: 'bot', id, at: AT, payload, direction: 'ltr', locale: 'fr', characters: 20, bytes: 200, outcome: 'sent', why, ...more };
}

export const person = (id: string, did: EmulatorInput, status = 200): EmulatorBubble => ({ kind: 'person', id, at: AT, did, status });
export const receipt = (id: string, payload: Payload): EmulatorBubble => ({ kind: 'receipt', id, at: AT, payload });

const AT = Date.UTC(2026, 10, 24, 9);

/** Before anybody has written. */
export const START: EmulatorState = {
  content: { revision: 'abc123', problems: [], swappedAt: AT },
  phones: [
    { channel: 'whatsapp', bubbles: [], session: { firstContact: true } },
    { channel: 'messenger', bubbles: [], session: { firstContact: true } },
  ],
  locales: [
    { id: 'fr', name: 'Français', direction: 'ltr', status: 'team' },
    { id: 'ar', name: 'العربية', direction: 'rtl', status: 'draft' },
  ],
  nodes: ['region', 'risks'],
  regions: ['gao'],
  needs: ['health'],
  fault: { kind: 'none', times: 0 },
};
