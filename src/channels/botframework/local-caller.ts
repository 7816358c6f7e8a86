import type { RawRequest } from '../../model/channel.ts';
import { isLoopback } from '../../runtime/variables.ts';

/** Marks of a proxy. Behind one everybody is on this machine, so a request that has passed one is nobody's of here. */
const PROXIED = /^(?:forwarded|via|x-forwarded.*|x-real-ip|x-original-.*|cf-connecting-ip|true-client-ip)$/;

/**
 * Whether a request to a server on loopback comes from a program of this machine that means to talk to us. The socket says that the
 * machine is right; these headers say that nobody stands behind it: no proxy, no page of a website in the browser here (Origin), and
 * none whose name was made to point at us (Host; DNS rebinding).
 */
export function isLocalCaller({ headers }: RawRequest): boolean {
  if (Object.keys(headers).some((name) => PROXIED.test(name))) return false;
  if (!isLoopbackAuthority(headers.host)) return false;
  return headers.origin === undefined || isLoopbackAuthority(/^https?:\/\/(.+)$/.exec(String(headers.origin))?.[1]);
}

function isLoopbackAuthority(authority: unknown): boolean {
  const host = typeof authority === 'string' ? /^(\[[\da-f:.]+\]|[a-z\d.-]+)(?::\d{1,5})?$/i.exec(authority)?.[1] : undefined;
  return host !== undefined && isLoopback(host);
}
