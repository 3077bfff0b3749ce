/** casePage: one report beside its verdicts, each quote underlined where it stands. */
import { type BattlesOn, battlesBetween } from '../../board/battles-on.ts';
import type { CriterionAsked } from '../../judged-report/asked.ts';
import type { JudgedReport, ShownCriterion, ShownVerdict } from '../../judged-report/judged-report.ts';
import { both } from '../../page/each-language.ts';
import { type Html, html, trusted } from '../../page/html.ts';
import { htmlLanguage } from '../../words/translate.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState } from './address.ts';
import { askedPart } from './asked-part.ts';
import { battlesPart } from './battles-part.ts';
import { choices, hundred, kept, labelMark, type Names, named, plain, quoteMark, switches } from './parts.ts';

export interface Case {
  readonly shown: JudgedReport;
  /** The report for people's eyes, made by renderReport with what `quotesOf` finds. */
  readonly rendered: { readonly html: string; readonly marked: readonly string[] };
  /** The report's text was kept out of what is published. */
  readonly isWithheld?: boolean;
  /** As the agent wrote it, where it is asked for. */
  readonly raw?: string;
  /** What judges were asked, and what is stored of their replies, where that is asked for: of one criterion, or of more. */
  readonly asked?: readonly CriterionAsked[];
  /** On the task, where they are asked for. */
  readonly battles?: BattlesOn;
  /** Numbers of the agent's attempts at the task. */
  readonly attempts?: readonly number[];
  /** Of axes. */
  readonly names?: Names;
  readonly query: string;
  /** Of the task. */
  readonly language: string;
  /** Of the benchmark: all, and the one whose labels make the reward. */
  readonly judges: readonly string[];
  readonly judge: string | null;
  /** All that have attempted the task, for a step to another. */
  readonly agents: readonly string[];
  /** Tasks before and after it in the grid. */
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

export function casePage(opening: BoardOpening, one: Case, state: BoardState): BoardPage {
  const { shown, query, language, rendered } = one;
  const { benchmark, task, agent } = shown;
  const place = { benchmark, task, agent };
  const { to } = opening;
  const marked = new Set(rendered.marked);
  const main = html`<h1>${task} · ${agent}</h1>
<details><summary>${both('board.query')}</summary><p lang="${htmlLanguage(language)}">${query}</p></details>
${steps(opening, one, state)}
${switches(opening, place, state, one.judges, one.judge)}
<p>${writtenOut(shown)}</p>
${shown.status === 'done' ? '' : html`<p class="lost">${shown.status}${shown.error === undefined ? '' : `: ${shown.error}`}</p>`}
${tabs(opening, one, state)}
<div class="case"${opens(state)}>
<div class="report" tabindex="0" role="region" lang="${htmlLanguage(language)}">${leftOf(opening, one, state)}</div>
<ol class="verdicts" tabindex="0">${shown.criteria.map((criterion) => verdictItem(criterion, marked, one.names ?? {}, to(place, { ...state, tab: 'prompt', criterion: criterion.id, quote: undefined })))}</ol>
</div>`;
  return { place, state, main };
}

/** Where the page opens, as its address says: at a criterion, and in the report at its quote. */
function opens({ criterion, quote }: BoardState): Html {
  return criterion === undefined ? html`` : html` data-open="c-${criterion}${quote === undefined ? '' : `\nq-${criterion}-0-${quote}`}"`;
}

function steps({ to }: BoardOpening, { shown, agents, previous, next }: Case, state: BoardState): Html {
  const { benchmark, task, agent } = shown;
  const step = (id: string, word: 'board.previous' | 'board.next') =>
    html`<a href="${to({ benchmark, task: id, agent }, kept(state))}" data-key="${word === 'board.next' ? 'next-task' : 'previous-task'}">${both(word)} ${id}</a>`;
  const [before, after] = around(agents, agent);
  const keysOf = (name: string) => [...(name === after ? ['next-agent'] : []), ...(name === before ? ['previous-agent'] : [])].join(' ');
  const others = agents
    .filter((name) => name !== agent)
    .map(
      (name) =>
        html`<span><a href="${to({ benchmark, task, agent: name }, kept(state))}" data-key="${keysOf(name)}">${name}</a> (<a href="${to({ benchmark, task, agent }, { ...kept(state), beside: name })}"${name === after ? html` data-key="beside"` : ''}>${both('board.beside')}</a>)</span>`,
    );
  return html`<p class="switches screen">${previous === undefined ? '' : step(previous, 'board.previous')} ${next === undefined ? '' : step(next, 'board.next')} <span class="apart">${both('board.others')}</span> ${others}</p>`;
}

/** Who comes before and after in the row, which is a ring. */
function around(agents: readonly string[], agent: string): readonly [before: string | undefined, after: string | undefined] {
  const at = agents.indexOf(agent);
  return [agents[(at - 1 + agents.length) % agents.length], agents[(at + 1) % agents.length]];
}

/** The report, or what else there is of it. */
function leftOf({ to }: BoardOpening, one: Case, state: BoardState): Html {
  const { shown, asked, battles, isWithheld = false } = one;
  const { benchmark, task, agent, criteria } = shown;
  if (asked !== undefined) return askedPart(asked.find(({ id }) => id === (state.criterion ?? criteria[0]?.id)));
  if (battles !== undefined)
    return battlesPart(battlesBetween(battles, [agent]), agent, (other) =>
      to({ benchmark, task, agent }, { ...kept(state), beside: other }),
    );
  return isWithheld ? html`<p class="muted">${both('board.withheld')}</p>` : reportOf(one);
}

/** The report as it is meant to look, as it was written, or what was done for it. */
function reportOf({ raw, shown: { trace }, rendered }: Case): Html {
  if (raw !== undefined) return html`<pre class="plain">${raw}</pre>`;
  if (trace === undefined) return trusted(rendered.html);
  if (trace.length === 0) return html`<p class="muted">${both('board.noTrace')}</p>`;
  return html`<ol class="trace">${trace.map(
    ({ turn, kind, name, input, output, at }) =>
      html`<li><span class="muted">${turn} · ${kind}${name === undefined ? '' : ` · ${name}`} · ${at}</span>${event(input)}${event(output)}</li>`,
  )}</ol>`;
}

/** Of what a tool took or gave. */
const LONGEST_EVENT = 4_000;

function event(value: unknown): Html {
  if (value === undefined || value === null) return html``;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  return html`<pre class="plain">${text.slice(0, LONGEST_EVENT)}${text.length > LONGEST_EVENT ? ` … +${text.length - LONGEST_EVENT}` : ''}</pre>`;
}

/** What the case shows in place of the report; a file holds no more than the report, prompts and battles. */
const TABS = ['report', 'raw', 'trace', 'prompt', 'battles'] as const;
const SERVED_TABS: readonly string[] = ['raw', 'trace'];

/** What there is of the report, its other attempts, and the same report by another judge. */
function tabs({ to, served }: BoardOpening, { shown, judges, judge, attempts = [] }: Case, state: BoardState): Html {
  const { benchmark, task, agent, repeat } = shown;
  const place = { benchmark, task, agent };
  const kinds = TABS.filter((tab) => served || !SERVED_TABS.includes(tab)).map((tab) => ({
    name: both(`board.tab-${tab}`),
    href: to(place, { ...state, tab: tab === 'report' ? undefined : tab }),
    isHere: (state.tab ?? 'report') === tab,
  }));
  const others = judges
    .filter((name) => name !== judge)
    .map((name) => html`<a href="${to(place, { ...kept(state), repeat: state.repeat, against: name })}">${name}</a>`);
  const tries = attempts
    .filter((each) => each !== repeat)
    .map(
      (each) =>
        html`<a href="${to(place, { ...kept(state), repeat: each })}">#${each}</a> (<a href="${to(place, { ...kept(state), repeat: state.repeat, besideRepeat: each })}">${both('board.beside')}</a>)`,
    );
  return html`<p class="switches screen">${choices(kinds)}${tries.length === 0 ? '' : html` <span class="apart">${both('board.attempts')}</span> ${tries}`}${others.length === 0 ? '' : html` <span class="apart">${both('board.besideJudge')}</span> ${others}`}</p>`;
}

/** The reward with the numbers that it is made of. */
function writtenOut({ reward, earned, positive, fatal }: JudgedReport): Html {
  if (reward === null) return both('board.unjudged');
  const sum = positive === 0 ? '' : ` = ${plain(earned)} / ${plain(positive)}`;
  return html`<strong>${both('board.reward')} ${hundred(reward)}</strong>${sum}${fatal === undefined ? '' : html` · ${both('board.fatalSet', { id: fatal })}`}`;
}

/** @param asked where the prompts stand */
function verdictItem(criterion: ShownCriterion, marked: ReadonlySet<string>, names: Names, asked: string): Html {
  const { id, criterion: words, weight, axis, fatal, lost, verdicts, unscored = [] } = criterion;
  return html`<li id="c-${id}"><p>${lost === null ? html`<span class="muted">${both('board.unjudged')}</span>` : lost > 0 ? html`<span class="lost">−${plain(lost)}</span>` : html`<span class="muted">−0</span>`} ${words} <span class="muted">(${id} · ${both('board.weight')} ${plain(weight)}${axis === null ? '' : html` · ${named(axis, names)}`}${fatal ? html` · ${both('board.fatal')}` : ''})</span></p>
${verdicts.map((verdict, v) =>
  saidBy(verdict, weight, (q) => {
    const name = `${id}-${v}-${q}`;
    return marked.has(name) ? `#q-${name}` : undefined;
  }),
)}
${unscored.map(({ judge, trial, error }) => html`<p class="said muted">${judge} · ${trial}: ${both('board.unscoredBy')} ${error}</p>`)}
${verdicts.length === 0 ? '' : html`<p class="tools screen"><a href="${asked}">${both('board.tab-prompt')}</a></p>`}</li>`;
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
