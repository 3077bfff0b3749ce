/** searchPage: what one search has found, by kind, each with its way to the place. */

import { attribute, both } from '../../page/each-language.ts';
import { type Html, html } from '../../page/html.ts';
import type { Found, FoundOfKind, Kind } from '../../search.ts';
import { writePath } from '../board/address.ts';
import { labelMark } from '../board/parts.ts';
import { LABEL_MARKS } from '../board/style.ts';
import { type Here, header, type Opening } from '../frame.ts';
import { page, titlesOf } from '../shell.ts';

export interface SearchView extends Opening {
  readonly here: Here;
  readonly query: string;
  readonly kind: Kind | undefined;
  readonly found: readonly FoundOfKind[];
  /** What is shown is not all yet: the store is still being read. */
  readonly building: boolean;
}

const STYLE = `${LABEL_MARKS}
.found{list-style:none;margin:4px 0 14px;padding:0;display:grid;gap:8px}
.found li{border-bottom:1px solid var(--line);padding:2px 0 8px}
.found .words{display:block;color:var(--muted)}
.found .words:lang(zh){line-height:1.7}
.asks-for{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0}
.asks-for input{flex:1 1 20em;min-width:0;font-size:1.05rem;min-height:38px}
.kinds{display:flex;flex-wrap:wrap;gap:2px 14px;font-size:.95rem}`;

export function searchPath(query: string, kind?: Kind): string {
  return `/search?${new URLSearchParams({ q: query, ...(kind !== undefined && { kind }) }).toString()}`;
}

export function searchPage({ language, nonce, here, query, kind, found, building }: SearchView): string {
  const any = found.some((of) => of.found.length > 0);
  const body = html`${header({ language }, here)}
<main><h1>${both('search.title')}</h1>
<form class="asks-for" action="/search" method="get" role="search"><input type="search" name="q" id="asked-for" value="${query}" maxlength="300" autofocus ${attribute('aria-label', 'search.ask', language)} ${attribute('placeholder', 'search.ask', language)}><button class="main">${both('search.find')}</button></form>
${query === '' ? html`<p class="muted">${both('search.help')}</p>` : kinds(query, kind, found)}
${building ? html`<p role="status">${both('search.building')}</p>` : ''}
${query !== '' && !any && !building ? html`<p role="status">${both('search.nothing')}</p>` : ''}
${found.filter((of) => of.found.length > 0).map((of) => section(of, query, kind))}
</main>`;
  return page({ titles: titlesOf('search.title'), language, nonce, body, bodyClass: 'plainpage wide', style: STYLE });
}

function kinds(query: string, kind: Kind | undefined, found: readonly FoundOfKind[]): Html {
  if (kind !== undefined) return html`<p class="kinds"><a href="${searchPath(query)}">${both('search.all')}</a></p>`;
  const some = found.filter((of) => of.found.length > 0);
  if (some.length < 2) return html``;
  return html`<p class="kinds">${some.map((of) => html`<a href="#${of.kind}">${both(`search.${of.kind}`)} (${of.found.length}${of.more ? '+' : ''})</a>`)}</p>`;
}

function section({ kind, found, more }: FoundOfKind, query: string, alone: Kind | undefined): Html {
  return html`<h2 id="${kind}">${both(`search.${kind}`)}</h2>
<ol class="found">${found.map(item)}</ol>
${more && alone === undefined ? html`<p><a href="${searchPath(query, kind)}">${both('search.more')}</a></p>` : ''}
${more && alone !== undefined ? html`<p class="muted">${both('search.narrow')}</p>` : ''}`;
}

function item(found: Found): Html {
  const { benchmark, task, agent, criterion, label, weight = 1, judge, pieces } = found;
  const names = [benchmark, task, agent, criterion].filter((name) => name !== undefined).join(' · ');
  return html`<li><a href="${pathOf(found)}">${names}</a>${label === undefined ? '' : html` ${labelMark(label, weight)}`}${judge === undefined ? '' : html` <span class="muted">${judge}</span>`}
<span class="words">${pieces.map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : html`${text}`)).reduce((all, piece) => html`${all}${piece}`, html``)}</span></li>`;
}

/** To the words themselves where they stand in a report. */
function pathOf({ kind, benchmark, task, agent, repeat, criterion, pieces }: Found): string {
  if (kind === 'agent') return writePath({ benchmark }, { find: `agent:"${(agent ?? '').replaceAll('"', '')}"` });
  const attempt = repeat === undefined || repeat === 1 ? {} : { repeat };
  const path = writePath({ benchmark, task, agent }, { ...attempt, ...(criterion !== undefined && { criterion }) });
  const hit = pieces.find((piece) => piece.hit)?.text;
  return kind === 'report' && hit !== undefined ? `${path}#:~:text=${encodeURIComponent(hit).replaceAll('-', '%2D')}` : path;
}
