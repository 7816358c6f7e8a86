import { z } from 'zod';
import { phrasesIn } from './phrases.ts';

export const CONTACT_KINDS = ['phone', 'address', 'hours', 'web'] as const;

/**
 * A mapping without room for other keys. zod does not tell which keys it knows, so its message carries them: `issues.ts`
 * makes the nearest-name hint of it.
 */
export const mapping = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined) });

// References are plain text here: whether they exist is known only when all files are read.
const name = z.string();
const names = z.array(name);
const someNames = names.min(1);
const date = z.iso.date();
const filled = z.string().min(1);

const say = z.union([name, z.object({ by: z.literal('region'), otherwise: name }).catchall(name)]);
const sayList = z.union([say, z.array(say).min(1)]);

const choice = mapping({ to: name.optional(), label: name.optional(), each: z.enum(['regions', 'topics', 'locales']).optional() }).refine(
  ({ to, each, label }) => (to === undefined ? each !== undefined && label === undefined : each === undefined),
  { error: 'choice-form' },
);
const choices = z.array(choice).optional();

export const flowSchema = mapping({
  id: filled,
  start: name,
  home: name,
  greeting: name,
  locale: name,
  shortcuts: z.record(z.string(), name).optional(),
  signals: z.record(z.string(), name).optional(),
  numbers: z.record(z.string(), name).optional(),
});

export const nodeSchema = z.discriminatedUnion('kind', [
  // biome-ignore lint/suspicious/noThenProperty: the authors' word; a schema is never awaited
  mapping({ kind: z.literal('question'), say: sayList, fills: z.enum(['region', 'need', 'locale']), choices, then: name }),
  mapping({ kind: z.literal('page'), say: sayList, choices }),
  mapping({ kind: z.literal('answer'), choices }),
  // An end has no choices; the key is known so that the problem can say so.
  mapping({ kind: z.literal('end'), say: sayList, choices }),
]);

export const claimSchema = mapping({
  what: filled,
  lines: z.array(z.int().positive()).min(1),
  regions: names,
  source: filled,
  strength: z.enum(['stated', 'inferred']).optional(),
  condition: z.boolean().optional(),
});
export const regionSchema = mapping({ elsewhere: name.optional() });
export const needSchema = mapping({ page: name.optional() });
export const topicSchema = mapping({ needs: someNames, page: name.optional() });
export const organizationSchema = mapping({ members: someNames.optional() });

const contact = mapping({
  kind: z.enum(CONTACT_KINDS),
  value: filled,
  // Needed all three; optional here so that one problem can name everything that is missing.
  source: z.string().optional(),
  assured_on: date.optional(),
  expires_on: date.optional(),
});

export const serviceSchema = mapping({
  organization: name,
  needs: someNames,
  regions: someNames,
  claims: someNames,
  say: z.union([name, someNames]).optional(),
  contacts: z.array(contact).optional(),
  assured_on: date.optional(),
});

export const noteSchema = mapping({ needs: someNames, regions: someNames, say: name, claims: names.optional() });

export const textNamesSchema = names;
export const citedSchema = someNames;

export const localeSchema = mapping({
  name: filled,
  direction: z.enum(['ltr', 'rtl']),
  status: z.enum(['reviewed', 'team', 'draft']),
  reviewed_by: filled.optional(),
  reviewed_on: date.optional(),
  fallback: someNames.optional(),
  voice: names.optional(),
  guarded: z.record(z.string(), names).optional(),
  forbidden: names.optional(),
});

export const textSchema = z.string();
export const fingerprintSchema = z.string();
/** A list of phrases, or one text with a comma or a line end between them: YAML reads thousands of phrases five times faster so. */
export const wordsSchema = z.union([names, z.string().transform(phrasesIn)]);

export type FlowYaml = z.infer<typeof flowSchema>;
export type NodeYaml = z.infer<typeof nodeSchema>;
export type SayYaml = z.infer<typeof say>;
export type ChoiceYaml = z.infer<typeof choice>;
export type ClaimYaml = z.infer<typeof claimSchema>;
export type RegionYaml = z.infer<typeof regionSchema>;
export type NeedYaml = z.infer<typeof needSchema>;
export type TopicYaml = z.infer<typeof topicSchema>;
export type OrganizationYaml = z.infer<typeof organizationSchema>;
export type ContactYaml = z.infer<typeof contact>;
export type ServiceYaml = z.infer<typeof serviceSchema>;
export type NoteYaml = z.infer<typeof noteSchema>;
export type LocaleYaml = z.infer<typeof localeSchema>;
