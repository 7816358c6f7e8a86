import type { Reply } from '../model/reply.ts';

/**
 * Draws each reply once: the engine gives the same reply to everybody who stands at the same place, and all that differs in what is sent
 * is whom it goes to. What is drawn is shared, so it must never be changed. It is forgotten with the reply, and that with the content.
 */
export function drawnOnce<T>(draw: (reply: Reply) => T): (reply: Reply) => T {
  const drawn = new WeakMap<Reply, { readonly value: T }>();
  return (reply) => {
    const known = drawn.get(reply);
    if (known !== undefined) return known.value;
    const value = draw(reply);
    drawn.set(reply, { value });
    return value;
  };
}
