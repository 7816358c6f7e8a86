import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';
import { REAL, SMALL } from './content.ts';
import { reportOf } from './report.ts';
import type { ChaosChannel } from './wire.ts';

/**
 * `npm run chaos [-- --seed N --kills K --turns T --seconds S --people P --channel whatsapp --calm --small]`: exit 1 and the tale of the first thing that
 * was wrong, or a table. The seed is printed; with it the same people say the same things, Graph has the same moods and the kills come at
 * the same steps, though not at the same microsecond.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    kills: { type: 'string', default: '20' },
    turns: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '3600' },
    people: { type: 'string', default: '400' },
    channel: { type: 'string' },
    calm: { type: 'boolean', default: false },
    small: { type: 'boolean', default: false },
  },
});

const print = (line: string) => void process.stdout.write(`${line}\n`);
const seed = values.seed === undefined ? Date.now() % 1_000_000 : whole('seed', values.seed);
print(`seed ${seed}`);
const report = await runChaos({
  seed,
  kills: whole('kills', values.kills),
  turns: whole('turns', values.turns),
  seconds: whole('seconds', values.seconds),
  people: whole('people', values.people),
  channels: channelsOf(values.channel),
  content: values.small ? SMALL : REAL,
  mood: values.calm ? 'calm' : 'moody',
  print,
});
print(reportOf(report, seed));
process.exitCode = report.fault === undefined ? 0 : 1;

function whole(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} wants a whole number`);
  return Number(value);
}

function channelsOf(name: string | undefined): readonly ChaosChannel[] {
  if (name === undefined) return ['whatsapp', 'messenger'];
  if (name === 'whatsapp' || name === 'messenger') return [name];
  throw new Error('--channel is whatsapp or messenger; without it both');
}
