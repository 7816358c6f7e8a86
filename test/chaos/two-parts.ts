import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SETTINGS, startServer, tempFolder, whatsappBody } from '../support/server.ts';
import { callOf } from './wire.ts';

/**
 * What it costs that the second part of an answer waits for Graph's word on the first: `node test/chaos/two-parts.ts`. For a Graph API
 * that takes so many milliseconds, prints when a person who asks everything in one sentence gets the two parts, after their webhook was
 * posted, and how much of the wait between them is ours and not Graph's.
 */
const PEOPLE = 200;
const LATENCIES = [0, 50, 100, 200];
const SENTENCE = 'je suis à gao je cherche où dormir';

type Came = { readonly to: string; readonly at: number };
const came: Came[] = [];
let heard: () => void = () => undefined;
let latency = 0;

const graph = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const call = callOf(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const answer = () => response.end(JSON.stringify({ messages: [{ id: `wamid.${came.length}` }], success: true }));
    if (call.kind === 'receipt') return answer();
    came.push({ to: call.to, at: performance.now() });
    heard();
    setTimeout(answer, latency);
  });
});
await new Promise<void>((resolve) => graph.listen(0, '127.0.0.1', resolve));
const folder = tempFolder();
const server = await startServer({
  ...SETTINGS,
  GRAPH_API_URL: `http://127.0.0.1:${(graph.address() as AddressInfo).port}`,
  DATABASE_URL: `sqlite:${folder.path}/anoura.db`,
  LOG_LEVEL: 'error',
  EMULATOR: 'off',
});

process.stdout.write(
  '| Graph answers after ms | first part ms | second part ms | between them, beyond Graph, ms: p50 | p99 |\n|---|---|---|---|---|\n',
);
let people = 0;
for (const ms of [0, ...LATENCIES]) {
  latency = ms;
  const rows: { first: number; second: number }[] = [];
  for (let person = 0; person < PEOPLE; person += 1) rows.push(await ask(`1555${String(++people).padStart(7, '0')}`));
  // The first round is there to warm up.
  if (people === PEOPLE) continue;
  const figures = [
    ms,
    quantile(rows, 0.5, ({ first }) => first),
    quantile(rows, 0.5, ({ second }) => second),
    quantile(rows, 0.5, ({ first, second }) => second - first - ms),
    quantile(rows, 0.99, ({ first, second }) => second - first - ms),
  ];
  process.stdout.write(`| ${figures.map((figure) => (figure === ms ? ms : figure.toFixed(1))).join(' | ')} |\n`);
}
await server.stop();
graph.close();
folder.remove();

async function ask(from: string): Promise<{ first: number; second: number }> {
  const begun = performance.now();
  await server.post('whatsapp', whatsappBody({ from, text: SENTENCE }));
  for (;;) {
    const [first, second] = came.filter(({ to }) => to === from);
    if (first !== undefined && second !== undefined) return { first: first.at - begun, second: second.at - begun };
    await new Promise<void>((resolve) => {
      heard = resolve;
    });
  }
}

function quantile<T>(rows: readonly T[], share: number, pick: (row: T) => number): number {
  const values = rows.map(pick).toSorted((a, b) => a - b);
  return values[Math.floor(values.length * share)] ?? Number.NaN;
}
