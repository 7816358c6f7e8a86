import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { receive } from '../../../src/channels/whatsapp/receive.ts';
import type { Received } from '../../../src/model/inbound.ts';
import { NOW } from '../contract.ts';
import { changes, mutated } from '../meta/mutate.ts';
import { signed } from '../meta/signed.ts';
import { EXPECTED } from './expected.ts';
import { APP_SECRET, textItem, webhook } from './subject.ts';

const received = (body: unknown): Received => receive(signed(body, APP_SECRET), NOW, { phoneNumberId: '700800900', appSecret: APP_SECRET });
const idsOf = (result: Received) =>
  result.ok ? result.updates.flatMap((update) => (update.kind === 'message' ? [update.event.platformId] : [])) : [];

/** Every item of these lists in all fixtures. */
function itemsOf(list: 'messages' | 'statuses'): unknown[] {
  return Object.keys(EXPECTED).flatMap((file) => {
    const body = JSON.parse(readFileSync(new URL(`../../fixtures/whatsapp/${file}.json`, import.meta.url), 'utf8'));
    const values = body.entry.flatMap((entry: { changes?: unknown } | null) => (Array.isArray(entry?.changes) ? entry.changes : []));
    return values.flatMap((change: { value?: Record<string, unknown> }) => change.value?.[list] ?? []);
  });
}

describe('one bad item', () => {
  test.each(['messages', 'statuses'] as const)('of any fixture harms nothing beside it: %s', (list) => {
    const items = itemsOf(list);
    const index = fc.nat(items.length - 1);
    fc.assert(
      fc.property(index, changes, (at, changed) => {
        const bad = mutated(items[at], changed);
        const messages = list === 'messages' ? [textItem('one'), bad, textItem('two')] : [textItem('one'), textItem('two')];
        const statuses = [bad, { id: 'wamid.OUT', status: 'read', timestamp: '1790000001' }];
        const result = received(webhook(list === 'messages' ? { messages } : { messages, statuses }));
        const ids = idsOf(result);
        const last = result.ok ? result.updates.at(-1) : undefined;
        const isStatusThere = last?.kind === 'status' && last.messageId === 'wamid.OUT';
        return ids[0] === 'one' && ids.at(-1) === 'two' && (list === 'messages' || isStatusThere);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['contacts', 'statuses', 'errors', 'messages'])('%s of any kind harms no other list', (list) => {
    fc.assert(
      fc.property(fc.jsonValue(), (junk) => {
        const value = { messages: [textItem('one')], statuses: [{ id: 'wamid.OUT', status: 'read' }], [list]: junk };
        const kinds = kindsOf(received(webhook(value)));
        return (list === 'messages' || kinds.includes('message')) && (list === 'statuses' || kinds.includes('status'));
      }),
      { numRuns: 300 },
    );
  });
});

const kindsOf = (result: Received) => (result.ok ? result.updates.map(({ kind }) => kind) : []);

describe('reasons', () => {
  test('never come from the body', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (fields, types) => {
        const result = received({
          object: 'whatsapp_business_account',
          entry: [
            { changes: fields.map((field) => ({ field, value: {} })) },
            ...webhook({ messages: types.map((type) => ({ type, from: '1', id: 'a' })) }).entry,
          ],
        });
        expect(Object.keys(result.ok ? result.ignored : {}).filter((reason) => reason !== 'other-field' && reason !== 'malformed')).toEqual(
          [],
        );
      }),
      { numRuns: 200 },
    );
  });
});

test('1,000 updates in 3 MB come through, each of them', () => {
  const padding = 'x'.repeat(2800);
  const messages = Array.from({ length: 1000 }, (_, index) => textItem(`wamid.${index}`, padding));
  const result = received(webhook({ messages }));
  expect(new Set(idsOf(result)).size).toBe(1000);
});
