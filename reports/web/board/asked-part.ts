/** askedPart: what judges were asked about a criterion, word for word, and what is stored of what they said: for whoever audits a verdict. */
import type { CriterionAsked, JudgeAsked, ShownPrompt } from '../../judged-report/asked.ts';
import { both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';

/** Undefined where there is no such criterion, or nobody has said anything of it. */
export function askedPart(asked: CriterionAsked | undefined): Html {
  if (asked === undefined || asked.judges.length === 0) return html`<p class="muted">${both('asked.nothing')}</p>`;
  return html`<h2>${asked.id}</h2><p>${asked.criterion}</p>
<p class="muted small">${both('asked.lead')}</p>
${asked.judges.map(judgePart)}`;
}

function judgePart({ judge, settings, hash, endpoints, answerers, calls, prompt, replies }: JudgeAsked, i: number): Html {
  const facts: Html[] = [
    html`${both('asked.hash')} <code>${hash.slice(0, 8)}</code>`,
    ...endpoints.map((url) => html`<bdi>${url}</bdi>`),
    ...(answerers.length === 0 ? [] : [html`${both('asked.answerers')} <bdi>${answerers.join(', ')}</bdi>`]),
    ...(calls === undefined ? [] : [callsOf(calls)]),
  ];
  return html`<section class="asked-of"><h3><bdi>${judge}</bdi></h3>
<p class="muted small">${facts.map((fact, at) => (at === 0 ? fact : html` · ${fact}`))}</p>
<details><summary>${both('asked.settings')}</summary><pre class="plain">${JSON.stringify(settings, null, 1)}</pre></details>
${typeof prompt === 'string' ? html`<p>${both(`asked.no-${prompt}`)}</p>` : promptPart(prompt, i === 0)}
<h4>${both('asked.reply')}</h4><p class="muted small">${both(prompt === 'person' ? 'asked.personHelp' : 'asked.replyHelp')}</p>
<pre class="plain">${replies.map((reply) => JSON.stringify(reply, null, 1)).join('\n')}</pre></section>`;
}

function callsOf({ n, input, output }: NonNullable<JudgeAsked['calls']>): Html {
  return input === undefined || output === undefined ? both('asked.calls', { n }) : both('asked.callsTokens', { n, input, output });
}

function promptPart({ system, before, fenced, after, schema, together }: ShownPrompt, isOpen: boolean): Html {
  const shown =
    typeof fenced === 'number'
      ? html`<span class="muted">[${both('asked.fenced', { n: fenced })}]</span>`
      : html`<span class="fenced">${fenced}</span>`;
  return html`<h4>${both('asked.prompt')}</h4>
<p class="muted small">${both('asked.promptHelp')}${together.length > 1 ? html` ${both('asked.together', { n: together.length, ids: together.join(', ') })}` : ''}</p>
${system === '' ? '' : html`<details><summary>${both('asked.system')}</summary><pre class="plain">${system}</pre></details>`}
<details${isOpen ? html` open` : ''}><summary>${both('asked.user')}</summary><pre class="plain">${before}${shown}${after}</pre></details>
${schema === undefined ? '' : html`<details><summary>${both('asked.schema')}</summary><pre class="plain">${JSON.stringify(schema, null, 1)}</pre></details>`}`;
}
