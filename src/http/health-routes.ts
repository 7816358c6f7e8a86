import { type RequestHandler, Router } from 'express';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { methodNotAllowed } from './answers.ts';

/** `reasons`: why not, in fixed words for the operator; empty when ready. */
export type Readiness = { readonly ready: boolean; readonly reasons: readonly string[] };

/** For the operator's tools: `/healthz` (the process answers), `/readyz` (it can do its work), `/metrics` (how it does it). */
export function healthRoutes(readiness: () => Promise<Readiness>, metrics: Metrics, log: Log): Router {
  const health: RequestHandler = (_request, response) => {
    response.type('text/plain').send('ok');
  };
  const ready: RequestHandler = async (_request, response) => {
    const { ready, reasons } = await readiness().catch((error: unknown): Readiness => {
      log.error('readiness check failed', {}, error);
      return { ready: false, reasons: ['the check itself failed'] };
    });
    response.status(ready ? 200 : 503).json({ ready, reasons });
  };
  const scrape: RequestHandler = async (_request, response) => {
    const text = await metrics.text();
    response.set('Content-Type', metrics.contentType).send(text);
  };

  const router = Router();
  for (const [path, handler] of [
    ['/healthz', health],
    ['/readyz', ready],
    ['/metrics', scrape],
  ] as const) {
    router
      .route(path)
      .get(handler)
      .all((_request, response) => methodNotAllowed(response, 'GET, HEAD'));
  }
  return router;
}
