import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Request, type Response, Router } from 'express';
import type { Channel } from '../channels/channel.ts';
import type { ChannelId } from '../model/channel.ts';
import { methodNotAllowed } from './answers.ts';
import { readBody } from './body.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookMetrics } from './webhook-metrics.ts';

const PATH = '/webhooks/';

/**
 * `POST /webhooks/:channel` without Express, which serves everything else: this one route is nearly all there is to serve, and Express
 * would be a third of what a turn costs (`npm run bench`). What is no POST to a channel that is on goes to `others`.
 */
export function withWebhooks(
  channels: ReadonlyMap<ChannelId, Channel>,
  webhook: Webhook,
  metrics: WebhookMetrics,
  others: RequestListener,
): RequestListener {
  const byPath = new Map([...channels].map(([id, channel]) => [PATH + id, channel]));
  return (request, response) => {
    const channel = request.method === 'POST' ? byPath.get(pathOf(request.url)) : undefined;
    if (channel === undefined) others(request, response);
    else receive(channel, request, response, webhook, metrics).catch(() => response.destroy());
  };
}

/** Without the query and a slash at the end, as Express would have it. */
function pathOf(url = ''): string {
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

async function receive(channel: Channel, request: IncomingMessage, response: ServerResponse, webhook: Webhook, metrics: WebhookMetrics) {
  const start = performance.now();
  const body = await readBody(request);
  const status =
    body.kind === 'gone'
      ? body.kind
      : body.kind === 'refused'
        ? body.status
        : (await webhook(channel, { headers: request.headers, body: body.bytes })).status;
  if (status !== 'gone') response.writeHead(status, BARE).end();
  metrics.answered(channel.id, status, (performance.now() - start) / 1000);
}

/** Nothing to read, and not to be kept by anybody. */
const BARE = { 'Content-Length': 0, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** What else comes to the address of a channel: Meta's verification by GET, and what is refused. */
export function webhookRoutes(channels: ReadonlyMap<ChannelId, Channel>): Router {
  const byName = new Map<string, Channel>(channels);
  const router = Router();
  router
    .route(`${PATH}:channel`)
    .all((request, response, next) => {
      if (byName.has(request.params.channel)) next();
      else response.status(404).end();
    })
    .get((request, response) => verify(byName.get(request.params.channel), request, response))
    .all((_request, response) => methodNotAllowed(response, 'GET, HEAD, POST'));
  return router;
}

/** The challenge goes back letter for letter, as plain text, so that no browser ever reads it as a page. */
function verify(channel: Channel | undefined, request: Request, response: Response): void {
  const challenge = channel?.verify(request.query);
  if (challenge === undefined) response.status(403).end();
  else response.type('text/plain').send(challenge);
}
