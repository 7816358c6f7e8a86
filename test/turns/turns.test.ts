import { afterEach, describe, expect, test } from '@jest/globals';
import { type Engine, makeEngine } from '../../src/engine/engine.ts';
import type { ChannelId } from '../../src/model/channel.ts';
import type { Worker } from '../../src/runtime/worker.ts';
import type { TurnEvents } from '../../src/turns/events.ts';
import { startTurns } from '../../src/turns/turns.ts';
import { repairFlow } from '../engine/flows.ts';
import { fakeStore } from './fake-store.ts';
import { bubble, counter, MINUTE, NOW, plainChannel, said, scriptedEngine } from './makers.ts';

const { flow } = repairFlow();
const real = makeEngine(flow);

/** An engine that says each message back, and throws on `poison`. */
const echo: Engine = {
  flow,
  turn: (_standing, events) => {
    const heard = events.map(({ input }) => (input.kind === 'text' ? input.text : input.kind));
    if (heard.includes('poison')) throw new Error('no answer to this');
    const { turn } = scriptedEngine({ replies: [bubble(heard.join('+'))] }).engine;
    return turn({}, events);
  },
};

let worker: Worker | undefined;
afterEach(async () => worker?.stop());

/** The loop over a store in memory, with a clock of its own, and all that it told. */
function start(engine: Engine, { channels = ['whatsapp', 'messenger'] as readonly ChannelId[], batch = 64, fake = fakeStore() } = {}) {
  const told: string[] = [];
  const errors: unknown[] = [];
  const world = { now: NOW, engine };
  const events: TurnEvents = {
    onTurn: (channel, outcome, count) => told.push(`${channel} ${outcome} ${count}`),
    onMatched: (_channel, matched) => told.push(`matched ${matched}`),
    onReplies: (_channel, count) => told.push(`replies ${count}`),
    onPoison: (_channel, conversation, error, dead) => {
      told.push(`poison ${conversation} ${dead}`);
      errors.push(error);
    },
    onError: (error) => errors.push(error),
  };
  const running = startTurns({
    store: fake.store,
    engine: () => world.engine,
    channels: new Map(channels.map((id) => [id, plainChannel(id)])),
    clock: () => world.now,
    newRef: counter(),
    replyMaxAgeMs: 60 * MINUTE,
    events,
    onOutbound: () => told.push('outbound'),
    batch,
  });
  worker = running;
  const settle = async (ms = 0) => {
    world.now += ms;
    running.nudge();
    await running.idle();
  };
  return { ...fake, fake, told, errors, world, settle, running };
}

describe('the loop', () => {
  test('takes up what waited before it started, and sleeps', async () => {
    const fake = fakeStore();
    fake.add('ann', said('m1', NOW, 'hello'));
    const { running, words, told, claims } = start(echo, { fake });
    await running.idle();
    expect(words('ann')).toEqual(['hello']);
    expect(told).toEqual(['whatsapp answered 1', 'matched keyword', 'replies 1', 'outbound']);
    expect(claims).toEqual([1]);
  });

  test('works through more than a batch, each person once', async () => {
    const { add, settle, words, claims } = start(echo, { batch: 2 });
    const names = ['ann', 'bob', 'cat', 'dan', 'eve'];
    for (const name of names) for (const word of ['one', 'two']) add(name, said(`${name}-${word}`, NOW, word));
    await settle();
    expect(claims).toEqual([2, 2, 1]);
    expect(names.map(words)).toEqual(names.map(() => ['one+two']));
  });

  test('tells of replies only when there are some', async () => {
    const { add, held, settle, told } = start(echo);
    add('ann', said('m1', NOW - 1));
    held('ann').handedOverUntil = NOW;
    add('bob', said('m2', NOW - 2 * 24 * 60 * MINUTE));
    await settle();
    expect(told).toEqual(['whatsapp handed-over 1', 'replies 0', 'whatsapp too-old 1', 'replies 0']);
  });

  test('leads somebody through the tree, turn by turn', async () => {
    const { add, settle, words, held } = start(real);
    for (const [id, text] of [
      ['m1', 'hello'],
      ['m2', '1'],
      ['m3', '1'],
    ] as const) {
      add('ann', said(id, NOW, text));
      await settle(1000);
    }
    expect(words('ann').at(-1)).toMatch(/^The Bike Kitchen in ⚓ Harbour mends tyres/);
    expect(held('ann').session).toMatchObject({ node: 'answer', region: 'harbour', need: 'wheels' });
    add('ann', said('m4', NOW, 'stop'));
    await settle(1000);
    expect(words('ann')).toEqual(['Everything is forgotten. Goodbye.']);
    expect(held('ann')).toMatchObject({ session: undefined, locale: undefined });
  });

  test('asks for the engine anew in each batch, so that content can be swapped', async () => {
    const { add, settle, words, world } = start(echo);
    add('ann', said('m1', NOW, 'first'));
    await settle();
    world.engine = scriptedEngine({ replies: [bubble('new content')] }).engine;
    add('ann', said('m2', NOW, 'second'));
    await settle();
    expect(words('ann')).toEqual(['first', 'new content']);
  });

  test('lets the run in hand end, and runs no more once stopped', async () => {
    const { add, running, words, claims } = start(echo);
    await running.idle();
    await running.stop();
    add('ann', said('m1', NOW));
    running.nudge();
    await running.idle();
    expect(words('ann')).toEqual([]);
    expect(claims).toEqual([]);
  });
});

