import { type Request, type Response, Router } from 'express';
import type { BotFramework } from '../channels/botframework/index.ts';
import { BODY_LIMIT } from '../channels/botframework/limits.ts';
import { methodNotAllowed } from './answers.ts';
import { readBody } from './body.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookMetrics } from './webhook-metrics.ts';

/**
 * `POST /api/messages`, where everything that speaks the Bot Framework protocol looks for a bot. Not mounted when the channel is off.
 * No CORS headers: a page of a website that asks whether it may post here hears 405.
 */
export function botFrameworkRoutes(channel: BotFramework, webhook: Webhook, metrics: WebhookMetrics): Router {
  const router = Router();
  router
    .route('/api/messages')
    .post((request, response) => receive(channel, request, response, webhook, metrics))
    .all((_request, response) => methodNotAllowed(response, 'POST'));
  return router;
}

/** As at a webhook; but who wants the replies in the answer (`expectReplies`) waits for the turn, and gets 504 when it takes too long. */
async function receive(
  channel: BotFramework,
  request: Request,
  response: Response,
  webhook: Webhook,
  metrics: WebhookMetrics,
): Promise<void> {
  const start = performance.now();
  const answered = (status: number | 'gone') => metrics.answered(channel.id, status, (performance.now() - start) / 1000);
  const body = await readBody(request, BODY_LIMIT);
  if (body.kind === 'gone') return answered('gone');
  if (body.kind === 'refused') {
    response.status(body.status).end();
    return answered(body.status);
  }
  const { status, answer } = await webhook(channel, { headers: request.headers, body: body.bytes });
  if (answer === undefined) {
    response.status(status).end();
    return answered(status);
  }
  // Whoever hangs up is told nothing; their replies are then refused like all that cannot reach their person.
  if (response.closed) answer.abandon();
  else response.once('close', answer.abandon);
  const replies = await answer.body;
  if (replies === undefined) response.status(504).end();
  else response.json(replies);
  answered(response.statusCode);
}
