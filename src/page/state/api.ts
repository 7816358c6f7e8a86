import type { EmulatedChannel, EmulatorFault, EmulatorSend, EmulatorState } from '../../model/emulator.ts';
import type { Place } from './deep-link.ts';

const API = '/emulator/api';

export const EVENTS_URL = `${API}/events`;
export const testUrl = (channel: EmulatedChannel) => `${API}/test?channel=${channel}`;

/** How the server took a request; `status` 0: it could not be reached. */
export type Answer = { readonly ok: boolean; readonly status: number };

async function post(path: string, body: unknown): Promise<Answer> {
  try {
    const { ok, status } = await fetch(`${API}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { ok, status };
  } catch {
    return { ok: false, status: 0 };
  }
}

export const postSend = (send: EmulatorSend) => post('send', send);
export const postFault = (fault: EmulatorFault) => post('fault', fault);
export const postReset = (channel: EmulatedChannel) => post('reset', { channel });
export const postLocale = (channel: EmulatedChannel, locale: string) => post('locale', { channel, locale });
export const postNode = (place: Place) => post('node', place);

/** Everything so far; rejects when the server cannot be reached. */
export async function getState(): Promise<EmulatorState> {
  const response = await fetch(`${API}/state`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

/** The chat as a golden conversation in YAML, or the code of the reason why it cannot be told as one; rejects when neither comes. */
export async function getTest(channel: EmulatedChannel): Promise<{ readonly yaml: string } | { readonly reason: string }> {
  const response = await fetch(testUrl(channel));
  if (response.ok) return { yaml: await response.text() };
  const { reason } = await response.json();
  return { reason: String(reason) };
}
