import { resolve } from 'node:path';
import type { EmulatorRoutes } from '../http/emulator.ts';
import { emulatorRoutes } from '../http/emulator-routes.ts';
import type { Config } from '../runtime/config.ts';
import type { Log } from '../runtime/log.ts';
import { type RunningEmulator, startEmulator } from './emulator.ts';
import { type Edition, followContent, type GoodRead } from './live-content.ts';

/** The emulator's place in the server: its routes, and its end. */
export type EmulatorHost = { readonly routes: EmulatorRoutes; readonly stop: () => Promise<void> };

export type EmulatorHostParts = {
  readonly config: Config;
  readonly content: GoodRead;
  /** Where this server is reached from this machine; known once it listens. */
  readonly url: () => string;
  /** There is other content without errors. Never in production. */
  readonly onEdition: (edition: Edition) => void;
  readonly clock: () => number;
  readonly log: Log;
};

/** Made by `npm run build`. */
const PAGE_FOLDER = resolve(import.meta.dirname, '../../dist/page');

/**
 * Follows the content from the start, but starts the pipeline only when somebody opens the page: most servers under development, and all
 * those in tests, are never asked.
 */
export function hostEmulator({ config, content: first, url, onEdition, clock, log }: EmulatorHostParts): EmulatorHost {
  const content = followContent(config, first, { clock, follow: !config.production });
  let edition = first.edition;
  content.onChange(() => {
    if (content.edition() === edition) return;
    edition = content.edition();
    onEdition(edition);
  });

  let running: Promise<RunningEmulator> | undefined;
  let stopped = false;
  const start = (): Promise<RunningEmulator> => {
    const { replyMaxAgeMs, graph } = config;
    const starting = startEmulator({ url: url(), graphVersion: graph.version, content, replyMaxAgeMs, clock, log });
    // A start that failed (a full disk) may succeed at the next request.
    starting.catch(() => {
      running = undefined;
    });
    return starting;
  };

  return {
    routes: emulatorRoutes({
      emulator: async () => {
        if (stopped) return undefined;
        running ??= start();
        return running;
      },
      pageFolder: PAGE_FOLDER,
      log,
    }),
    stop: async () => {
      stopped = true;
      content.stop();
      await running?.then((emulator) => emulator.stop());
    },
  };
}
