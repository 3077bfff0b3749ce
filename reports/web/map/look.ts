/** lookHtml: what a file holds, what each field and word of it would be, and the command line that writes it. */
import { printable } from '../../../benchmarks/files/check.ts';
import { commandLine } from '../../../benchmarks/files/command-line.ts';
import { NUMBER } from '../../../benchmarks/map/field.ts';
import type { Note } from '../../../benchmarks/map/notes.ts';
import { FIELDS, type MapPlan, planWords } from '../../../benchmarks/map/plan.ts';
import type { SeenWord } from '../../../benchmarks/map/words.ts';
import { InputError } from '../../../judge/errors.ts';
import type { lookAtBytes } from '../../../runners/map-file.ts';
import { attribute, both, eachLanguage } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import { type Language, translate, type Word } from '../../words/translate.ts';
import { numberHead } from '../annotation/overview-pages.ts';

type Look = Awaited<ReturnType<typeof lookAtBytes>>;

/** Fields and words that are listed. */
const MOST_LISTED = 60;
/** Places within one object at which rows may stand. */
const MOST_PLACES = 6;

export function lookHtml(name: string, look: Look, language: Language): Html {
  const { container, rows, plan, would, words } = look;
  const notes = container.notes.map((note) => html`, ${said(note)}`);
  return html`<h2>${printable(name, 200)}</h2><p>${said(container.kind)}, ${both('map.rowCount', { n: rows })}${notes}</p>
${would instanceof InputError ? withinIt(look.guess.within) : ''}
${fieldTable(look)}
${wordTable('labels', words.labels, ['satisfied', 'partial', 'unsatisfied', 'unscored'])}
${weightTable(words.weights)}
${wordTable('outcomes', words.outcomes, ['a', 'b', 'tie', 'none'])}
${negative(plan, would)}
${settings(plan, language)}
${would instanceof InputError ? html`<h2>${both('map.notYet')}</h2><p class="notyet">${both('map.ownWords')} <span lang="en">${printable(would.message, 1_000)}</span></p>` : outcome(would)}
<h2>${both('map.command')}</h2><pre id="command">${commandLine(['gavel', 'data', 'map', name, ...planWords(plan), '--out', 'DIR'])}</pre><p><button type="button" data-copy>${both('map.copy')}</button></p>`;
}

function said({ says, places }: Note): Html {
  return eachLanguage((language) => printable(translate(`map.note.${says}`, language, places), 300));
}

/** A click takes the rows from there. */
function withinIt(within: Look['guess']['within']): Html {
  if (within.length === 0) return html``;
  const buttons = within
    .slice(0, MOST_PLACES)
    .map(({ path, rows }) => html`<button type="button" data-rows="${path}">${printable(path, 60)} (${rows})</button> `);
  return html`<p class="means">${both('map.within')}: ${buttons}</p>`;
}

function fieldTable({ guess: { seen }, plan }: Look): Html {
  const fieldOf = new Map(Object.entries(plan.map).map(([field, path]) => [path, field]));
  const said = [...fieldOf.keys()].filter((path) => !seen.some((one) => one.path === path));
  const listed = [
    ...seen.slice(0, MOST_LISTED),
    ...said.map((path) => ({ path, filled: undefined, places: 0, example: path.startsWith(NUMBER) ? '1, 2, 3, …' : '' })),
  ];
  const rows = listed.map(({ path, filled, places, example }) => {
    const full = filled === undefined ? '' : `${places === 0 ? 0 : Math.round((100 * filled) / places)}%`;
    const chosen = fieldOf.get(path);
    const options = FIELDS.map((field) => html`<option value="${field}"${field === chosen ? html` selected` : ''}>${field}</option>`);
    return html`<tr><th scope="row" class="path">${printable(path, 80)}</th><td class="number">${full}</td><td class="example">${printable(example, 80)}</td><td><select data-path="${path}" aria-label="${printable(path, 80)}"><option value="">–</option>${options}</select></td></tr>`;
  });
  const more = seen.length - MOST_LISTED;
  return html`<h2>${both('map.fields')}</h2><div class="scroll"><table><thead><tr>${heads(['map.field'])}${numberHead('map.full')}${heads(['map.example', 'map.is'])}</tr></thead><tbody>${rows}</tbody></table></div>${more > 0 ? html`<p>${both('map.more', { n: more })}</p>` : ''}`;
}

