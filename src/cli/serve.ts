import { formatProblem } from '../flow/problems.ts';
import type { Flow } from '../model/flow.ts';
import { loadContent, withLocales } from '../proof/content.ts';
import { type Config, configFromProcess } from '../runtime/config.ts';
import { DataKeyError } from '../runtime/data-key.ts';
import { describeConfig, describeProblems } from '../runtime/describe-config.ts';
import { makeLog } from '../runtime/log.ts';
import { stopWithProcess } from '../runtime/shutdown.ts';
import { startService } from '../service/service.ts';
import { print, type Terminal } from './terminal.ts';

/** Runs the server until it is told to stop. Resolves early, to 1, when the configuration or the content is wrong: then nothing starts. */
export async function serve(terminal: Terminal): Promise<number> {
  const read = configFromProcess(terminal.cwd);
  if (!read.ok) {
    print(terminal.stderr, `The configuration is wrong; nothing was started.\n${describeProblems(read.problems)}`);
    return 1;
  }
  const { config } = read;
  const flow = servedFlow(config, terminal);
  if (flow === undefined) return 1;
  const log = makeLog(config.logLevel);
  try {
    const { port, steps } = await startService(config, flow, log);
    for (const line of describeConfig(config)) print(terminal.stdout, line);
    print(terminal.stdout, `listening on http://${config.host}:${port}`);
    log.info('started', { port, revision: flow.revision, locales: [...flow.locales.keys()].join(',') });
    stopWithProcess({ steps, log });
    return 0;
  } catch (error) {
    print(terminal.stderr, `The server could not start. ${cureOf(error, config)}`);
    return 1;
  }
}

function servedFlow(config: Config, terminal: Terminal): Flow | undefined {
  const { flow, problems } = loadContent(config, Date.now());
  if (flow === undefined) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    print(terminal.stderr, [...errors.map(formatProblem), `The content has ${errors.length} errors; nothing was started.`].join('\n\n'));
    return undefined;
  }
  const served = withLocales(flow, config.localesServed);
  if ('flow' in served) return served.flow;
  const known = [...flow.locales.keys()].join(', ');
  const wrong = served.unknown.length > 0 ? `names ${served.unknown.join(', ')}, which is no locale` : 'leaves no locale to be served';
  print(terminal.stderr, `LOCALES_SERVED ${wrong}: write some of ${known}`);
  return undefined;
}

/** Words of the system are safe here: nothing of a person has passed yet. */
function cureOf(error: unknown, { host, port }: Config): string {
  if (error instanceof DataKeyError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is taken: end what listens there, or set PORT to another one.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL') return `${host} is no address of this machine: set HOST to one that is.`;
  return error instanceof Error ? error.message : String(error);
}
