import { describe, expect, test } from '@jest/globals';
import { compose, receipts } from '../../src/channels/messenger/compose.ts';
import { compose as toWhatsApp, receipt as whatsAppReceipt } from '../../src/channels/whatsapp/compose.ts';
import type { EmulatorBubble } from '../../src/model/emulator.ts';
import type { Reply } from '../../src/model/reply.ts';
import { type Line, transcriptOf } from '../../src/page/draw/transcript.ts';
import { bot, menu, person, receipt } from './samples.ts';

const TO = { id: '2000' };
const shown = (id: string, reply: Reply, outcome = 'sent') => bot(id, compose(reply, TO).at(-1) ?? {}, { outcome });
const lines = (...bubbles: readonly EmulatorBubble[]) => transcriptOf('messenger', bubbles).lines;
const isLast = (line: Line | undefined) => line?.kind === 'bot' && line.last;

const REGIONS = menu(['Gao', 'Ménaka', 'Mopti']);
const NEEDS = { ...REGIONS, choices: REGIONS.choices.map((choice) => ({ ...choice, id: `need:${choice.number}?` })), navigation: [] };
const GAO = { kind: 'tap', id: 'region:0?', title: '1 Gao' } as const;

describe('a phone’s screen', () => {
  test('quick replies hang on the last message only, and go with the next one of either side', () => {
    expect(isLast(lines(shown('a', REGIONS))[0])).toBe(true);
    expect(isLast(lines(shown('a', REGIONS), person('p', GAO))[0])).toBe(false);
    expect(lines(shown('a', REGIONS), shown('b', NEEDS)).map(isLast)).toEqual([false, true]);
  });

  test('what was not delivered takes nothing away, and is drawn as such', () => {
    const [menuLine, ghost] = lines(shown('a', REGIONS), shown('b', NEEDS, 'server-error'));
    expect(isLast(menuLine)).toBe(true);
    expect(ghost).toMatchObject({ delivered: false, last: false });
  });

  test('a tap on the last menu is no old one, a tap on the one before it is', () => {
    const tapped = (...before: readonly EmulatorBubble[]) => lines(...before, person('p', GAO)).at(-1);
    expect(tapped(shown('a', REGIONS))).toMatchObject({ old: false });
    expect(tapped(shown('a', REGIONS), shown('b', NEEDS))).toMatchObject({ old: true });
    expect(tapped(shown('a', REGIONS), shown('b', NEEDS, 'throttled'))).toMatchObject({ old: false });
  });

  test('opening a node by a link is no tap on an old menu', () => {
    const link = person('p', { kind: 'tap', id: 'need:!x?', title: '→ risks' });
    expect(lines(shown('a', REGIONS), link).at(-1)).toMatchObject({ old: false });
  });

  test('a message is read once a receipt or an answer says so', () => {
    const said = person('p', { kind: 'text', text: 'bonjour' });
    const [seen, typing] = receipts(TO);
    expect(lines(said)[0]).toMatchObject({ read: false });
    expect(lines(said, receipt('r', seen ?? {}))[0]).toMatchObject({ read: true });
    expect(lines(said, shown('a', REGIONS, 'server-error'))[0]).toMatchObject({ read: false });
    expect(lines(said, shown('a', REGIONS))[0]).toMatchObject({ read: true });
    expect(transcriptOf('messenger', [said, receipt('r', seen ?? {})]).typing).toBe(false);
    expect(transcriptOf('messenger', [said, receipt('r', seen ?? {}), receipt('t', typing ?? {})]).typing).toBe(true);
  });

  test('WhatsApp marks and typing come in one call, and typing ends with the answer', () => {
    const said = [person('p', { kind: 'start' }), receipt('r', whatsAppReceipt('wamid.1'))];
    expect(transcriptOf('whatsapp', said)).toMatchObject({ typing: true, lines: [{ read: true }] });
    const answer = bot('a', toWhatsApp(REGIONS, { id: '15550100002' })[0] ?? {});
    expect(transcriptOf('whatsapp', [...said, answer]).typing).toBe(false);
  });
});
