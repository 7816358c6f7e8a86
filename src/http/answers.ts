import { types } from 'node:util';
import type { ErrorRequestHandler, Response } from 'express';
import type { Log } from '../runtime/log.ts';

/** 405 must name what is allowed (RFC 9110, 15.5.6). */
export function methodNotAllowed(response: Response, allow: string): void {
  response.status(405).set('Allow', allow).end();
}

/**
 * The last resort for what a handler threw: a bare status. Express's own would answer with a page, and a stack trace outside
 * production. A path that cannot be decoded arrives here as a 400 of the router.
 */
export function bareError(log: Log): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const status = types.isNativeError(error) && 'status' in error && error.status === 400 ? 400 : 500;
    if (status === 500) log.error('request failed', { method: request.method }, error);
    if (response.headersSent) request.socket.destroy();
    else response.status(status).end();
  };
}
