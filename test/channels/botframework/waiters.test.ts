import { expect, test } from '@jest/globals';
import { makeWaiters } from '../../../src/channels/botframework/waiters.ts';

test('the replies of one turn, in their order', async () => {
  const waiters = makeWaiters();
  const { token, answer } = waiters.open('a');
  expect(waiters.give(token, 1, true)).toBe(true);
  expect(waiters.give(token, 2, false)).toBe(true);
  expect(await answer.body).toEqual({ activities: [1, 2] });
});

test('nobody waits twice, nor under a token of nobody', async () => {
  const waiters = makeWaiters();
  const { token, answer } = waiters.open('a');
  waiters.give(token, 1, false);
  await answer.body;
  expect([waiters.give(token, 2, false), waiters.give('nobody', 3, false)]).toEqual([false, false]);
});

test('one turn for several requests: the last has the replies, those before it nothing more to wait for', async () => {
  const waiters = makeWaiters();
  const [first, stranger, second, later] = ['a', 'b', 'a', 'a'].map((conversation) => waiters.open(conversation));
  waiters.give(second?.token ?? '', 'hello', false);
  expect(await first?.answer.body).toEqual({ activities: [] });
  expect(await second?.answer.body).toEqual({ activities: ['hello'] });
  waiters.give(stranger?.token ?? '', 'you', false);
  waiters.give(later?.token ?? '', 'me', false);
  expect(await stranger?.answer.body).toEqual({ activities: ['you'] });
  expect(await later?.answer.body).toEqual({ activities: ['me'] });
});

test('a wait ends by itself, when it is abandoned, and when the channel closes', async () => {
  const short = makeWaiters(10);
  const forgotten = short.open('a');
  expect(await forgotten.answer.body).toBeUndefined();
  expect(short.give(forgotten.token, 1, false)).toBe(false);

  const waiters = makeWaiters();
  const [abandoned, closed] = [waiters.open('a'), waiters.open('a')];
  abandoned.answer.abandon();
  expect(await abandoned.answer.body).toEqual({ activities: [] });
  expect(waiters.give(abandoned.token, 1, false)).toBe(false);
  waiters.close();
  expect(await closed.answer.body).toBeUndefined();
});
