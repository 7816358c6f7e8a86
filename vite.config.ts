import { defineConfig } from 'vite';

/** Where the server looks for the built page, and under which address it serves it. */
const OUT = '../../dist/page';
const BASE = '/emulator/';
/** Where `npm start` listens. It takes requests of its own page only, so the proxy says that it is that. */
const SERVER = 'http://127.0.0.1:3978';

/**
 * Builds the emulator page. Everything is a file of its own (no inlined data, no polyfill script), so that the page lives under a
 * Content-Security-Policy of 'self' alone. `npx vite` serves it while it is worked on, with the API of a running server behind it.
 */
export default defineConfig({
  root: 'src/page',
  base: BASE,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: OUT, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: true },
  server: { proxy: { [`${BASE}api`]: { target: SERVER, changeOrigin: true, headers: { origin: SERVER } } } },
});
