import type { Writable } from 'node:stream';
import type { Step } from '../flow/conversations.ts';
import type { Place } from '../flow/places.ts';
import { formatProblem } from '../flow/problems.ts';
import { type Difference, isRight, type Play } from '../proof/golden.ts';
import { type DiffLine, lineDiff } from '../proof/line-diff.ts';
import type { Reach, Tally } from '../proof/reach.ts';
import { paint } from './terminal.ts';

const EXPLAINED: Readonly<Record<Difference['what'], string>> = {
  bubbles: 'the bubbles are not those expected',
  choices: 'the choices are not those expected',
  claims: 'the claims are not those expected',
  erased: 'what is erased is not what is expected',
  payload: 'the platform would refuse or cut this message',
};

/** Failures as lines of text: each conversation once, each difference once however many channels and languages show it. */
export function drawFailures(plays: readonly Play[], stream: Writable): readonly string[] {
  const byConversation = Map.groupBy(
    plays.filter((play) => !isRight(play)),
    ({ written }) => written,
  );
  // One edit of a text shows in dozens of conversations: it is drawn once.
  const drawn = new Map<string, string>();
  const once = (difference: Difference, spot: Place): readonly string[] => {
    const diff = lineDiff(difference.expected, difference.actual);
    const changes = JSON.stringify(diff.filter(({ sign }) => sign !== ' '));
    const before = drawn.get(changes);
    if (before !== undefined) return [`    (the same change as at ${before})`];
    drawn.set(changes, `${spot.file}:${spot.line}`);
    return drawDiff(diff, stream);
  };
  return [...byConversation].flatMap(([{ conversation, place, steps }, mine]) => {
    const all = plays.filter(({ written }) => written.conversation === conversation);
    const found = Map.groupBy(
      mine.flatMap((play) => play.differences.map((difference) => ({ play, difference }))),
      ({ difference }) => JSON.stringify(difference),
    );
    const told = [...found.values()].flatMap((same) => {
      const [one] = same;
      if (one === undefined) return [];
      const where = same.length < all.length ? ` (${same.map(({ play }) => wherePlayed(play)).join(', ')})` : '';
      const { step } = one.difference;
      const spot = steps[step] ?? place;
      return [
        `  ${spot.file}:${spot.line} step ${step + 1}, ${tellDeed(conversation.steps[step])}: ${EXPLAINED[one.difference.what]}${where}`,
        ...once(one.difference, spot),
      ];
    });
    const stuck = new Set(mine.flatMap(({ stuck }) => (stuck === undefined ? [] : formatProblem(stuck))));
    return [paint('bold', `✗ ${conversation.name}`, stream), ...told, ...[...stuck].flatMap(indented), ''];
  });
}

const wherePlayed = ({ channel, locale }: Play) => [channel, locale].filter((part) => part !== undefined).join(' ');
const indented = (text: string) => text.split('\n').map((line) => `  ${line}`);

/** `-` is expected and missing, `+` comes and is not expected; around them one line that stays, to find the place by. */
function drawDiff(diff: readonly DiffLine[], stream: Writable): readonly string[] {
  const stays = (index: number) => (diff[index]?.sign ?? ' ') === ' ';
  const far = (index: number) => stays(index - 1) && stays(index) && stays(index + 1);
  return diff.flatMap(({ sign, line }, index) => {
    if (far(index)) return far(index - 1) && index > 0 ? [] : ['      …'];
    const text = `    ${sign} ${line}`.trimEnd();
    return [sign === ' ' ? text : paint(sign === '-' ? 'red' : 'green', text, stream)];
  });
}

function tellDeed({ send, tap, of, attachment, hours }: Step = {}): string {
  const later = hours === undefined ? '' : ` after ${hours} h`;
  if (tap !== undefined) return `tap «${tap}»${of === undefined ? '' : ` of step ${of}`}${later}`;
  if (attachment !== undefined) return `${attachment}${later}`;
  return send === undefined ? `start${later}` : `«${[send].flat().join('» «')}»${later}`;
}

/** More names than this are no help unless they are asked for. */
const MOST_NAMES = 12;

/** How far conversations get, and the names of what they do not get to: of long lists only with `verbose`. */
export function drawReach(reach: Reach, verbose: boolean): readonly string[] {
  const parts: readonly (readonly [string, Tally])[] = Object.entries(reach);
  const counts = parts.map(([name, { total, missed }]) => `${name} ${total - missed.length} of ${total}`).join(', ');
  const lists = parts.flatMap(([name, { missed }]) => {
    if (missed.length === 0) return [];
    if (missed.length > MOST_NAMES && !verbose) return [`no conversation reaches ${missed.length} of the ${name}; --verbose names them`];
    return [`no conversation reaches these ${name}:`, ...missed.map((one) => `  ${one}`)];
  });
  return [`reached: ${counts}`, ...lists];
}
