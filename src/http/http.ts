import type { RequestListener } from 'node:http';
import express from 'express';
import type { BotFramework } from '../channels/botframework/index.ts';
import type { Channel } from '../channels/channel.ts';
import type { ChannelId } from '../model/channel.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { bareError } from './answers.ts';
import { botFrameworkRoutes } from './botframework-routes.ts';
import type { EmulatorRoutes } from './emulator.ts';
import { healthRoutes, type Readiness } from './health-routes.ts';
import { type HttpServer, makeServer, type Timeouts } from './server.ts';
import { makeWebhook, type WebhookParts } from './webhook.ts';
import { makeWebhookMetrics } from './webhook-metrics.ts';
import { webhookRoutes, withWebhooks } from './webhook-routes.ts';

export type HttpParts = Omit<WebhookParts, 'metrics'> & {
  /** The channels with webhooks that are on. */
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly botFramework?: BotFramework;
  readonly readiness: () => Promise<Readiness>;
  /** There when the emulator is on; it guards itself. */
  readonly emulator?: EmulatorRoutes;
  readonly metrics: Metrics;
  readonly timeouts?: Timeouts;
};

/** The server with everything it answers to; it listens when told to. */
export function makeHttp(parts: HttpParts): HttpServer {
  return makeServer(makeHandler(parts), parts.log, parts.timeouts);
}

function makeHandler({ channels, botFramework, readiness, emulator, metrics, log, ...rest }: HttpParts): RequestListener {
  const webhookMetrics = makeWebhookMetrics(metrics);
  const webhook = makeWebhook({ ...rest, log, metrics: webhookMetrics });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // `hub.mode` is a key as it stands; the extended parser would make objects of brackets in a stranger's query.
  app.set('query parser', 'simple');
  app.use((_request, response, next) => {
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    next();
  });
  app.use(webhookRoutes(channels));
  if (botFramework) app.use(botFrameworkRoutes(botFramework, webhook, webhookMetrics));
  app.use(healthRoutes(readiness, metrics, log));
  if (emulator) app.use('/emulator', emulator);
  app.use((_request, response) => void response.status(404).end());
  app.use(bareError(log));
  return withWebhooks(channels, webhook, webhookMetrics, app);
}
