import { createHash, timingSafeEqual } from 'node:crypto';

/** Longest challenge that is echoed; Meta's are a few digits. Longer ones are somebody else's. */
const CHALLENGE_LIMIT = 200;

/**
 * Meta's registration call (`hub.mode`, `hub.verify_token`, `hub.challenge` as literal query names): the challenge to echo when the
 * token is ours, undefined otherwise. Tokens are compared by their hashes, so neither length nor content leaks by timing.
 */
export function verifiedChallenge(query: Readonly<Record<string, unknown>>, verifyToken: string): string | undefined {
  const mode = query['hub.mode'];
  const token = query['hub.verify_token'];
  const challenge = query['hub.challenge'];
  if (mode !== 'subscribe' || typeof token !== 'string' || typeof challenge !== 'string') return undefined;
  if (challenge.length === 0 || challenge.length > CHALLENGE_LIMIT) return undefined;
  return timingSafeEqual(digest(token), digest(verifyToken)) ? challenge : undefined;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
