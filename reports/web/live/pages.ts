/** sweepsPage, sweepPage: what runs, what it cost, what failed and why, and the words by which a person steers it. */
import { settled } from '../../../runners/judging/progress.ts';
import type { AgentStatus, SweepLine, SweepStatus } from '../../../runners/live.ts';
import { attribute, both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import { namesInEach } from '../../words/i18n.ts';
import type { Language, Word } from '../../words/translate.ts';
import { inEach } from '../../words/translate.ts';
import { numberHead } from '../annotation/overview-pages.ts';
import { named } from '../board/parts.ts';
import { type Here, header, type Opening } from '../frame.ts';
import { page, titlesOf } from '../shell.ts';

interface Framed extends Opening {
  readonly here: Here;
}

/** What the script of the buttons says. */
const SCRIPT_WORDS: readonly Word[] = ['live.asked', 'live.notAsked', 'live.surelyStop'];

const STYLE = `.steer{display:flex;flex-wrap:wrap;gap:8px 14px;align-items:center;margin:10px 0}
.steer label{display:inline-flex;gap:6px;align-items:center}
.steer input{width:5.5em}
.plainpage .error{white-space:normal;min-width:14em;max-width:44em;overflow-wrap:anywhere}
.how{font-weight:600}
meter{width:7em;height:10px}`;

export function sweepsPage({ language, nonce, here, sweeps }: Framed & { readonly sweeps: readonly SweepLine[] }): string {
  const rows = sweeps.map(
    ({ sweep, began, at, how }) =>
      html`<tr><th scope="row"><a href="${sweepPath(sweep)}">${sweep}</a></th><td>${both(`live.${how}`)}</td><td>${when(began)}</td><td>${when(at)}</td></tr>`,
  );
  const body = html`${header({ language }, here)}
<main id="live" data-live><h1>${both('nav.live')}</h1>
${sweeps.length === 0 ? html`<p>${both('live.none')}</p>` : html`<div class="scroll"><table><thead><tr><th scope="col">${both('live.sweep')}</th><th scope="col">${both('live.how')}</th><th scope="col">${both('live.began')}</th><th scope="col">${both('live.heard')}</th></tr></thead><tbody>${rows}</tbody></table></div>`}
</main>`;
  return page({ titles: titlesOf('nav.live'), language, nonce, body, bodyClass: 'plainpage wide', style: STYLE, scripts: ['live'] });
}

export function sweepPath(sweep: string): string {
  return `/live/${encodeURIComponent(sweep)}`;
}

export function sweepPage({ language, nonce, here, status }: Framed & { readonly status: SweepStatus }): string {
  const { sweep, standing, line } = status;
  const body = html`${header({ language }, here)}
<main><h1>${sweep}</h1>
<div id="now" data-live><p><span class="how" role="status">${both(`live.${line?.how ?? 'gone'}`)}</span>${line === undefined ? '' : html` · ${both('live.began')} ${when(line.began)} · ${both('live.heard')} ${when(line.at)}`}</p>
${line?.how === 'running' || line?.how === 'paused' ? '' : html`<p class="muted">${both('live.howToRun')}</p>`}
${buttons(status)}</div>
<form class="steer" id="concurrency">${number('concurrency', 'live.concurrency', undefined)}${number('judgeConcurrency', 'live.judgeConcurrency', standing?.judgeConcurrency)}<button>${both('live.set')}</button></form>
<p id="said" role="status" aria-live="polite"></p>
<div id="live" data-live>
${standing === undefined ? '' : spentLine(standing)}
<h2>${both('live.agents')}</h2>${agentTable(status)}
${status.judges.length === 0 ? '' : html`<h2>${both('live.judges')}</h2>${judgeTable(status)}`}
${status.battles.length === 0 ? '' : html`<h2>${both('live.battles')}</h2>${battleTable(status)}`}
${standing === undefined || standing.open.length === 0 ? '' : html`<h2>${both('live.open')}</h2>${openTable(status)}`}
<h2>${both('live.failed')}</h2>${failures(status, language)}
</div>
</main>`;
  return page({
    titles: titlesOf('nav.live'),
    language,
    nonce,
    body,
    bodyClass: 'plainpage wide',
    style: STYLE,
    scripts: ['live', 'steer'],
    data: { steer: sweepPath(sweep), words: inEach(SCRIPT_WORDS) },
  });
}

/** To the second; the zone is said. */
function when(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

function ask(kind: string, word: Word, more: Html = html``): Html {
  return html`<button type="button" data-ask="${kind}"${more}>${both(word)}</button>`;
}

/** What can be asked now: nothing that runs no more is paused or stopped. */
function buttons({ line, paused, failed }: SweepStatus): Html {
  const isAlive = line?.how === 'paused' || line?.how === 'running';
  const isPaused = isAlive ? line.how === 'paused' : paused;
  const hold = isPaused ? ask('resume', 'live.resume') : isAlive ? ask('pause', 'live.pause') : '';
  return html`<div class="steer">${hold}${isAlive ? ask('stop', 'live.stop', html` data-sure="1"`) : ''}${failed > 0 ? ask('requeue-failed', 'live.requeueFailed') : ''}</div>`;
}

function number(name: string, word: Word, value: number | undefined): Html {
  return html`<label>${both(word)} <input type="number" name="${name}" min="1" max="100000" step="1" inputmode="numeric"${value === undefined ? '' : html` value="${value}"`}></label>`;
}

function spentLine({ spent, problems }: NonNullable<SweepStatus['standing']>): Html {
  const { calls, lost, tokens, money, currency, retries } = spent;
  return html`<p>${both('live.spent', { calls, tokens: grouped(tokens) })}${currency === undefined ? '' : html`, ${amount(money, currency)} ${both('live.known')}`}${lost > 0 ? html`, ${both('live.lost', { n: lost })}` : ''}${retries > 0 ? html`, ${both('live.retries', { n: retries })}` : ''}</p>
${problems.length === 0 ? '' : html`<h2>${both('live.problems')}</h2><ul class="problems">${problems.map((problem) => html`<li>${problem}</li>`)}</ul>`}`;
}

function agentTable({ agents, standing }: SweepStatus): Html {
  const said = new Map((standing?.agents ?? []).map((agent) => [agent.name, agent]));
  const row = (agent: AgentStatus) => {
    const { planned, written, failed, tokens, cost, unknown } = agent;
    const now = said.get(agent.agent);
    const judged = now === undefined ? '–' : `${settled(now)} / ${now.wanted}`;
    const owed = Math.max(0, planned - written - failed);
    return html`<tr><th scope="row">${agent.agent}</th><td><meter min="0" max="${Math.max(1, planned)}" value="${written + failed}"></meter></td><td class="number">${planned}</td><td class="number">${written}</td><td class="number">${failed}</td><td class="number">${owed}</td><td class="number">${judged}</td><td class="number">${now === undefined ? '–' : now.unscored}</td><td class="number">${tokens === undefined ? both('unknown') : grouped(tokens)}</td><td class="number">${cost === undefined ? both('unknown') : amount(cost.amount, cost.currency)}${unknown > 0 && cost !== undefined ? html` <span class="muted">${both('live.unknown', { n: unknown })}</span>` : ''}</td></tr>`;
  };
  return html`<div class="scroll"><table><thead><tr><th scope="col">${both('board.agent')}</th><th scope="col"></th>${numberHead('live.planned')}${numberHead('live.written')}${numberHead('board.failed')}${numberHead('board.owed')}${numberHead('live.judged')}${numberHead('board.unscored')}${numberHead('live.tokens')}${numberHead('live.cost')}</tr></thead><tbody>${agents.map(row)}</tbody></table></div>`;
}

function judgeTable({ judges }: SweepStatus): Html {
  return html`<div class="scroll"><table><thead><tr><th scope="col">${both('live.judge')}</th>${numberHead('live.calls')}${numberHead('live.tokens')}${numberHead('live.cost')}</tr></thead><tbody>${judges.map(
    ({ judge, calls, uncounted, tokens, cost }) =>
      html`<tr><th scope="row">${judge}</th><td class="number">${calls}</td><td class="number">${uncounted > 0 ? both('live.atLeast', { n: grouped(tokens) }) : grouped(tokens)}</td><td class="number">${calls === 0 ? '–' : cost === undefined ? both('unknown') : amount(cost.amount, cost.currency)}</td></tr>`,
  )}</tbody></table></div>`;
}

function battleTable({ battles }: SweepStatus): Html {
  const names = namesInEach(battles.map(({ dimension }) => dimension));
  return html`<div class="scroll"><table><thead><tr><th scope="col">${both('live.dimension')}</th><th scope="col">${both('live.judge')}</th>${numberHead('live.planned')}${numberHead('live.bothWritten')}${numberHead('live.battlesJudged')}</tr></thead><tbody>${battles.map(
    ({ dimension, judge, planned, ready, judged }) =>
      html`<tr><th scope="row">${named(dimension, names)}</th><td>${judge ?? '–'}</td><td class="number">${planned}</td><td class="number">${ready}</td><td class="number">${judged}</td></tr>`,
  )}</tbody></table></div>`;
}

function openTable({ standing }: SweepStatus): Html {
  return html`<div class="scroll"><table><thead><tr><th scope="col">${both('board.agent')}</th><th scope="col">${both('board.task')}</th>${numberHead('live.attempt')}<th scope="col">${both('live.since')}</th><th scope="col"></th></tr></thead><tbody>${(
    standing?.open ?? []
  ).map(
    ({ agent, task, repeat, since }) =>
      html`<tr><th scope="row">${agent}</th><td>${task}</td><td class="number">${repeat}</td><td>${when(since)}</td><td>${ask('end', 'live.end', html` data-agent="${agent}" data-task="${task}"`)}</td></tr>`,
  )}</tbody></table></div>`;
}

function failures({ failures: shown, failed, unscored }: SweepStatus, language: Language): Html {
  if (failed === 0 && unscored.length === 0) return html`<p>${both('live.noFailure')}</p>`;
  return html`${
    failed === 0
      ? ''
      : html`<p>${both('live.failedCount', { shown: shown.length, all: failed })}</p><div class="scroll"><table><thead><tr><th scope="col">${both('board.agent')}</th><th scope="col">${both('board.task')}</th>${numberHead('live.attempt')}<th scope="col">${both('live.why')}</th><th scope="col"></th></tr></thead><tbody>${shown.map(
          ({ agent, task, repeat, fault, error }) =>
            html`<tr><th scope="row">${agent}</th><td>${task}</td><td class="number">${repeat}</td><td class="error">${error}${fault === 'harness' ? html` <span class="muted">(${both('live.owedAgain')})</span>` : ''}</td><td>${fault === 'agent' ? ask('requeue', 'live.requeue', html` data-agent="${agent}" data-task="${task}" ${attribute('title', 'live.requeueHelp', language)}`) : ''}</td></tr>`,
        )}</tbody></table></div>`
  }
${unscored.length === 0 ? '' : html`<h3>${both('live.unscored')}</h3><div class="scroll"><table><thead><tr>${numberHead('label.criteria')}<th scope="col">${both('live.why')}</th></tr></thead><tbody>${unscored.map(({ error, criteria }) => html`<tr><td class="number">${criteria}</td><td class="error">${error}</td></tr>`)}</tbody></table></div>`}`;
}

function grouped(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** Small amounts with what can be read of them. */
function amount(value: number, currency: string): string {
  return `${value === 0 ? '0' : value >= 1 ? value.toFixed(2) : String(Number(value.toPrecision(2)))} ${currency}`;
}
