import type { Flow } from '../model/flow.ts';
import type { Answered } from '../proof/conversation.ts';
import type { Places } from '../proof/prove.ts';

/** Why the bot answered this: how it understood, where it is, which lines of YAML the words came from, what they state, what is kept. */
export function drawWhy({ turn: { trace, session, erase } }: Answered, flow: Flow, places: Places): string {
  const locale = session?.locale ?? flow.defaultLocale;
  const placeOf = (name: string) => {
    const place = places.get(name);
    return place === undefined ? '' : `  ${place.file}:${place.line}`;
  };
  // Words around the choices are the same everywhere.
  const texts = trace.texts.filter((key) => !key.startsWith('chrome.'));
  const lines = [
    `understood as: ${trace.matched.join(', ')}`,
    `node: ${trace.node}${placeOf(`node:${trace.node}`)}`,
    ...texts.map((key) => `text: ${key}${placeOf(`text:${locale}:${key}`) || placeOf(`text:${flow.defaultLocale}:${key}`)}`),
    ...trace.services.map((id) => `service: ${id}${placeOf(`service:${id}`)}`),
    ...trace.claims.map((id) => `claim: ${id} ${flow.claims.get(id)?.what ?? ''}`),
    ...(erase ? ['everything known of the person is erased'] : []),
    `remembered: ${session === undefined ? 'nothing' : JSON.stringify(session)}`,
  ];
  return lines.map((line) => `? ${line}`).join('\n');
}
