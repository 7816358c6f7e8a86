import { readFlow } from '../../src/flow/load.ts';
import type { Directory, Flow, FlowNode } from '../../src/model/flow.ts';
import type { Places } from '../../src/proof/prove.ts';
import { type Edit, edited } from '../flow/repair.ts';
import { mp3, ogg } from '../support/recordings.ts';

/** The repair cafés, with changes to their files, and with recordings: `de/tips.one` to its length in seconds, both forms. */
export function repairFlow(
  edits: readonly Edit[] = [],
  recorded: Readonly<Record<string, number>> = {},
): { readonly flow: Flow; readonly places: Places } {
  const files = Object.entries(recorded).flatMap(([name, seconds]) => [
    [`${name}.ogg`, ogg(seconds)],
    [`${name}.mp3`, mp3(seconds)],
  ]);
  const loaded = readFlow(edited(edits, Object.fromEntries(files)).files);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return loaded;
}

/** Content as it was or will be: some entries taken away, which the loader would not let pass. */
export function lacking(flow: Flow, gone: Partial<Record<'nodes' | 'locales' | keyof Directory, readonly string[]>>): Flow {
  const keep = <T>(map: ReadonlyMap<string, T>, ids: readonly string[] = []) => new Map([...map].filter(([id]) => !ids.includes(id)));
  const { directory } = flow;
  return {
    ...flow,
    nodes: keep(flow.nodes, gone.nodes),
    locales: keep(flow.locales, gone.locales),
    directory: {
      ...directory,
      regions: keep(directory.regions, gone.regions),
      needs: keep(directory.needs, gone.needs),
      topics: keep(directory.topics, gone.topics),
      organizations: keep(directory.organizations, gone.organizations),
      services: keep(directory.services, gone.services),
    },
  };
}

/** The same content with one node more, or another one in its place. */
export const withNode = (flow: Flow, node: FlowNode): Flow => ({ ...flow, nodes: new Map([...flow.nodes, [node.id, node]]) });
