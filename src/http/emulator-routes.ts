import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import type { Log } from '../runtime/log.ts';
import { methodNotAllowed } from './answers.ts';
import { readBody } from './body.ts';
import type { EmulatedFile, Emulator, EmulatorRoutes } from './emulator.ts';
import { localOnly, sameOrigin } from './emulator-door.ts';
import { makeEventStream } from './emulator-events.ts';
import { Channel, Fault, Locale, Node, Reset, Send } from './emulator-input.ts';
import { emulatorPage } from './emulator-page.ts';

/** Twenty of the longest messages in the widest script, and as much again. */
const BODY_LIMIT = 512 * 1024;
/** The largest recording in its larger form, and all that is around it. */
const UPLOAD_LIMIT = 2 * 1024 * 1024;

export type EmulatorRouteParts = {
  /** Starts the emulator at the first request that needs it. Undefined when the server is about to stop; rejects when it cannot start. */
  readonly emulator: () => Promise<Emulator | undefined>;
  readonly pageFolder: string;
  readonly log: Log;
};

/** Everything below `/emulator`: the page, what it asks, and the Graph API that our own delivery calls. The contract is model/emulator.ts. */
export function emulatorRoutes({ emulator, pageFolder, log }: EmulatorRouteParts): EmulatorRoutes {
  const withEmulator =
    (handle: (emulator: Emulator, request: Request, response: Response) => void | Promise<void>): RequestHandler =>
    async (request, response) => {
      const running = await emulator().catch((error: unknown) => log.error('the emulator cannot start', {}, error));
      if (running) await handle(running, request, response);
      else response.status(503).end();
    };
  /** A POST whose JSON has a known form. What is wrong with it is not told: the page is ours and knows. */
  const posted = <T>(form: z.ZodType<T>, act: (emulator: Emulator, input: T, response: Response) => void | Promise<void>) =>
    withEmulator(async (running, request, response) => {
      const body = await readBody(request, BODY_LIMIT);
      if (body.kind === 'gone') return;
      if (body.kind === 'refused') return void response.status(body.status).end();
      const input = form.safeParse(jsonOf(body.bytes));
      if (input.success) await act(running, input.data, response);
      else response.status(400).end();
    });
  const stream = makeEventStream();

  const router = Router();
  router.use(localOnly);
  // Not asked for its origin: our own delivery is no page, and the token says who it is.
  router.route('/graph/:version/:account/messages').post(withEmulator(graph)).all(only('POST'));
  router.route('/graph/:version/:account/:edge').post(withEmulator(upload)).all(only('POST'));
  router.use(sameOrigin);
  const gets: readonly (readonly [string, RequestHandler])[] = [
    ['/api/state', withEmulator((running, _request, response) => void response.json(running.state()))],
    [
      '/api/events',
      withEmulator((running, request, response) => (request.method === 'HEAD' ? void response.end() : stream(running, response))),
    ],
    ['/api/test', withEmulator(savedTest)],
    ['/file/:id', withEmulator(sendFile)],
  ];
  const posts: readonly (readonly [string, RequestHandler])[] = [
    ['/api/send', posted(Send, async (running, send, response) => acknowledge(response, await running.send(send)))],
    ['/api/node', posted(Node, async (running, ask, response) => acknowledge(response, await running.open(ask)))],
    ['/api/locale', posted(Locale, (running, { channel, locale }, response) => done(response, running.speak(channel, locale)))],
    [
      '/api/fault',
      posted(Fault, (running, fault, response) => {
        running.fail(fault);
        done(response);
      }),
    ],
    [
      '/api/reset',
      posted(Reset, (running, { channel }, response) => {
        running.reset(channel);
        done(response);
      }),
    ],
  ];
  for (const [path, handler] of gets) router.route(path).get(handler).all(only('GET, HEAD'));
  for (const [path, handler] of posts) router.route(path).post(handler).all(only('POST'));
  router.use(/^\/(api|graph)(\/|$)/, (_request, response) => void response.status(404).end());
  router.use(emulatorPage(pageFolder));
  return router;
}

const only =
  (methods: string): RequestHandler =>
  (_request, response) =>
    methodNotAllowed(response, methods);

function done(response: Response, found = true): void {
  response.status(found ? 204 : 400).end();
}

function acknowledge(response: Response, status: number | undefined): void {
  if (status === 200) response.status(204).end();
  else if (status === undefined) response.status(400).end();
  else response.status(409).json({ status });
}

function savedTest(emulator: Emulator, request: Request, response: Response): void {
  const channel = Channel.safeParse(request.query.channel);
  if (!channel.success) return void response.status(400).end();
  const told = emulator.test(channel.data);
  if (told.ok) response.type('text/yaml').send(told.yaml);
  else response.status(409).json({ reason: told.reason });
}

async function graph(emulator: Emulator, request: Request, response: Response): Promise<void> {
  const body = await readBody(request, BODY_LIMIT);
  if (body.kind === 'gone') return;
  if (body.kind === 'refused') return void response.status(body.status).end();
  const account = String(request.params.account);
  const reply = emulator.graph({ account, authorization: request.headers.authorization, body: body.bytes });
  if (reply.kind === 'cut') request.socket.destroy();
  else response.status(reply.status).json(reply.body);
}

async function upload(emulator: Emulator, request: Request, response: Response): Promise<void> {
  const body = await readBody(request, UPLOAD_LIMIT);
  if (body.kind === 'gone') return;
  if (body.kind === 'refused') return void response.status(body.status).end();
  const file = await uploadedFile(body.bytes, request.headers['content-type'] ?? '');
  const { account, edge } = request.params;
  const reply = emulator.upload({ account: String(account), edge: String(edge), authorization: request.headers.authorization, file });
  if (reply.kind === 'cut') request.socket.destroy();
  else response.status(reply.status).json(reply.body);
}

/** The file in a form, as a browser or any client sends it. */
async function uploadedFile(bytes: Uint8Array, type: string): Promise<EmulatedFile | undefined> {
  const form = await new globalThis.Response(Buffer.from(bytes), { headers: { 'content-type': type } }).formData().catch(() => undefined);
  const file = [...(form?.values() ?? [])].find((value) => value instanceof Blob);
  return file && { type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** Whole or a part of it: a player learns from the last part how long it lasts. Only sound, so that nothing can be run from here. */
function sendFile(emulator: Emulator, request: Request, response: Response): void {
  const file = emulator.file(String(request.params.id));
  if (file === undefined || !file.type.startsWith('audio/')) return void response.status(404).end();
  const { type, bytes } = file;
  const ranges = request.range(bytes.length);
  const [part] = typeof ranges === 'object' && ranges.type === 'bytes' ? ranges : [];
  response.set({ 'content-type': type, 'accept-ranges': 'bytes' });
  if (part === undefined) return void response.end(bytes);
  response.status(206).set('content-range', `bytes ${part.start}-${part.end}/${bytes.length}`);
  response.end(bytes.subarray(part.start, part.end + 1));
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
