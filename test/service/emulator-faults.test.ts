import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import type { EmulatorDecision, EmulatorFault } from '../../src/model/emulator.ts';
import type { Payload } from '../../src/model/outbound.ts';
import { SMALL } from '../support/server.ts';
import { type BotBubble, botBubble, type Emulated, startEmulated } from './emulated.ts';

beforeAll(() => nock.restore());

let emulated: Emulated;
beforeAll(async () => {
  emulated = await startEmulated(SMALL);
});
afterAll(async () => {
  expect(await emulated.stop()).toBe(0);
});
beforeEach(async () => {
  await emulated.post('reset', {});
  await emulated.post('fault', { kind: 'none', times: 0 });
});

type Channel = 'whatsapp' | 'messenger';
type Under = {
  readonly outcomes: readonly string[];
  readonly payloads: readonly Payload[];
  readonly decisions: readonly EmulatorDecision[];
};

/** Says something under a fault; gives back the calls and what delivery decided on each, until it decided nothing more. */
async function sayUnder(channel: Channel, fault: EmulatorFault, calls: number, { post, events, until } = emulated): Promise<Under> {
  const from = events.length;
  expect(await post('fault', fault)).toBe(204);
  expect(await post('send', { channel, inputs: [{ kind: 'text', text: 'bonjour' }] })).toBe(204);
  const bubbles: BotBubble[] = [];
  const decisions: EmulatorDecision[] = [];
  await until((event) => {
    const bubble = botBubble(event, channel);
    if (bubble !== undefined) bubbles.push(bubble);
    if (event.kind === 'decision' && event.bubble === bubbles.at(-1)?.id) decisions.push(event.decision);
    return decisions.length === calls ? true : undefined;
  }, from);
  return { outcomes: bubbles.map(({ outcome }) => outcome), payloads: bubbles.map(({ payload }) => payload), decisions };
}

describe('what the Graph API may answer', () => {
  const AGAIN = [
    ['server-error', 'whatsapp', 'wa:131000'],
    ['server-error', 'messenger', 'fb:1200'],
    ['throttled', 'whatsapp', 'wa:130429'],
    ['connection-cut', 'messenger', /^net:/],
  ] as const;

  test('what may pass is tried again a little later with the same message, and an expired token by one message as a probe', async () => {
    // Each waits for delivery's real pauses, up to five seconds: together, on servers of their own, they wait once.
    const again = AGAIN.map(async ([kind, channel, code]) => {
      const own = await startEmulated(SMALL);
      const { outcomes, payloads, decisions } = await sayUnder(channel, { kind, times: 1 }, 2, own);
      expect(outcomes).toEqual([kind, 'sent']);
      expect(payloads[1]).toEqual(payloads[0]);
      expect(decisions).toEqual([{ kind: 'retry', at: expect.any(Number), code: expect.stringMatching(code) }, { kind: 'sent' }]);
      const told = own.events.flatMap((event) => (event.kind === 'fault' ? [event.fault] : []));
      expect(told.at(-1)).toEqual({ kind: 'none', times: 0 });
      expect(await own.stop()).toBe(0);
    });
    const { outcomes, decisions } = await sayUnder('whatsapp', { kind: 'token-expired', times: 1 }, 2);
    expect(outcomes).toEqual(['token-expired', 'sent']);
    expect(decisions.map(({ kind }) => kind)).toEqual(['postponed', 'sent']);
    // Whoever writes meanwhile gets nothing, and the page says why.
    const pauses = emulated.events.flatMap((event) => (event.kind === 'pause' ? [event] : []));
    expect(pauses[0]).toEqual({ kind: 'pause', channel: 'whatsapp', until: expect.any(Number) });
    expect(pauses.at(-1)).toEqual({ kind: 'pause', channel: 'whatsapp' });
    await Promise.all(again);
  });

  test('throttled on messenger: again in a minute, not sooner', async () => {
    const { decisions } = await sayUnder('messenger', { kind: 'throttled', times: 1 }, 1);
    const [retry] = decisions;
    if (retry?.kind !== 'retry') throw new Error(`not a retry: ${retry?.kind}`);
    expect(retry.code).toBe('fb:613');
    expect(retry.at - Date.now()).toBeGreaterThan(55_000);
  });

  test.each([
    ['whatsapp', 'wa:131047'],
    ['messenger', 'fb:10/2018278'],
  ] as const)('window closed on %s: given up', async (channel, code) => {
    const { outcomes, decisions } = await sayUnder(channel, { kind: 'window-closed', times: 1 }, 1);
    expect(outcomes).toEqual(['window-closed']);
    expect(decisions).toEqual([{ kind: 'failed', code }]);
    // What never reached the phone cannot be tapped.
    const tap = { kind: 'tap', id: 'region:gao?l=fr', title: '1 Gao' };
    expect(await emulated.post('send', { channel, inputs: [tap] })).toBe(400);
  });

  test('a fault that is taken back hits nobody', async () => {
    await emulated.post('fault', { kind: 'server-error', times: 5 });
    expect((await emulated.state()).fault).toEqual({ kind: 'server-error', times: 5 });
    const { outcomes } = await sayUnder('whatsapp', { kind: 'none', times: 3 }, 1);
    expect(outcomes).toEqual(['sent']);
    expect((await emulated.state()).fault).toEqual({ kind: 'none', times: 0 });
  });

  test('the decision stands at its bubble for a page that is opened later', async () => {
    await sayUnder('whatsapp', { kind: 'none', times: 0 }, 1);
    const { phones } = await emulated.state();
    const bubbles = phones.find(({ channel }) => channel === 'whatsapp')?.bubbles ?? [];
    expect(bubbles.flatMap((bubble) => (bubble.kind === 'bot' ? [bubble.decision] : []))).toEqual([{ kind: 'sent' }]);
  });
});

describe('the emulated Graph API', () => {
  const call = async (authorization: string, account = '1000') => {
    const response = await fetch(`${emulated.server.url}/emulator/graph/v25.0/${account}/messages`, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: '+15550000000', type: 'text', text: { body: 'forged' } }),
    });
    return { status: response.status, body: await response.text() };
  };

  test('takes nothing from anybody who does not know its token', async () => {
    expect(await call('Bearer guess')).toEqual({ status: 401, body: expect.stringContaining('190') });
    expect((await call('')).status).toBe(401);
    expect(JSON.stringify(await emulated.state())).not.toContain('forged');
  });
});
