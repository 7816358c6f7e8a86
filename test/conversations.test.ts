import { describe, expect, test } from '@jest/globals';
import { CONVERSATIONS, findConversations } from '../src/cli/conversation-files.ts';
import { readConversations } from '../src/flow/conversations.ts';
import { formatProblem } from '../src/flow/problems.ts';
import { COMPOSERS } from '../src/proof/content.ts';
import { playAll } from '../src/proof/golden.ts';
import { reachOf } from '../src/proof/reach.ts';
import { ROOT, realFlow } from './support/content.ts';

/**
 * Golden conversations on the real content: what the person does, and every word, choice and claim that comes back, on every channel,
 * compared in both directions. `npx anoura test` plays the same and draws the differences; `--update` writes what happens now.
 */
const flow = realFlow();
const { files } = findConversations(ROOT, [CONVERSATIONS]);
const { conversations, problems } = readConversations(files, flow.locales);
const plays = playAll(flow, COMPOSERS, conversations);
const answers = plays.flatMap((play) => play.answers);

test('the files are written as they should be', () => {
  expect(problems.map(formatProblem)).toEqual([]);
});

describe.each(files.map(({ path }) => path))('%s', (path) => {
  const mine = plays.filter(({ written }) => written.place.file === path);
  test.each(mine.map((play) => [play.written.conversation.name, play.channel, play] as const))('%s (%s)', (_name, _channel, play) => {
    expect(play.stuck && formatProblem(play.stuck)).toBeUndefined();
    expect(play.differences).toEqual([]);
  });
});

describe('all conversations together', () => {
  test('are at least 60', () => {
    expect(conversations.length).toBeGreaterThanOrEqual(60);
  });

  test('say every claim', () => {
    const said = new Set(answers.flatMap(({ turn }) => turn.trace.claims));
    expect([...flow.claims.keys()].filter((claim) => !said.has(claim))).toEqual([]);
  });

  test('come to every node, and to every service in each of its regions', () => {
    const { nodes, services } = reachOf(flow, answers, Date.UTC(2026, 10, 24));
    expect([...nodes.missed, ...services.missed]).toEqual([]);
  });

  test('ask for every need in every region', () => {
    const asked = new Set(conversations.map(({ conversation }) => conversation.name.split(':')[0]));
    const cells = [...flow.directory.regions.keys()].flatMap((region) =>
      [...flow.directory.needs.keys()].map((need) => `${region} ${need}`),
    );
    expect(cells.filter((cell) => !asked.has(cell))).toEqual([]);
  });

  test('show no more than two bubbles and never lose the way back', () => {
    const seen = answers.map(({ saw }) => saw);
    expect(seen.filter(({ bubbles }) => bubbles.length === 0 || bubbles.length > 2)).toEqual([]);
    expect(seen.filter(({ choices, erased }) => !erased && !/9 .* \| 0 /.test(choices))).toEqual([]);
  });
});
