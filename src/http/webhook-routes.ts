import { type Request, type Response, Router } from 'express';
import type { Channel } from '../channels/channel.ts';
import type { ChannelId } from '../model/channel.ts';
import { methodNotAllowed } from './answers.ts';
import { readBody } from './body.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookMetrics } from './webhook-metrics.ts';

/** `GET` and `POST /webhooks/:channel` for the channels that are on. All that is Express stays here; the work is `webhook`'s. */
export function webhookRoutes(channels: ReadonlyMap<ChannelId, Channel>, webhook: Webhook, metrics: WebhookMetrics): Router {
  const byName = new Map<string, Channel>(channels);
  const withChannel = (handle: (channel: Channel, request: Request, response: Response) => void | Promise<void>) => {
    return (request: Request<{ channel: string }>, response: Response): void | Promise<void> => {
      const channel = byName.get(request.params.channel);
      if (channel === undefined) return void response.status(404).end();
      return handle(channel, request, response);
    };
  };

  const router = Router();
  router
    .route('/webhooks/:channel')
    .get(withChannel(verify))
    .post(withChannel((channel, request, response) => receive(channel, request, response, webhook, metrics)))
    .all(withChannel((_channel, _request, response) => methodNotAllowed(response, 'GET, HEAD, POST')));
  return router;
}

/** The challenge goes back letter for letter, as plain text, so that no browser ever reads it as a page. */
function verify(channel: Channel, request: Request, response: Response): void {
  const challenge = channel.verify(request.query);
  if (challenge === undefined) response.status(403).end();
  else response.type('text/plain').send(challenge);
}

async function receive(channel: Channel, request: Request, response: Response, webhook: Webhook, metrics: WebhookMetrics): Promise<void> {
  const start = performance.now();
  const answered = (status: number | 'gone') => metrics.answered(channel.id, status, (performance.now() - start) / 1000);
  const body = await readBody(request);
  if (body.kind === 'gone') return answered('gone');
  const { status } = body.kind === 'refused' ? body : await webhook(channel, { headers: request.headers, body: body.bytes });
  response.status(status).end();
  answered(status);
}
