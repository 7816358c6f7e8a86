import { fold } from '../model/fold.ts';
import type { Draft, LocaleDraft } from './draft.ts';
import { choicesOf, labelKey } from './links.ts';
import type { Report } from './report.ts';
import type { ChoiceYaml } from './schema.ts';
import { below, type PathSpot } from './spots.ts';

/** A row of a menu in one language. `to`: the node that it opens, if it opens one. */
type Row = { readonly label: string; readonly spot: PathSpot; readonly to?: string | undefined };

/** No two rows of a menu read the same, and no row reads like a command that does something else: a typed label must be clear. */
export function checkLabels(draft: Draft, locale: LocaleDraft, report: Report): void {
  const navigation = ['label.back', 'label.menu'].flatMap((key) => rowOf(locale, key));
  const commands = commandsOf(draft, locale);
  for (const [id, { value, spot }] of draft.nodes.entries) {
    const rows = choicesOf(value, spot).flatMap(({ choice }) => rowsOf(choice, draft, locale));
    checkSame(`\`${id}\``, [...navigation, ...rows], report);
    for (const row of rows) checkCommand(row, commands, report);
  }
  // Any two organizations may meet in the menu of a look-up.
  const organizations = [...draft.organizations.ids.keys()].flatMap((id) => rowOf(locale, `organization.${id}`));
  checkSame('organizations', [...navigation, ...organizations], report);
}

function rowsOf(choice: ChoiceYaml, draft: Draft, locale: LocaleDraft): Row[] {
  switch (choice.each) {
    case 'regions':
      return [...draft.regions.ids.keys()].flatMap((id) => rowOf(locale, `region.${id}`));
    case 'topics':
      return [...draft.topics.ids.keys()].flatMap((id) => rowOf(locale, `topic.${id}`));
    case 'locales':
      return [...draft.locales.values()].flatMap(({ meta }) => (meta ? { label: meta.value.name, spot: below(meta.spot, 'name') } : []));
    case undefined:
      return rowOf(locale, labelKey(choice), choice.to);
  }
}

function rowOf(locale: LocaleDraft, key: string, to?: string): Row[] {
  const entry = locale.texts.entries.get(key);
  return entry === undefined ? [] : [{ label: entry.value, spot: entry.spot, to }];
}

function checkSame(menu: string, rows: readonly Row[], report: Report): void {
  const seen = new Set<string>();
  for (const { label, spot } of rows) {
    // Folded, as a typed label is compared; a label of emoji alone is compared as it is.
    const read = fold(label) || label.trim();
    if (seen.has(read))
      report.add('same-label', spot, `“${label}” stands twice in the menu of ${menu}`, 'give each choice a label of its own');
    seen.add(read);
  }
}

type Command = { readonly name: string; readonly to: string | undefined };

/** Commands of a locale by their folded words, with the node that each opens. */
function commandsOf(draft: Draft, locale: LocaleDraft): ReadonlyMap<string, Command> {
  const flow = draft.flow?.value;
  return new Map(
    [...locale.words.commands.entries].flatMap(([name, { value }]) => {
      const to = name === 'menu' ? flow?.home : flow?.shortcuts?.[name];
      return value.map((word): [string, Command] => [fold(word), { name, to }]);
    }),
  );
}

function checkCommand({ label, spot, to }: Row, commands: ReadonlyMap<string, Command>, report: Report): void {
  const command = commands.get(fold(label));
  if (command === undefined || (to !== undefined && to === command.to)) return;
  const hint = `choose another label, or take the word out of \`commands.${command.name}\``;
  report.add('label-is-command', spot, `who types “${label}” gets the command \`${command.name}\`, not this choice`, hint);
}
