import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { Agent, request as send } from 'undici';
import { z } from 'zod';
import { answerText, parsedAnswer, unreachable } from '../http-answer.ts';
import { ConnectorFault } from './fault.ts';
import type { ServiceUrlRule } from './service-url.ts';

type ConnectorOptions = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]>;
/** What botbuilder's connector client lets us put in the place of its own HTTP. */
export type HttpClient = NonNullable<ConnectorOptions['httpClient']>;

const TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;

const Accepted = z.object({ id: z.string().min(1).max(512) });
const Refused = z.object({ error: z.object({ code: z.string().max(60) }) });

/**
 * One HTTP call for one activity: no redirect is followed, nothing is tried again, and no host is spoken to that `isServed` does not
 * know, whatever came of the address on its way through botbuilder. Its own client would try a dead connector for 5 s inside one send,
 * and would follow a 307 to any host, token and all.
 */
export function makeHttpClient(isServed: ServiceUrlRule): { readonly client: HttpClient; readonly close: () => Promise<void> } {
  const agent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, keepAliveTimeout: 60_000 });
  const client: HttpClient = {
    sendRequest: async (request) => {
      if (!isServed(new URL(request.url).origin)) throw new ConnectorFault({ kind: 'foreign' });
      const { method, body } = request;
      // Nothing here unfolds an answer.
      request.headers.remove('accept-encoding');
      const headers = request.headers.rawHeaders();
      try {
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        const answer = await send(request.url, { method, headers, body, signal, dispatcher: agent });
        const text = await answerText(answer.body, TIMEOUT_MS);
        const { statusCode: status } = answer;
        if (status < 200 || status > 299) throw refusal(status, answer.headers['retry-after'], text);
        const accepted = Accepted.safeParse(parsedAnswer(text));
        // No class for headers is to be had here; the request's own say all that is read of them, that the body is JSON.
        return { request, status, headers: request.headers.clone(), bodyAsText: JSON.stringify(accepted.data ?? {}) };
      } catch (error) {
        throw error instanceof ConnectorFault ? error : new ConnectorFault(unreachable(error));
      }
    },
  };
  return { client, close: () => agent.close() };
}

function refusal(status: number, retryAfter: string | string[] | undefined, text: string): ConnectorFault {
  const refused = Refused.safeParse(parsedAnswer(text));
  const seconds = Number(retryAfter);
  return new ConnectorFault({
    kind: 'status',
    status,
    ...(refused.success && { code: refused.data.error.code }),
    ...(seconds > 0 && seconds <= 3600 && { afterMs: seconds * 1000 }),
  });
}
