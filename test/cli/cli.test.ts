import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CHANNELS } from '../../src/model/channel.ts';
import { ROOT } from '../support/content.ts';
import { run } from './terminal.ts';

const ran = (...args: readonly string[]) => run(args, { cwd: ROOT });

describe('a command line', () => {
  test.each([
    ['an unknown command', ['chek'], "error: unknown command 'chek'\n(Did you mean check?)\n"],
    ['an unknown command like none', ['xyzzy'], "error: unknown command 'xyzzy'\n"],
    ['an unknown option', ['check', '--yaml'], "error: unknown option '--yaml'\n"],
    ['an option of another command', ['serve', '--json'], "error: unknown option '--json'\n"],
    ['an argument too many', ['check', 'flows'], "error: too many arguments for 'check'. Expected 0 arguments but got 1: flows.\n"],
    [
      'a channel that does not exist',
      ['chat', '--channel', 'telegram'],
      `error: option '--channel <channel>' argument 'telegram' is invalid. Allowed choices are ${CHANNELS.join(', ')}.\n`,
    ],
    ['an option without its value', ['chat', '--locale'], "error: option '--locale <locale>' argument missing\n"],
  ])('with %s: exit code 1, and what is wrong', async (_label, args, err) => {
    expect(await ran(...args)).toEqual({ code: 1, out: '', err });
  });

  test.each([[[]], [['--help']], [['help']]])('%j prints all commands', async (args) => {
    const { code, out, err } = await ran(...args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: anoura /);
    for (const command of ['serve', 'check', 'chat']) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
  });

  test.each(['serve', 'check', 'chat'])('%s --help prints its options', async (command) => {
    const { code, out } = await ran(command, '--help');
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: anoura ${command}`));
  });

  test('is reached by npx, through the link that npm makes', () => {
    expect(realpathSync(join(ROOT, 'node_modules/.bin/anoura'))).toBe(realpathSync(join(ROOT, 'src/main.ts')));
  });

  test('ends the process with its code', () => {
    const { status, stderr } = spawnSync(process.execPath, ['src/main.ts', 'chek'], { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "error: unknown command 'chek'\n(Did you mean check?)\n" });
  });
});
