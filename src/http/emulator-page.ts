import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';
import { methodNotAllowed } from './answers.ts';

const NOT_BUILT = 'The emulator page has not been built yet. Run "npm run build" in the project folder, then load this page again.\n';

/** The page's files as Vite built them into `folder`. Looked for at each request, so that a build helps without a restart. */
export function emulatorPage(folder: string): Router {
  const router = Router();
  const isBuilt = () => existsSync(join(folder, 'index.html'));
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed(response, 'GET, HEAD');
    const [path = '', query] = request.originalUrl.split('?');
    // The page names its files and the API relative to itself, so it must lie in a folder.
    if (request.path === '/' && !path.endsWith('/')) return response.redirect(308, `${path}/${query === undefined ? '' : `?${query}`}`);
    if (request.path === '/' && !isBuilt()) return void response.status(503).type('text/plain').send(NOT_BUILT);
    next();
  });
  router.use(express.static(folder, { redirect: false, etag: false, lastModified: false, cacheControl: false }));
  return router;
}
