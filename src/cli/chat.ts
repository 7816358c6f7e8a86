import { createInterface } from 'node:readline';
import { makeEngine, type Standing } from '../engine/engine.ts';
import { formatProblem } from '../flow/problems.ts';
import type { ChannelId } from '../model/channel.ts';
import type { Payload } from '../model/outbound.ts';
import { COMPOSERS, loadContent } from '../proof/content.ts';
import { configFromProcess } from '../runtime/config.ts';
import { describeProblems } from '../runtime/describe-config.ts';
import { drawPayload } from './draw.ts';
import { print, type Terminal } from './terminal.ts';

export type ChatOptions = { readonly channel: ChannelId; readonly locale?: string };

/**
 * The bot in a terminal. Each line is a message; what comes back is the channel's own payload, drawn in characters. All locales can be
 * tried, drafts too. Nothing is stored; the session goes through JSON between two messages, as it does in the store.
 */
export async function chat(terminal: Terminal, { channel, locale }: ChatOptions): Promise<number> {
  const read = configFromProcess(terminal.cwd);
  if (!read.ok) {
    print(terminal.stderr, describeProblems(read.problems));
    return 1;
  }
  const { flow, problems } = loadContent(read.config, Date.now());
  if (flow === undefined) {
    print(terminal.stderr, problems.map(formatProblem).join('\n\n'));
    return 1;
  }
  if (locale !== undefined && !flow.locales.has(locale)) {
    print(terminal.stderr, `There is no locale ${locale}: write one of ${[...flow.locales.keys()].join(', ')}`);
    return 1;
  }
  const composer = COMPOSERS.find(({ id }) => id === channel);
  if (composer === undefined) throw new Error(`no composer for ${channel}`);

  const engine = makeEngine(flow);
  const interactive = terminal.stdin.isTTY === true;
  let standing: Standing = { locale };
  if (interactive) print(terminal.stdout, `${channel}: write a message, as a person would; Ctrl-D ends.\n`);
  for await (const text of createInterface({ input: terminal.stdin, terminal: false })) {
    if (!interactive) print(terminal.stdout, `> ${text}`);
    const at = Date.now();
    const { session, replies } = engine.turn(standing, [{ input: { kind: 'text', text }, at }]);
    const kept = session === undefined ? undefined : JSON.stringify(session);
    standing = kept === undefined ? {} : { session: JSON.parse(kept), at, locale: session?.locale };
    const payloads: readonly Payload[] = replies.flatMap((reply) => composer.compose(reply, { id: '15550000000' }));
    for (const payload of payloads) print(terminal.stdout, `${drawPayload(payload)}\n`);
  }
  return 0;
}
