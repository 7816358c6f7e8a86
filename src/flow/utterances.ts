import { z } from 'zod';
import { parseSource, type SourceFile } from './documents.ts';

const names = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);
const Utterance = z
  .strictObject({
    say: z.string(),
    at: z.strictObject({ region: z.string().optional(), need: z.string().optional() }).optional(),
    region: z.string().optional(),
    need: names.optional(),
    also: z.string().optional(),
    node: names.optional(),
    ask: z.literal(true).optional(),
    trap: z.literal(true).optional(),
  })
  .refine(({ need, node, ask }) => need !== undefined || node !== undefined || ask, { error: 'say what is right: need, node or ask' });

/**
 * What somebody may write, and what is right. `need`, `node`: any of them. `ask`: nothing may be shown as an answer. `at`: where the person
 * stands; else it is their first message. `trap`: made to mislead.
 */
export type Utterance = z.infer<typeof Utterance>;
/** `half`: what all of it is for; else a rule takes half of it for each. */
export type LabelledSet = { readonly language: string; readonly half?: 'tune' | 'report'; readonly utterances: readonly Utterance[] };

const HALVES: Readonly<Record<string, LabelledSet['half']>> = { tuned: 'tune', blind: 'report' };

/**
 * The labelled set of a file, or what is wrong with it, in one line that names the file. Its name is the language: `fr.yaml`, of which one
 * half is tuned on and the other reports; `fr.tuned.yaml`, all of which is tuned on; `fr.blind.yaml`, all of which reports.
 */
export function readUtterances(file: SourceFile): { readonly set: LabelledSet } | { readonly problem: string } {
  const { source, problems } = parseSource(file);
  const [broken] = problems;
  if (broken !== undefined) return { problem: `${file.path}: ${broken.message}: ${broken.hint}` };
  const read = z.array(Utterance).safeParse(source.data);
  if (!read.success) return { problem: `${file.path}: ${z.prettifyError(read.error)}` };
  const [language = '', use = ''] = file.path.replace(/^.*[/\\]/, '').split('.');
  const half = HALVES[use];
  return { set: { language, ...(half === undefined ? {} : { half }), utterances: read.data } };
}