describe('a turn that another worker was faster with', () => {
  test('is thrown away and told as stale; the others of its batch count', async () => {
    const fake = fakeStore();
    const overtaken: Engine = {
      flow,
      turn: (...given) => {
        fake.held('ann').version += 1000;
        return echo.turn(...given);
      },
    };
    const { add, settle, words, told } = start(overtaken, { fake });
    add('ann', said('m1', NOW, 'ann'));
    add('bob', said('m2', NOW, 'bob'));
    await settle();
    expect(words('ann')).toEqual([]);
    expect(words('bob')).toEqual(['bob']);
    expect(told).toEqual(['whatsapp stale 1', 'whatsapp answered 1', 'matched keyword', 'replies 1', 'outbound']);
  });
});

describe('a message on which the engine throws', () => {
  test('is set aside after three tries, while everybody else and what stands before it are answered at once', async () => {
    const { add, settle, words, held, told, errors } = start(echo);
    for (const word of ['before', 'poison', 'behind', 'last']) add('ann', said(`ann-${word}`, NOW, word));
    add('bob', said('bob-1', NOW, 'hello'));
    await settle();
    expect(words('bob')).toEqual(['hello']);
    expect(words('ann')).toEqual(['before']);
    expect(held('ann').waiting.map(({ attempts }) => attempts)).toEqual([1, 0, 0]);

    await settle(999);
    expect(held('ann').waiting[0]?.attempts).toBe(1);
    await settle(1);
    expect(held('ann').waiting[0]?.attempts).toBe(2);
    expect(words('ann')).toEqual(['before']);

    add('ann', said('ann-new', NOW, 'new'));
    await settle(1000);
    expect(words('ann')).toEqual(['before', 'behind+last+new']);
    expect(held('ann').waiting).toEqual([]);
    expect(held('ann').dead.map(({ platformId }) => platformId)).toEqual(['ann-poison']);
    expect(told.filter((line) => line.startsWith('poison'))).toEqual(['poison ann 0', 'poison ann 0', 'poison ann 1']);
    expect(told.filter((line) => line.includes('failed'))).toEqual(Array(3).fill('whatsapp failed 1'));
    expect(errors).toHaveLength(3);
  });

  test('is answered when the content that failed on it is mended meanwhile', async () => {
    const { add, settle, words, held, world } = start(echo);
    add('ann', said('m1', NOW, 'poison'));
    await settle();
    world.engine = scriptedEngine({ replies: [bubble('mended')] }).engine;
    await settle(1000);
    expect(words('ann')).toEqual(['mended']);
    expect(held('ann')).toMatchObject({ waiting: [], dead: [] });
  });

  test('leaves the session as it was', async () => {
    const { add, settle, held } = start(echo);
    const session = { v: 1, locale: 'en', node: 'tips' } as const;
    Object.assign(held('ann'), { session, sessionAt: NOW, locale: 'en' });
    add('ann', said('m1', NOW, 'poison'));
    for (const ms of [0, 1000, 1000]) await settle(ms);
    expect(held('ann')).toMatchObject({ session, sessionAt: NOW, locale: 'en', waiting: [] });
    expect(held('ann').dead).toHaveLength(1);
  });

  test('many of them do not keep the rest: each costs its own tries', async () => {
    const { add, settle, words, held } = start(echo);
    for (const word of ['poison', 'poison', 'good']) add('ann', said(`ann-${held('ann').waiting.length}`, NOW, word));
    for (let tries = 0; tries < 6; tries += 1) await settle(1000);
    expect(held('ann').dead).toHaveLength(2);
    expect(words('ann')).toEqual(['good']);
  });

  test('a channel that is off fails the same way, and harms no other', async () => {
    const { add, settle, words, held, errors } = start(echo, { channels: ['whatsapp'] });
    add('ann', { ...said('m1', NOW), channel: 'messenger' });
    add('bob', said('m2', NOW, 'hello'));
    for (const ms of [0, 1000, 1000]) await settle(ms);
    expect(words('bob')).toEqual(['hello']);
    expect(held('ann').dead).toHaveLength(1);
    expect(errors.map(String)).toContain('Error: channel messenger is off');
  });
});

describe('a store that fails', () => {
  test('when work is claimed: told, and tried again until it works', async () => {
    const { add, failures, settle, words, errors, running } = start(echo);
    await running.idle();
    failures.claim = 2;
    add('ann', said('m1', NOW, 'hello'));
    await settle();
    expect(errors.map(String)).toEqual(['Error: the store is down', 'Error: the store is down']);
    expect(words('ann')).toEqual(['hello']);
  });

  test('when turns are committed: nobody is told of a reply until it is kept, and nothing is answered twice', async () => {
    const { engine, asked } = scriptedEngine();
    const { add, failures, settle, words, told, errors, running } = start(engine);
    await running.idle();
    failures.commit = 2;
    add('ann', said('m1', NOW, 'hello'));
    await settle();
    expect(errors.map(String)).toEqual(['Error: the store is down', 'Error: the store is down']);
    expect(words('ann')).toEqual(['What is broken?']);
    expect(asked).toHaveLength(1);
    expect(told).toEqual(['whatsapp answered 1', 'matched keyword', 'replies 1', 'outbound']);
  });

  test('when turns are committed, while another worker takes them over: that one answers', async () => {
    const { add, failures, held, settle, words, told, running } = start(echo);
    await running.idle();
    failures.commit = 1;
    add('ann', said('m1', NOW, 'hello'));
    const settled = settle();
    while (failures.commit > 0) await new Promise((resolve) => setImmediate(resolve));
    held('ann').version += 1000;
    held('ann').waiting = [];
    await settled;
    expect(words('ann')).toEqual([]);
    expect(told[0]).toBe('whatsapp stale 1');
    expect(told.join()).not.toContain('replies');
  });
});
