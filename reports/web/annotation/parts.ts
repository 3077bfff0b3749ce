/** bar, asked, pane, choice: what every page has on which a person reads reports and says something of them. */
import { attribute, both } from '../../page/each-language.ts';
import { type Html, html, trusted } from '../../page/html.ts';
import type { RenderedReport } from '../../rendering/report.ts';
import { htmlLanguage, type Language, type Word } from '../../words/translate.ts';
import { languageSwitch } from '../frame.ts';

export interface Bar {
  readonly title: Word;
  readonly language: Language;
  readonly done: number;
  readonly total: number;
  /** Of the box that finds words in what is read. */
  readonly find: Word;
  /** Beside that box. */
  readonly more?: Html;
}

export function bar({ title, language, done, total, find, more = html`` }: Bar): Html {
  return html`<header class="bar">
<h1><a href="/people">${both(title)}</a></h1>
<div class="progress"><progress max="${total}" value="${done}" ${attribute('aria-label', 'annotate.progressLabel', language)}></progress><span id="progress">${both('annotate.progress', { done, total })}</span></div>
<span class="space"></span>
<div class="find" role="search"><input type="search" id="find" autocomplete="off" spellcheck="false" ${attribute('aria-label', find, language)} ${attribute('placeholder', find, language)} aria-keyshortcuts="/"><button type="button" id="find-previous" ${attribute('aria-label', 'annotate.findPrevious', language)}>↑</button><button type="button" id="find-next" ${attribute('aria-label', 'annotate.findNext', language)}>↓</button><output id="found" for="find" aria-live="polite"></output></div>
${more}
${languageSwitch(language)}
<button type="button" id="help" aria-haspopup="dialog" aria-keyshortcuts="?">${both('annotate.help')} <kbd>?</kbd></button>
</header>`;
}

export interface Asked {
  readonly query: string;
  readonly notes: string | undefined;
  /** Of the task, and so of its reports. */
  readonly taskLanguage: string;
  readonly language: Language;
}

export function asked({ query, notes, taskLanguage, language }: Asked): Html {
  return html`<section class="asked" aria-labelledby="asked" lang="${htmlLanguage(taskLanguage)}">
<h2 id="asked">${both('annotate.query')}</h2>
<div class="text" tabindex="0" role="region" ${attribute('aria-label', 'annotate.query', language)}>${query}</div>
${notes === undefined ? '' : html`<details id="notes"><summary>${both('annotate.notes')}</summary><div tabindex="0">${notes}</div></details>`}
</section>`;
}

/** @param id of the element; titles the others in it */
export function pane(id: string, title: Word, report: RenderedReport, { taskLanguage }: Pick<Asked, 'taskLanguage'>): Html {
  return html`<section class="pane ${id}"><div class="head"><h2 id="${id}-title">${both(title)}</h2>${outline(report, taskLanguage)}</div>
<div class="report" id="${id}" tabindex="0" role="region" aria-labelledby="${id}-title" lang="${htmlLanguage(taskLanguage)}">${trusted(report.html)}</div></section>`;
}

function outline({ headings }: RenderedReport, taskLanguage: string): Html {
  if (headings.length === 0) return html``;
  const top = Math.min(...headings.map(({ level }) => level));
  return html`<details class="outline"><summary>${both('annotate.outline', { n: headings.length })}</summary><ol lang="${htmlLanguage(taskLanguage)}">${headings.map(
    ({ id, level, text }) => html`<li class="deep${Math.min(3, level - top)}"><a href="#${id}">${text}</a></li>`,
  )}</ol></details>`;
}

export function choice(name: string, value: string, label: Word, key: string, checked: boolean): Html {
  return html`<label><input type="radio" name="${name}" value="${value}" aria-keyshortcuts="${key}"${checked ? html` checked` : ''}><span>${both(label)}</span> <kbd aria-hidden="true">${key}</kbd></label>`;
}

/** Signs of keys, one each character. */
export function keySigns(text: string): Html {
  return html`${[...text].map((key) => html`<kbd>${key}</kbd> `)}`;
}

export function keyRow(left: Html, right: Html): Html {
  return html`<dt>${left}</dt><dd>${right}</dd>`;
}
