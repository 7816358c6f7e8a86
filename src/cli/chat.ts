import { createInterface } from 'node:readline';
import { makeEngine } from '../engine/engine.ts';
import type { Step } from '../flow/conversations.ts';
import type { ChannelId } from '../model/channel.ts';
import { COMPOSERS } from '../proof/content.ts';
import { type Answered, beginTalk, type Talk } from '../proof/conversation.ts';
import { HELP, readChatLine } from './chat-line.ts';
import { isLocale, type RightContent, readContent } from './content.ts';
import { drawSheet, drawShown } from './draw.ts';
import { drawWhy } from './draw-why.ts';
import { makeRecorder, type Recorder } from './record.ts';
import { counted, paint, print, type Terminal } from './terminal.ts';

export type ChatOptions = { readonly channel: ChannelId; readonly locale?: string; readonly record?: string };

/**
 * The bot in a terminal. Each line is a message or a command of staff; what comes back is the channel's own payload, drawn in characters.
 * All locales can be tried, drafts too. Nothing is stored but what is recorded. A script on standard input gives a transcript; resolves to
 * 1 if a line of it could not be done, since what follows is then another conversation than was meant.
 */
export async function chat(terminal: Terminal, options: ChatOptions): Promise<number> {
  const content = readContent(terminal);
  if (content === undefined || (options.locale !== undefined && !isLocale(content, options.locale, terminal))) return 1;
  const recorder = options.record === undefined ? undefined : makeRecorder(terminal.cwd, options.record, options);
  if (recorder !== undefined && !recorder.ok) {
    print(terminal.stderr, recorder.cure);
    return 1;
  }
  const interactive = terminal.stdin.isTTY === true;
  const { take, undone } = makeChat(content, terminal, options, recorder);
  if (interactive) print(terminal.stdout, `${options.channel}: write a message, as a person would. /help for more, Ctrl-D ends.\n`);
  // At a terminal a line can be edited, and earlier ones come back with the arrow keys.
  const lines = createInterface(
    interactive
      ? {
          input: terminal.stdin,
          output: terminal.stdout,
          terminal: terminal.stdout.isTTY === true,
          prompt: paint('bold', '> ', terminal.stdout),
        }
      : { input: terminal.stdin, terminal: false },
  );
  let ended = false;
  lines.once('close', () => {
    ended = true;
  });
  const prompt = () => interactive && !ended && lines.prompt();
  prompt();
  for await (const line of lines) {
    if (!interactive) print(terminal.stdout, paint('bold', `> ${line}`, terminal.stdout));
    if (!take(line)) break;
    prompt();
  }
  // After /quit it would still listen, and so hold the process.
  lines.close();
  if (recorder !== undefined) print(terminal.stderr, recorder.summary());
  if (interactive || undone() === 0) return 0;
  print(terminal.stderr, `${counted(undone(), 'line')} of the script could not be done`);
  return 1;
}

/** A chat as a function of lines, of which false ends it. `undone`: how many could not be done. */
function makeChat({ flow, places }: RightContent, terminal: Terminal, { channel, locale }: ChatOptions, recorder?: Recorder) {
  const { stdout } = terminal;
  const engine = makeEngine(flow);
  const composer = COMPOSERS.find(({ id }) => id === channel);
  if (composer === undefined) throw new Error(`no composer for ${channel}`);
  const begin = (): Talk => beginTalk(engine, composer, { locale, at: Date.now() });
  let talk = begin();
  let answers: Answered[] = [];
  let hours = 0;
  let undone = 0;
  const deny = (why: string): void => {
    undone += 1;
    print(stdout, why);
  };

  const act = (step: Step): void => {
    const done: Step = hours > 0 ? { ...step, hours } : step;
    const answer = talk.take(done);
    if (answer.kind === 'not-offered') {
      const offered = answer.offered ?? [];
      deny(offered.length > 0 ? `That is not offered. Offered are: ${offered.join(' | ')}` : 'Nothing can be tapped there.');
      return;
    }
    hours = 0;
    answers.push(answer);
    recorder?.add({ ...done, ...answer.saw });
    for (const shown of answer.shown) print(stdout, `${drawShown(shown, stdout)}\n`);
    for (const fault of answer.faults) print(stdout, `${channel} would refuse this: ${fault}`);
  };

  const take = (line: string): boolean => {
    const read = readChatLine(line);
    const last = answers.at(-1);
    switch (read.kind) {
      case 'step':
        act(read.step);
        break;
      case 'tap': {
        const { number, of } = read;
        const menu = of === undefined ? last : answers[of - 1];
        const label = labelOf(menu, number);
        if (label === undefined) deny(`No choice has the number ${number} there.`);
        else act({ tap: label, ...(of === undefined ? {} : { of }) });
        break;
      }
      case 'later':
        hours += read.hours;
        print(stdout, `The next message comes ${Math.round(hours * 60) / 60} hours later.`);
        break;
      case 'open':
        print(
          stdout,
          `${last?.shown.flatMap((shown) => drawSheet(shown, stdout) ?? []).at(-1) ?? 'The last answer has no list to open.'}\n`,
        );
        break;
      case 'why':
        print(stdout, last === undefined ? 'Nothing was answered yet.' : `${drawWhy(last, flow, places)}\n`);
        break;
      case 'json':
        print(stdout, (last?.payloads ?? []).map((payload) => JSON.stringify(payload, null, 2)).join('\n'));
        break;
      case 'new':
        [talk, answers, hours] = [begin(), [], 0];
        recorder?.next();
        print(stdout, 'Somebody new writes.');
        break;
      case 'help':
        print(stdout, HELP);
        break;
      case 'mistake':
        deny(read.cure);
        break;
      case 'nothing':
        break;
      case 'quit':
        return false;
    }
    return true;
  };
  return { take, undone: () => undone };
}

function labelOf(answer: Answered | undefined, number: number): string | undefined {
  const choices = answer?.turn.replies.flatMap(({ choices, navigation }) => [...choices, ...navigation]);
  return choices?.find((choice) => choice.number === number)?.label;
}
