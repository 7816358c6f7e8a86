import { formatProblem } from '../flow/problems.ts';
import { draftsServed, withLocales } from '../proof/content.ts';
import { type Config, configFromProcess, faultPointFromProcess } from '../runtime/config.ts';
import { describeConfig, describeProblems } from '../runtime/describe-config.ts';
import { emulatorProblems } from '../runtime/emulator-address.ts';
import { armFaultPoint } from '../runtime/fault-points.ts';
import { makeLog } from '../runtime/log.ts';
import { stopWithProcess } from '../runtime/shutdown.ts';
import { type ServiceContent, startService } from '../service/service.ts';
import { contentForStart } from '../service/start-content.ts';
import { cureOf } from './cure-start.ts';
import { print, type Terminal } from './terminal.ts';

/** Runs the server until it is told to stop. Resolves early, to 1, when the configuration or the content is wrong: then nothing starts. */
export async function serve(terminal: Terminal): Promise<number> {
  const read = configFromProcess(terminal.cwd);
  const problems = read.ok ? emulatorProblems(read.config) : read.problems;
  if (!read.ok || problems.length > 0) {
    print(terminal.stderr, `The configuration is wrong; nothing was started.\n${describeProblems(problems)}`);
    return 1;
  }
  const { config } = read;
  const content = await goodContent(config, terminal);
  if (content === undefined) return 1;
  armFaultPoint(faultPointFromProcess(config));
  const log = makeLog(config.logLevel);
  try {
    const { port, emulator, steps } = await startService(config, content, log);
    // Before anybody is told that it runs, and may tell it to stop.
    stopWithProcess({ steps, log });
    // What most people who start it look for; it must not stand below a page of settings.
    if (emulator !== undefined) print(terminal.stdout, `emulator: ${emulator}`);
    for (const line of describeConfig(config)) print(terminal.stdout, line);
    const drafts = draftsServed(content.flow, config.localesServed);
    if (drafts !== undefined) print(terminal.stdout, drafts);
    print(terminal.stdout, `listening on http://${config.host}:${port}`);
    const { revision, locales } = content.served;
    log.info('started', { port, revision, locales: [...locales.keys()].join(',') });
    return 0;
  } catch (error) {
    print(terminal.stderr, `The server could not start. ${cureOf(error, config)}`);
    return 1;
  }
}

async function goodContent(config: Config, terminal: Terminal): Promise<ServiceContent | undefined> {
  const content = await contentForStart(config, Date.now());
  if (content.flow === undefined) {
    const errors = content.problems.filter(({ severity }) => severity === 'error');
    print(terminal.stderr, [...errors.map(formatProblem), `The content has ${errors.length} errors; nothing was started.`].join('\n\n'));
    return undefined;
  }
  const served = withLocales(content.flow, config.localesServed);
  if ('flow' in served) return { ...content, served: served.flow };
  const known = [...content.flow.locales.keys()].join(', ');
  const wrong = served.unknown.length > 0 ? `names ${served.unknown.join(', ')}, which is no locale` : 'leaves no locale to be served';
  print(terminal.stderr, `LOCALES_SERVED ${wrong}: write some of ${known}`);
  return undefined;
}
