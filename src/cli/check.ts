import { formatProblem } from '../flow/problems.ts';
import { PATH_SOUND_BYTES } from '../model/sound.ts';
import { draftsServed, loadContent, withLevels } from '../proof/content.ts';
import { PATH_BYTES, type Proof } from '../proof/prove.ts';
import { configFromProcess } from '../runtime/config.ts';
import { describeProblems } from '../runtime/describe-config.ts';
import { print, type Terminal } from './terminal.ts';

/** Prints every problem of the content; resolves to 1 if one of them is an error. */
export async function check(terminal: Terminal, { json }: { readonly json: boolean }): Promise<number> {
  const read = configFromProcess(terminal.cwd);
  if (!read.ok) {
    print(terminal.stderr, describeProblems(read.problems));
    return 1;
  }
  const started = performance.now();
  const { flow, problems, proof } = await withLevels(loadContent(read.config, Date.now()));
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (json) {
    print(terminal.stdout, JSON.stringify({ problems, positions: proof?.positions ?? 0, payloads: proof?.payloads ?? 0 }, null, 2));
    return errors > 0 ? 1 : 0;
  }
  for (const problem of problems) print(terminal.stdout, `${formatProblem(problem)}\n`);
  const drafts = flow && draftsServed(flow, read.config.localesServed);
  if (drafts !== undefined) print(terminal.stdout, drafts);
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  const walked = proof
    ? `${proof.positions} positions walked, ${proof.payloads} payloads within limits; longest way to a card ${proof.longestPath} of ${PATH_BYTES} bytes${heard(proof)}`
    : 'not walked: mend the errors above first';
  print(terminal.stdout, `${errors} errors, ${problems.length - errors} warnings (${walked}; ${seconds} s)`);
  return errors > 0 ? 1 : 0;
}

const heard = ({ longestSound }: Proof) =>
  longestSound === 0 ? '' : `, all of it heard ${longestSound} of ${PATH_SOUND_BYTES} bytes of sound`;
