/** header, frame: what every page of the app has around its content: one navigation, and the switches of language and theme. */
import { attribute, both } from '../page/each-language.ts';
import { type Html, html } from '../page/html.ts';
import { htmlLanguage, LANGUAGES, type Language, translate, type Word } from '../words/translate.ts';
import type { BoardState, Place, To, View } from './board/address.ts';

/** How a page opens. */
export interface Opening {
  /** The reader can switch. */
  readonly language: Language;
  /** Of the content security policy; empty where a page has none of its own. */
  readonly nonce: string;
}

/** Pages of the server's own, which a site of files lacks. */
export const SERVED = { live: '/live', annotate: '/people', agreement: '/agreement', map: '/map' } as const;
type Served = keyof typeof SERVED;

/** How a page of the board opens. */
export interface BoardOpening extends Opening {
  readonly to: To;
  /** Whether the server's own pages are there too. */
  readonly served: boolean;
  /** Nobody can label in a store that may only be read. */
  readonly isReadOnly?: boolean;
}

export interface Here {
  /** Which link of the navigation leads here. */
  readonly at: View | Served | 'search';
  readonly benchmark?: string | undefined;
  /** What goes along to the other views. */
  readonly state?: Partial<BoardState>;
  /** Undefined: to pages that name no agent, as for people who annotate blind. */
  readonly to?: To | undefined;
  /** Whether the server's own pages are there too. */
  readonly served: boolean;
}

/** The views that there are by now. */
const THERE: readonly View[] = ['board', 'compare', 'leaderboard', 'history', 'judges', 'ratings', 'tasks'];

/** The bar at the top of every page. */
export function header({ language }: Pick<Opening, 'language'>, { at, benchmark, state = {}, to, served }: Here): Html {
  const along = { ...(state.judge !== undefined && { judge: state.judge }), ...(state.scale !== undefined && { scale: state.scale }) };
  const link = (name: View | Served, href: string) =>
    html`<li><a href="${href}"${name === at ? html` aria-current="page"` : ''}>${both(`nav.${name}`)}</a></li>`;
  const views =
    to === undefined
      ? []
      : (benchmark === undefined ? (['board'] as const) : THERE).map((view) => link(view, to({ benchmark, view }, along)));
  const own = served ? Object.entries(SERVED).map(([name, href]) => link(name as Served, href)) : [];
  return html`<header class="app"><nav ${attribute('aria-label', 'nav.all', language)}><span class="brand">gavel</span><ul class="views">${views}${own}</ul></nav>
<div class="look">${served && to !== undefined && at !== 'search' ? searchBox(language) : ''}${languageSwitch(language)}${themeSwitch(language)}</div></header>`;
}

function searchBox(language: Language): Html {
  return html`<form class="seek screen" action="/search" method="get" role="search"><input type="search" name="q" id="seek" maxlength="300" aria-keyshortcuts="Control+K" ${attribute('aria-label', 'search.ask', language)} ${attribute('placeholder', 'search.title', language)}></form>`;
}

export function languageSwitch(language: Language): Html {
  const own = { en: 'EN', zh: '中文' };
  return html`<div class="group" role="group" ${attribute('aria-label', 'annotate.language', language)}>${LANGUAGES.map(
    (each) =>
      html`<button type="button" lang="${htmlLanguage(each)}" data-lang="${each}" aria-pressed="${String(each === language)}">${own[each]}</button>`,
  )}</div>`;
}

function themeSwitch(language: Language): Html {
  const themes = [
    ['auto', '◐', 'automatic'],
    ['light', '☀', 'light'],
    ['dark', '☾', 'dark'],
  ] as const satisfies readonly (readonly [string, string, Word])[];
  return html`<div class="group" role="group" ${attribute('aria-label', 'theme', language)}>${themes.map(
    ([theme, sign, word]) =>
      html`<button type="button" data-set-theme="${theme}" aria-pressed="${String(theme === 'auto')}" ${attribute('title', word, language)} ${attribute('aria-label', word, language)}><span aria-hidden="true">${sign}</span></button>`,
  )}</div>`;
}

/** One page of the board, before it stands in a document. */
export interface BoardPage {
  readonly place: Place;
  readonly state: BoardState;
  readonly main: Html;
  /** What the page's scripts read. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Scripts that it needs beside those of all pages, by name. */
  readonly scripts?: readonly ('charts' | 'tasks' | 'rows' | 'label')[];
}

/** Of the window, from the narrowest on. */
export function titleOf({ place: { benchmark, view = 'board', task, agent } }: BoardPage, language: Language): string {
  return [agent, task, translate(`nav.${view}`, language), benchmark, 'gavel'].filter((part) => part !== undefined).join(' · ');
}

/** What stands in the body of a page of the board. */
export function frame(opening: BoardOpening, { place, state, main }: BoardPage): Html {
  const { to, served, isReadOnly = false } = opening;
  const { benchmark, task, agent, view = 'board' } = place;
  const kept = { judge: state.judge, scale: state.scale };
  const steps: (readonly [name: Html, href: string])[] = [
    [both('nav.board'), to({})],
    ...(benchmark === undefined ? [] : [[html`${benchmark}`, to({ benchmark }, kept)] as const]),
    ...(benchmark === undefined || view === 'board' ? [] : [[both(`nav.${view}`), to({ benchmark, view }, kept)] as const]),
    ...(task === undefined ? [] : [[html`${task}`, to({ benchmark, task }, kept)] as const]),
    ...(agent === undefined ? [] : [[html`${agent}`, to({ benchmark, task, agent }, kept)] as const]),
  ];
  const trail = steps.map(([name, href], i) =>
    i === steps.length - 1 ? html`<li aria-current="page">${name}</li>` : html`<li><a href="${href}">${name}</a></li>`,
  );
  return html`${header(opening, { at: view, benchmark, state, to, served })}
<main><div class="way"><ol class="trail">${trail}</ol><button type="button" class="screen" id="show-keys" aria-haspopup="dialog" aria-keyshortcuts="?" ${attribute('aria-label', 'annotate.help', opening.language)}><kbd>?</kbd></button></div>
<p id="copied" role="status" hidden>${both('keys.copied')}</p>
${main}</main>
${keysDialog(served && !isReadOnly)}`;
}

/** What each key does, in the order in which a reader comes to need them. */
const KEYS: readonly (readonly [keys: readonly string[], word: Word])[] = [
  [['↑', '↓', '←', '→'], 'keys.cell'],
  [['Enter'], 'keys.deeper'],
  [['Esc'], 'keys.up'],
  [['j', 'k'], 'keys.task'],
  [['h', 'l'], 'keys.agent'],
  [['[', ']'], 'keys.criterion'],
  [['n', 'p'], 'keys.quote'],
  [['c'], 'keys.beside'],
  [['b', 'd'], 'keys.baseline'],
  [['1', '2', '3', '4'], 'keys.scale'],
  [['f'], 'keys.filter'],
  [['/', 'Ctrl K'], 'keys.search'],
  [['y'], 'keys.copy'],
  [['?'], 'annotate.keyHelp'],
];
const LABEL_KEYS: (typeof KEYS)[number] = [['s', 't', 'x'], 'keys.label'];

/** @param canLabel as on the pages of a server whose store may be written */
function keysDialog(canLabel: boolean): Html {
  const keys = [...KEYS, ...(canLabel ? [LABEL_KEYS] : [])];
  return html`<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">${both('annotate.help')}</h2>
<dl>${keys.map(([keys, word]) => html`<dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${both(word)}</dd>`)}</dl>
<button type="button" class="main" id="close-keys">${both('annotate.close')}</button></dialog>`;
}
