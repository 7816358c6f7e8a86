import type { Flow } from '../model/flow.ts';
import { type Cell, cellsOf } from './cells.ts';
import { COVERAGE_STYLE } from './coverage-style.ts';
import { escapeMarkup } from './escape.ts';
import type { LocaleProgress } from './locales.ts';
import { type Names, namesIn } from './names.ts';
import { LETTER_NAMES, LETTERS, type Letter, type PictureWords, wordsFor } from './words.ts';

type Page = { readonly flow: Flow; readonly names: Names; readonly words: PictureWords };

/** Region x need as one page that needs nothing beside it: no script, no picture, no font. Prints on A4, sideways. */
export function coverageHtml(flow: Flow, locale: string, progress: readonly LocaleProgress[]): string {
  const page: Page = { flow, names: namesIn(flow, locale), words: wordsFor(locale) };
  const { words } = page;
  const cells = cellsOf(flow);
  return `<!doctype html>
<html lang="${escapeMarkup(page.names.locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(`${words.coverage} · ${flow.id}`)}</title>
<style>${COVERAGE_STYLE}</style>
</head>
<body>
<h1>${escapeMarkup(words.coverage)}</h1>
<p>${escapeMarkup(summary(page, cells))}</p>
${legend(page)}
${matrix(page, cells)}
<section>
<h2>${escapeMarkup(words.languages)}</h2>
${languages(page, progress)}
</section>
<section class="claims">
<h2>${escapeMarkup(words.claims)}</h2>
${claims(page)}
</section>
</body>
</html>
`;
}

function summary({ flow, words }: Page, cells: readonly Cell[]): string {
  const services = [...flow.directory.services.values()];
  const share = (count: number, total: number, of: string) => `${count} ${words.of} ${total} ${of}`;
  return [
    `${words.content} ${flow.revision}`,
    share(cells.filter(({ helps }) => helps.length > 0).length, cells.length, words.filled),
    share(services.filter(({ contacts }) => contacts.length > 0).length, services.length, words.contacts),
    share(services.filter(({ assuredOn }) => assuredOn !== undefined).length, services.length, words.dated),
  ].join(' · ');
}

const letter = (name: Letter) => `<b class="${name}">${LETTERS[name]}</b>`;

function legend(page: Page): string {
  const items = LETTER_NAMES.map((name) => `<li>${letter(name)} ${escapeMarkup(page.words.strengths[name])}</li>`);
  return `<ul class="legend">${items.join('')}</ul>`;
}

function matrix(page: Page, cells: readonly Cell[]): string {
  const { flow, names, words } = page;
  const head = [...flow.directory.regions.keys()].map((id) => `<th scope="col" dir="auto">${escapeMarkup(names.region(id))}</th>`);
  const rows = [...flow.directory.needs.keys()].map((need) => {
    const own = cells.filter((cell) => cell.need === need).map((cell) => drawCell(page, cell));
    return `<tr><th scope="row" dir="auto">${escapeMarkup(names.need(need))}<small>${escapeMarkup(need)}</small></th>${own.join('')}</tr>`;
  });
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeMarkup(words.coverage)}"><table class="matrix">
<thead><tr><th scope="col">${escapeMarkup(words.need)}</th>${head.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}

function drawCell(page: Page, { helps, general }: Cell): string {
  const { names, words } = page;
  const item = (name: Letter, text: string, claims: readonly string[]) =>
    `<li>${letter(name)} <span dir="auto">${escapeMarkup(text)}</span> <small>${escapeMarkup(claims.join(' '))}</small></li>`;
  const items = [
    ...helps.map(({ organization, strength, service }) => item(strength, names.organization(organization), service.claims)),
    ...(helps.length === 0 ? [item('empty', words.nobody, [])] : []),
    ...(general.length > 0 ? [item('general', words.generally, general)] : []),
  ];
  return `<td${helps.length === 0 ? ' class="nobody"' : ''}><ul>${items.join('')}</ul></td>`;
}

function languages({ words }: Page, progress: readonly LocaleProgress[]): string {
  const head = [words.language, words.status, words.translated, words.reviewed, words.audio].map(
    (word) => `<th scope="col">${escapeMarkup(word)}</th>`,
  );
  const rows = progress.map(({ id, name, status, translated, reviewed, total, audio, unrecorded }) => {
    const recordings = [audio, audio + unrecorded.length] as const;
    const counts = ([[translated, total], [reviewed, total], recordings] as const).map(
      ([count, of]) => `<td>${count} ${escapeMarkup(words.of)} ${of}</td>`,
    );
    return `<tr><th scope="row" dir="auto">${escapeMarkup(name)}<small>${escapeMarkup(id)}</small></th><td>${escapeMarkup(words.statuses[status])}</td>${counts.join('')}</tr>`;
  });
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function claims({ flow, names, words }: Page): string {
  const head = [words.claim, words.says, words.regions].map((word) => `<th scope="col">${escapeMarkup(word)}</th>`);
  const rows = [...flow.claims.values()].map(({ id, what, regions, strength, condition }) => {
    const where = regions.length === 0 ? words.everywhere : regions.map(names.region).join(', ');
    const mark = `${strength === 'inferred' ? ` ${letter('inferred')}` : ''}${condition ? ` <small>${escapeMarkup(words.condition)}</small>` : ''}`;
    return `<tr><th scope="row">${escapeMarkup(id)}</th><td>${escapeMarkup(what)}${mark}</td><td dir="auto">${escapeMarkup(where)}</td></tr>`;
  });
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
