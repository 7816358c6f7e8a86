import type { EngineText } from '../model/engine-texts.ts';
import type { Flow, Locale } from '../model/flow.ts';
import type { Session } from '../model/session.ts';

/** What a position shows, before it becomes replies: bubbles of words, and what can be picked below the last. */
export type Draft = { readonly bubbles: readonly string[]; readonly options: readonly Option[] };
export type Option = { readonly choice: string; readonly label: string };

export type Pen = ReturnType<typeof makePen>;

/** Writes texts in the session's language and keeps a list of what was said. */
export function makePen(flow: Flow, session: Session) {
  const said: string[] = [];
  const shown: string[] = [];
  const locale = localeOf(flow, session.locale);
  const plain = (key: string, parameters: Readonly<Record<string, string>> = {}) => {
    const text = locale.texts.get(key) ?? localeOf(flow, flow.defaultLocale).texts.get(key);
    if (text === undefined) throw new Error(`no text ${key} in ${locale.id} or ${flow.defaultLocale}`);
    return text(parameters);
  };
  const needName = (need: string) => plain(flow.directory.topics.has(need) ? `topic.${need}.name` : `need.${need}`);
  const slots = {
    region: session.region === undefined ? '' : plain(`region.${session.region}`),
    need: session.need === undefined ? '' : needName(session.need),
  };
  return {
    flow,
    session,
    locale,
    said,
    shown,
    needName,
    label: plain,
    say: (key: EngineText | (string & {}), parameters: Readonly<Record<string, string>> = {}) => {
      said.push(key);
      return plain(key, { ...slots, ...parameters });
    },
  };
}

function localeOf(flow: Flow, id: string): Locale {
  const locale = flow.locales.get(id) ?? flow.locales.get(flow.defaultLocale);
  if (locale === undefined) throw new Error(`the flow has no locale ${flow.defaultLocale}`);
  return locale;
}
