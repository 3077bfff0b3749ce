/** renderReport: a report as HTML for people's eyes: what its author meant it to look like; nothing in it runs, nothing is loaded, and names are hidden. */
import MarkdownIt, { type MarkdownIt as Parser, type StateCore, type StateInline, type Token } from 'markdown-it';
import footnote from 'markdown-it-footnote';
import type { Blind } from '../../judge/blind/blind.ts';
import { escapeHtml } from '../page/html.ts';
import { type MathEnv, math } from './math.ts';
import { type CitedPassage, markQuotes } from './quotes.ts';
import { tags } from './tags.ts';

/** A longer report is shown as plain text: markdown of this size is no report any more. */
const LONGEST_MARKDOWN = 300_000;
/** What is left out beyond this many characters is said. */
const LONGEST_SHOWN = 2_000_000;

export interface Heading {
  /** Of the element. */
  readonly id: string;
  /** From 1, as the report counts. */
  readonly level: number;
  readonly text: string;
}

export interface RenderedReport {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** Ids of the cited passages that stand in it. */
  readonly marked: readonly string[];
}

/** Hides nothing: for pages that name agents anyway. */
export const OPEN: Blind = { mask: (text) => text, maskPieces: (pieces) => [...pieces] };

/** @param name begins the ids of its elements: a page may show several reports. @param cited passages to underline */
export function renderReport(text: string, blind: Blind, name = 'report', cited: readonly CitedPassage[] = []): RenderedReport {
  // Once in the source, and again in what is left of it as text, where escapes are read.
  const clean = blind.mask(withoutInvisible(text).normalize('NFC'));
  if (clean.length <= LONGEST_MARKDOWN) {
    const env: Env = { blind, formulas: 0, closings: new Map(), docId: name, headings: [], cited, marked: [] };
    return { html: parser.render(clean, env), headings: env.headings, marked: env.marked };
  }
  const rest = clean.length - LONGEST_SHOWN;
  return {
    html: `<pre class="plain">${escapeHtml(clean.slice(0, LONGEST_SHOWN))}${rest > 0 ? `\n\n[… +${rest}]` : ''}</pre>`,
    headings: [],
    marked: [],
  };
}

/** Without characters that show nothing: they can turn text around. Joiners inside emoji stay. */
function withoutInvisible(text: string): string {
  return text.replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
}

type Env = MathEnv & {
  /** By which footnotes are told from those of another report. */
  readonly docId: string;
  readonly headings: Heading[];
  readonly cited: readonly CitedPassage[];
  readonly marked: string[];
};

/** What is read as a link or picture at all; anything else stays as it was written. */
const PARSED: readonly string[] = ['http', 'https', 'mailto', 'data'];

const parser = createParser();

function createParser(): Parser {
  const markdown = new MarkdownIt({ html: false, linkify: true });
  const usual = markdown.validateLink;
  markdown.validateLink = (url) => {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url.trim())?.[1]?.toLowerCase();
    return usual(url) && (scheme === undefined || PARSED.includes(scheme));
  };
  markdown.use(footnote).use(tags).use(math);
  markdown.inline.ruler.before('escape', 'cite', cite);
  markdown.core.ruler.push('blind', (state) => {
    const env = state.env as Env;
    for (const [i, token] of state.tokens.entries()) {
      makeBlind(token, env.blind, state.Token);
      if (token.type === 'inline') finish(state.tokens, i, env);
    }
    env.marked.push(...markQuotes(state.tokens, env.cited, (type, tag, nesting) => new state.Token(type, tag, nesting)));
  });
  const rules = markdown.renderer.rules;
  rules.table_open = () => '<div class="wide" tabindex="0"><table>';
  rules.table_close = () => '</table></div>';
  rules.fence = rules.code_block = (tokens, i) => `<pre tabindex="0"><code>${escapeHtml(tokens[i]?.content ?? '')}</code></pre>\n`;
  return markdown;
}

/** `\cite{web:3}`, as some agents mark what they cite. */
function cite(state: StateInline, silent: boolean): boolean {
  const found = /^\\cite[pt]?\{([^{}\n]{1,200})\}/.exec(state.src.slice(state.pos, state.pos + 220));
  if (found === null) return false;
  if (!silent) state.push('text', '', 0).content = `[${found[1]}]`;
  state.pos += found[0].length;
  return true;
}

