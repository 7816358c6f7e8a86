import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LogFields, makeLog } from '../../src/runtime/log.ts';
import { tellError } from '../../src/runtime/tell-error.ts';

function capture(level: Parameters<typeof makeLog>[0]) {
  const lines: string[] = [];
  return { log: makeLog(level, { write: (line) => void lines.push(line) }), lines };
}

const one = (lines: readonly string[]): Record<string, unknown> => JSON.parse(lines.join(''));

test('a line is JSON with level, time, message and its fields', () => {
  const { log, lines } = capture('info');
  log.info('turns done', { count: 3, conversation: 'AAAAAAAAAAAAAAAAAAAAAA', stale: false, code: undefined });
  expect(one(lines)).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    msg: 'turns done',
    count: 3,
    conversation: 'AAAAAAAAAAAAAAAAAAAAAA',
    stale: false,
  });
});

test('levels below the chosen one are not written, silent writes nothing', () => {
  const info = capture('info');
  info.log.debug('x');
  info.log.trace('x');
  info.log.fatal('y');
  const silent = capture('silent');
  silent.log.fatal('x');
  expect([info.lines.length, silent.lines.length]).toEqual([1, 0]);
});

test('an object that got past the compiler is dropped, not printed', () => {
  const { log, lines } = capture('trace');
  const smuggled: LogFields = JSON.parse('{"event":{"text":"bonjour"},"list":["15550100001"],"nothing":null,"count":1}');
  log.trace('x', smuggled);
  expect(one(lines)).toMatchObject({ count: 1 });
  expect(lines.join('')).not.toMatch(/bonjour|1555|event|list/);
});

describe('an error keeps type, code and places, and loses its words', () => {
  test('in the log line', () => {
    const { log, lines } = capture('info');
    log.error(
      'store failed',
      { channel: 'whatsapp' },
      Object.assign(new TypeError('bonjour 15550100001'), { code: 'ERR_X', detail: 'secret' }),
    );
    expect(one(lines)).toMatchObject({
      msg: 'store failed',
      channel: 'whatsapp',
      error: { type: 'TypeError', code: 'ERR_X', at: expect.arrayContaining([expect.stringMatching(/log\.test\.ts:\d+:\d+$/)]) },
    });
    expect(lines.join('')).not.toMatch(/bonjour|1555|secret/);
  });

  const changedLater = () => {
    const error = new Error('x\n    at f (/15550100001:1:1)');
    // The stack is written down when it is first asked for.
    expect(error.stack).toContain('1555');
    return Object.assign(error, { message: 'other' });
  };
  const cases: readonly (readonly [string, () => unknown, Record<string, unknown>])[] = [
    ['no error at all', () => 'bonjour 15550100001', { type: 'string', at: [] }],
    ['an object', () => ({ message: '15550100001' }), { type: 'object', at: [] }],
    ['a code that is a sentence', () => Object.assign(new Error('x'), { code: 'to 15550100001' }), { type: 'Error' }],
    ['a code that is a number', () => Object.assign(new Error('x'), { code: 5 }), { type: 'Error', code: 5 }],
    ['a name that is a sentence', () => Object.assign(new Error('x'), { name: 'to 15550100001' }), { type: 'Error' }],
    ['its cause', () => new Error('x', { cause: new RangeError('15550100001') }), { type: 'Error', cause: { type: 'RangeError' } }],
    [
      'several in one',
      () => new AggregateError([new RangeError('15550100001')], '15550100001'),
      { type: 'AggregateError', errors: [{ type: 'RangeError' }] },
    ],
    ['a stack that was taken away', () => Object.assign(new Error('15550100001'), { stack: undefined }), { at: [] }],
    ['words that were changed later', changedLater, { at: [] }],
    ['words that look like places', () => new Error('x\n    at f (/15550100001:1:1)'), { type: 'Error' }],
  ];
  test.each(cases)('%s', (_label, make, expected) => {
    const told = tellError(make());
    expect(told).toMatchObject(expected);
    expect(JSON.stringify(told)).not.toMatch(/1555|bonjour/);
  });

  test('a cause that is its own cause comes to an end', () => {
    const error = new Error('x');
    error.cause = error;
    expect(JSON.stringify(tellError(error)).length).toBeLessThan(20_000);
  });

  test('an error of the platform itself', () => {
    const failing = () => {
      try {
        return readFileSync('/nowhere/15550100001');
      } catch (error) {
        return tellError(error);
      }
    };
    const told = failing();
    expect(told).toMatchObject({ type: 'Error', code: 'ENOENT', at: expect.arrayContaining([expect.stringContaining('log.test.ts')]) });
    expect(JSON.stringify(told)).not.toContain('1555');
  });

  test('whatever the words are, the places are the same', () => {
    const words = fc
      .array(fc.constantFrom('\n', '    at ', 'f (', 'file:///', 'node:', '/', '1555', ':1:1', ')', ': ', ''))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(words, (text) => {
        const [told, plain] = [text, 'x'].map((message) => tellError(new Error(message)).at);
        expect(told).toEqual(plain);
      }),
    );
  });
});
