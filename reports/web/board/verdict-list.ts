/** verdictList: the criteria of a report with what every judge says of them, each quote leading to where it stands. */
import type { JudgedReport, ShownCriterion, ShownVerdict } from '../../judged-report/judged-report.ts';
import { attribute, both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { Language } from '../../words/translate.ts';
import type { BoardOpening } from '../frame.ts';
import type { BoardState } from './address.ts';
import { labelMark, type Names, named, plain, quoteMark } from './parts.ts';

export interface Judged {
  readonly shown: JudgedReport;
  /** Of quotes, those that are underlined in the report. */
  readonly rendered: { readonly marked: readonly string[] };
  /** Of axes. */
  readonly names?: Names;
}

/** @param criteria of the report, those that are shown */
export function verdictList(
  { to, language }: BoardOpening,
  { shown, rendered, names = {} }: Judged,
  criteria: readonly ShownCriterion[],
  state: BoardState,
  canLabel: boolean,
): Html {
  const { benchmark, task, agent } = shown;
  const about: About = {
    marked: new Set(rendered.marked),
    names,
    asked: (criterion) => to({ benchmark, task, agent }, { ...state, tab: 'prompt', criterion, quote: undefined }),
    canLabel,
    language,
  };
  return html`<ol class="verdicts" tabindex="0">${criteria.map((criterion) => verdictItem(criterion, about))}</ol>`;
}

interface About {
  readonly marked: ReadonlySet<string>;
  readonly names: Names;
  /** Where the prompts stand, by the id of the criterion. */
  readonly asked: (criterion: string) => string;
  readonly canLabel: boolean;
  readonly language: Language;
}

function verdictItem(criterion: ShownCriterion, { marked, names, asked, canLabel, language }: About): Html {
  const { id, criterion: words, weight, axis, fatal, lost, verdicts, unscored = [] } = criterion;
  const name = verdicts.length === 0 ? id : html`<a href="${asked(id)}" ${attribute('title', 'board.tab-prompt', language)}>${id}</a>`;
  // Few elements: there are many criteria, and words in two languages for each would cost the page as much as the report.
  const label = html` <button type="button" class="plain screen" data-label-here aria-keyshortcuts="s t x" ${attribute('title', 'label.here', language)} ${attribute('aria-label', 'label.here', language)}>✎</button>`;
  return html`<li id="c-${id}" data-criterion="${id}"${weight < 0 ? html` data-flaw` : ''}><p>${lost === null ? html`<span class="muted">${both('board.unjudged')}</span>` : lost > 0 ? html`<span class="lost">−${plain(lost)}</span>` : html`<span class="muted">−0</span>`} ${words} <span class="muted">(${name} · ${both('board.weight')} ${plain(weight)}${axis === null ? '' : html` · ${named(axis, names)}`}${fatal ? html` · ${both('board.fatal')}` : ''})</span>${canLabel ? label : ''}</p>
${verdicts.map((verdict, v) =>
  saidBy(verdict, weight, (q) => {
    const name = `${id}-${v}-${q}`;
    return marked.has(name) ? `#q-${name}` : undefined;
  }),
)}
${unscored.map(({ judge, trial, error }) => html`<p class="said muted">${judge} · ${trial}: ${both('board.unscoredBy')} ${error}</p>`)}</li>`;
}

/** @param href of the place in the report where a quote stands, by its number */
export function saidBy(
  { judge, trial, label, confidence, reason, quotes }: ShownVerdict,
  weight: number,
  href: (quote: number) => string | undefined,
): Html {
  return html`<div class="said">${labelMark(label, weight)} <span class="muted">${judge} · ${trial}${confidence === undefined ? '' : ` · ${confidence.toFixed(2)}`}</span>${reason === '' ? '' : html`<br>${reason}`}
${quotes.map((quote, q) => html`<p class="quoted">${quoteMark(quote)} ${link(quote.text, href(q))}</p>`)}</div>`;
}

function link(text: string, href: string | undefined): Html {
  return href === undefined ? html`“${text}”` : html`<a href="${href}">“${text}”</a>`;
}
