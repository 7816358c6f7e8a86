import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConversations } from '../flow/conversations.ts';
import type { SourceFile } from '../flow/documents.ts';
import { formatProblem } from '../flow/problems.ts';
import { updateConversations } from '../flow/write-conversations.ts';
import type { ChannelId } from '../model/channel.ts';
import { COMPOSERS, withLocales } from '../proof/content.ts';
import { isRight, type Play, playAll, stepsNow } from '../proof/golden.ts';
import { reachOf } from '../proof/reach.ts';
import { isLocale, readContent } from './content.ts';
import { CONVERSATIONS, findConversations } from './conversation-files.ts';
import { drawFailures, drawReach } from './draw-test.ts';
import { counted, print, type Terminal } from './terminal.ts';

export type TestOptions = {
  readonly files: readonly string[];
  readonly channel?: ChannelId;
  readonly locale?: string;
  readonly update: boolean;
  readonly verbose: boolean;
};

/**
 * Plays golden conversations and tells every difference. Resolves to 1 if there is one, or if a file is wrong; with `update` only what
 * could not be written is a failure.
 */
export async function test(terminal: Terminal, { files: paths, channel, locale, update, verbose }: TestOptions): Promise<number> {
  const started = performance.now();
  const content = readContent(terminal);
  if (content === undefined || (locale !== undefined && !isLocale(content, locale, terminal))) return 1;
  const { flow } = content;
  const { files, unreadable } = findConversations(terminal.cwd, paths.length > 0 ? paths : [CONVERSATIONS]);
  for (const path of unreadable) print(terminal.stderr, `${path} cannot be read: name a file of conversations, or a folder of them`);
  const { conversations, problems } = readConversations(files, flow.locales);
  for (const problem of problems) print(terminal.stdout, `${formatProblem(problem)}\n`);
  const filter = { ...(channel === undefined ? {} : { channels: [channel] }), ...(locale === undefined ? {} : { locales: [locale] }) };
  const plays = playAll(flow, COMPOSERS, conversations, filter);
  for (const line of drawFailures(plays, terminal.stdout)) print(terminal.stdout, line);

  const failed = new Set(plays.filter((play) => !isRight(play)).map(({ written }) => written));
  const played = new Set(plays.map(({ written }) => written));
  const channels = [...new Set(plays.map((play) => play.channel))].join(', ') || 'no channel';
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const all = counted(played.size, 'conversation');
  print(terminal.stdout, `${all} on ${channels}: ${played.size - failed.size} right, ${failed.size} not (${seconds} s)`);
  if (paths.length === 0 || verbose) {
    const served = withLocales(flow, undefined);
    const reach = reachOf(
      'flow' in served ? served.flow : flow,
      plays.flatMap(({ answers }) => answers),
      Date.now(),
    );
    for (const line of drawReach(reach, verbose)) print(terminal.stdout, line);
  }
  const unread = problems.length + unreadable.length > 0;
  if (played.size === 0) {
    if (!unread) print(terminal.stderr, `There is no conversation to play: put some into ${CONVERSATIONS}, or take a filter away`);
    return 1;
  }
  if (!update) {
    if (failed.size > 0) {
      print(terminal.stdout, 'Lines with - are what the files expect, lines with + what happens now.');
      print(terminal.stdout, 'If what happens now is right, write it into the files: npx anoura test --update');
    }
    return failed.size > 0 || unread ? 1 : 0;
  }
  const left = writeUpdates(terminal, files, plays);
  return left > 0 || unread ? 1 : 0;
}

/** Writes what happens now into the files; answers how many conversations stay wrong all the same. */
function writeUpdates(terminal: Terminal, files: readonly SourceFile[], plays: readonly Play[]): number {
  // The same on every channel; what the platforms would refuse is told, and cannot be made right by writing it down.
  const first = new Map(plays.filter((play) => !isRight(play)).map((play) => [play.written, play]));
  for (const { path, text } of files) {
    const mine = [...first.values()].filter(({ written }) => written.place.file === path);
    const now = updateConversations(
      text,
      mine.map((play) => ({ index: play.written.index, steps: stepsNow(play) })),
    );
    if (mine.length === 0 || now === text) continue;
    writeFileSync(resolve(terminal.cwd, path), now);
    print(terminal.stdout, `${path} is rewritten: ${counted(mine.length, 'conversation')}. Read the difference before you keep it`);
  }
  const stay = plays.filter(({ stuck, differences }) => stuck !== undefined || differences.some(({ what }) => what === 'payload'));
  return new Set(stay.map(({ written }) => written)).size;
}