function wordTable(kind: 'labels' | 'outcomes', words: readonly SeenWord[], meanings: readonly WordMeaning[]): Html {
  if (words.length === 0) return html``;
  const rows = words.slice(0, MOST_LISTED).map(({ criterion, word, count, means }) => {
    const buttons = meanings.map(
      (meaning) =>
        html`<button type="button" data-kind="${kind}" data-criterion="${criterion}" data-word="${word}" data-means="${meaning}" aria-pressed="${String(means === meaning)}"${word === '' ? html` disabled` : ''}>${both(`map.${meaning}`)}</button> `,
    );
    const of = criterion === '*' ? '' : `${printable(criterion, 60)}: `;
    return html`<tr><th scope="row" class="${means === undefined ? 'unsaid' : ''}">${of}${word === '' ? both('map.empty') : printable(word, 60)}</th><td class="number">${count}</td><td class="means">${buttons}</td></tr>`;
  });
  return html`<h2>${both(`map.${kind}`)}</h2><div class="scroll"><table><thead><tr>${heads(['map.word'])}${numberHead('map.count')}${heads(['map.means'])}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

type WordMeaning = 'satisfied' | 'partial' | 'unsatisfied' | 'unscored' | 'a' | 'b' | 'tie' | 'none';

function weightTable(words: readonly SeenWord[]): Html {
  if (words.length === 0) return html``;
  const rows = words
    .slice(0, MOST_LISTED)
    .map(
      ({ word, count, means }) =>
        html`<tr><th scope="row" class="${means === undefined ? 'unsaid' : ''}">${printable(word, 60)}</th><td class="number">${count}</td><td><input type="number" step="any" data-weight="${word}" value="${means ?? ''}" aria-label="${printable(word, 60)}"></td></tr>`,
    );
  return html`<h2>${both('map.weights')}</h2><div class="scroll"><table><thead><tr>${heads(['map.word'])}${numberHead('map.count')}${heads(['map.weighs'])}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Asked where the mapper asks, or where it was said. */
function negative({ negative: said }: MapPlan, would: Look['would']): Html {
  if (said === undefined && !(would instanceof InputError && would.message.includes('--negative'))) return html``;
  const buttons = (['flaw', 'avoided'] as const).map(
    (meaning) =>
      html`<button type="button" data-negative="${meaning}" aria-pressed="${String(said === meaning)}">${both(`map.${meaning}`)}</button> `,
  );
  return html`<h2>${both('map.negative')}</h2><p class="means">${both('map.negativeHow')} ${buttons}</p>`;
}

function settings({ rows = '', wide = '' }: MapPlan, language: Language): Html {
  const input = (name: 'rows' | 'wide', value: string) =>
    html`<label>${both(`map.${name}`)} <input type="text" name="${name}" value="${value}" ${attribute('aria-label', `map.${name}`, language)}></label>`;
  return html`<details${rows + wide === '' ? '' : html` open`}><summary>${both('map.settings')}</summary><form id="settings">${input('rows', rows)}${input('wide', wide)}<button>${both('map.use')}</button></form></details>`;
}

function outcome({ tasks, reports, verdicts, battles, unscored, notes }: Exclude<Look['would'], InputError>): Html {
  const criteria = tasks.reduce((sum, { rubric = [] }) => sum + rubric.length, 0);
  const lines = [
    ...(tasks.length > 0 ? [both('map.tasks', { n: tasks.length, criteria })] : []),
    ...(reports.length > 0 ? [both('map.reports', { n: reports.length })] : []),
    ...(verdicts.length > 0 ? [both('map.verdicts', { n: verdicts.length, unscored })] : []),
    ...(battles.length > 0 ? [both('map.battles', { n: battles.length })] : []),
    ...notes.map(said),
  ];
  return html`<h2>${both('map.would')}</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function heads(words: readonly Word[]): Html[] {
  return words.map((word) => html`<th scope="col">${both(word)}</th>`);
}