/** What stands around the words: ids of headings, boxes of task lists, the side of a cell. */
function finish(tokens: readonly Token[], i: number, { headings, docId }: Env): void {
  const [before, inline] = [tokens[i - 1], tokens[i]];
  if (before === undefined || inline?.children == null) return;
  if (before.type === 'heading_open') {
    const text = inline.children.map(textOf).join('').trim();
    const id = `${docId}-h${headings.length + 1}`;
    before.attrSet('id', id);
    headings.push({ id, level: Number(before.meta?.level), text });
  }
  const side = /text-align:(left|right|center)/.exec(String(before.attrGet('style') ?? ''))?.[1];
  // The page's policy allows no styles of elements.
  if (side !== undefined) before.attrs = side === 'left' ? [] : [['class', side]];
  const [first] = inline.children;
  if (before.type === 'paragraph_open' && tokens[i - 2]?.type === 'list_item_open' && first?.type === 'text')
    first.content = first.content.replace(/^\[([ xX])\] /, (_, mark: string) => (mark === ' ' ? '☐ ' : '☑ '));
}

type TokenClass = StateCore['Token'];

function makeBlind(token: Token, blind: Blind, Token: TokenClass): void {
  // The page has headings of its own above these.
  if (/^heading_/.test(token.type)) {
    const level = Number(token.tag.slice(1));
    token.meta = { level };
    token.tag = `h${Math.min(6, level + 2)}`;
  }
  if (token.type === 'fence' || token.type === 'code_block') token.content = blind.mask(token.content);
  if (token.children === null || token.children === undefined) return;
  token.children = withoutImages(token.children, Token);
  const { children } = token;
  const masked = blind.maskPieces(children.map(textOf));
  children.forEach((child, i) => {
    if (child.type === 'text' || child.type === 'code_inline') child.content = masked[i] ?? '';
  });
  secureLinks(children, blind);
}

function textOf(token: Token): string {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
  return token.type === 'text' || token.type === 'code_inline' ? token.content : '';
}

const EMBEDDED = /^data:image\/(?:png|jpe?g|gif|webp);base64,[\w+/=]+$/;

/** Pictures become links to them, or buttons that show one which the report holds itself; inside a link, their words. */
function withoutImages(tokens: readonly Token[], Token: TokenClass): Token[] {
  let depth = 0;
  return tokens.flatMap((token) => {
    depth += token.type === 'link_open' ? 1 : token.type === 'link_close' ? -1 : 0;
    if (token.type !== 'image') return [token];
    const text = new Token('text', '', 0);
    text.content = token.content === '' ? '…' : token.content;
    if (depth > 0) return [text];
    const source = String(token.attrGet('src') ?? '');
    if (EMBEDDED.test(source)) return pictureButton(source, text, Token);
    const open = new Token('link_open', 'a', 1);
    open.attrs = [
      ['href', source],
      ['class', 'image'],
    ];
    return [open, text, new Token('link_close', 'a', -1)];
  });
}

function pictureButton(source: string, text: Token, Token: TokenClass): Token[] {
  const open = new Token('picture_open', 'button', 1);
  open.attrs = [
    ['type', 'button'],
    ['class', 'image'],
    ['data-picture', source],
  ];
  return [open, text, new Token('picture_close', 'button', -1)];
}

/** Links open apart and tell nothing about this page; those that lead nowhere safe, or name an agent, are text. */
function secureLinks(tokens: readonly Token[], blind: Blind): void {
  const tags: string[] = [];
  for (const token of tokens) {
    if (token.type === 'link_close') token.tag = tags.pop() ?? 'span';
    if (token.type !== 'link_open') continue;
    const href = String(token.attrGet('href') ?? '');
    const image = token.attrGet('class') === 'image';
    const followed = /^(https?:\/\/|mailto:)/i.test(href) && !namesAnyone(href, blind);
    token.tag = followed ? 'a' : 'span';
    tags.push(token.tag);
    token.attrs = image ? [['class', 'image']] : [];
    if (followed) token.attrs.push(['href', href], ['target', '_blank'], ['rel', 'noopener noreferrer nofollow']);
  }
}

function namesAnyone(href: string, blind: Blind): boolean {
  let plain = href;
  try {
    plain = decodeURIComponent(href);
  } catch {
    // Not well encoded: as it stands.
  }
  return [href, plain].some((text) => blind.mask(text) !== text);
}
