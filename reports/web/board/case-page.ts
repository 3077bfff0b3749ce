/** casePage: one report beside its verdicts, each quote underlined where it stands. */
import { type BattlesOn, battlesBetween } from '../../board/battles-on.ts';
import { readFilter } from '../../board/filter.ts';
import { filteredVerdicts } from '../../board/filtered-verdicts.ts';
import type { CriterionAsked } from '../../judged-report/asked.ts';
import type { JudgedReport } from '../../judged-report/judged-report.ts';
import { both } from '../../page/each-language.ts';
import { type Html, html, trusted } from '../../page/html.ts';
import { htmlLanguage, inEach } from '../../words/translate.ts';
import type { BoardOpening, BoardPage } from '../frame.ts';
import type { BoardState } from './address.ts';
import { askedPart } from './asked-part.ts';
import { battlesPart } from './battles-part.ts';
import { filterBox } from './filter-box.ts';
import { LABEL_WORDS, labelForm } from './label-form.ts';
import { choices, hundred, kept, type Names, plain, switches } from './parts.ts';
import { verdictList } from './verdict-list.ts';

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
  const { shown, query, language, names = {} } = one;
  const criteria = filteredVerdicts(shown, readFilter(state.find), names);
  const { benchmark, task, agent } = shown;
  const place = { benchmark, task, agent };
  const { served, isReadOnly = false } = opening;
  const canLabel = served && !isReadOnly && shown.status !== 'failed';
  const main = html`<h1>${task} · ${agent}</h1>
<details><summary>${both('board.query')}</summary><p lang="${htmlLanguage(language)}">${query}</p></details>
${steps(opening, one, state)}
${switches(opening, place, state, one.judges, one.judge)}
<p>${writtenOut(shown)}</p>
${shown.status === 'done' ? '' : html`<p class="lost">${shown.status}${shown.error === undefined ? '' : `: ${shown.error}`}</p>`}
${served && isReadOnly ? html`<p class="muted small screen">${both('label.readOnly')}</p>` : ''}
${tabs(opening, one, state)}
${filterBox(opening, { place, state, quick: QUICK, axes: axesIn(shown), names, ask: 'board.findCriteria', anchor: 'case' })}
${criteria.length === shown.criteria.length ? '' : html`<p class="muted small">${both('board.criteriaShown', { n: criteria.length, all: shown.criteria.length })}</p>`}
<div class="case" id="case"${opens(state)}>
<div class="paper"><div class="report" tabindex="0" role="region" lang="${htmlLanguage(language)}">${leftOf(opening, one, state)}</div><div class="minimap screen" aria-hidden="true" hidden></div></div>
${verdictList(opening, one, criteria, state, canLabel)}
</div>
${canLabel ? labelForm(opening.language) : ''}`;
  if (!canLabel) return { place, state, main };
  const about = { benchmark, task, agent, repeat: shown.repeat };
  return { place, state, main, scripts: ['label'], data: { label: { post: '/label/case', about, words: inEach(LABEL_WORDS) } } };
}

/** Tests that a click adds. */
const QUICK = ['lost>0', 'weight<0', 'split', 'unverified', 'confidence<0.6', 'disputed'];

function axesIn({ criteria }: JudgedReport): string[] {
  return [...new Set(criteria.flatMap(({ axis }) => axis ?? []))];
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
