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
export type LabelledSet = { readonly language: string; readonly utterances: readonly Utterance[] };

/** The labelled set of a file, whose name is the language; or what is wrong with it, in one line that names the file. */
export function readUtterances(file: SourceFile): { readonly set: LabelledSet } | { readonly problem: string } {
  const { source, problems } = parseSource(file);
  const [broken] = problems;
  if (broken !== undefined) return { problem: `${file.path}: ${broken.message}: ${broken.hint}` };
  const read = z.array(Utterance).safeParse(source.data);
  if (!read.success) return { problem: `${file.path}: ${z.prettifyError(read.error)}` };
  return { set: { language: file.path.replace(/^.*[/\\]/, '').replace(/\.yaml$/, ''), utterances: read.data } };
}
