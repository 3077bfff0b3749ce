/** Reports as HTML for people's eyes: nothing in them runs, nothing is loaded, and names are hidden. */
import MarkdownIt, { type MarkdownIt as Parser, type StateCore, type Token } from 'markdown-it';
import type { Blind } from '../../../judge/blind/blind.ts';
import { escapeHtml } from '../../page/html.ts';

/** A longer report is shown as plain text: markdown of this size is no report any more. */
const LONGEST_MARKDOWN = 300_000;
/** What is left out beyond this many characters is said. */
const LONGEST_SHOWN = 2_000_000;

export function renderReport(text: string, blind: Blind): string {
  // Once in the source, and again in what is left of it as text, where escapes are read.
  const clean = blind.mask(withoutInvisible(text).normalize('NFC'));
  if (clean.length <= LONGEST_MARKDOWN) return parser.render(clean, { blind } satisfies Env);
  const rest = clean.length - LONGEST_SHOWN;
  return `<pre class="plain">${escapeHtml(clean.slice(0, LONGEST_SHOWN))}${rest > 0 ? `\n\n[… +${rest}]` : ''}</pre>`;
}

/** Without characters that show nothing: they can turn text around. Joiners inside emoji stay. */
function withoutInvisible(text: string): string {
  return text.replace(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
}

type Env = { readonly blind: Blind };

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
  markdown.core.ruler.push('blind', (state) => {
    const { blind } = state.env as Env;
    for (const token of state.tokens) makeBlind(token, blind, state.Token);
  });
  const rules = markdown.renderer.rules;
  rules.table_open = () => '<div class="wide" tabindex="0"><table>';
  rules.table_close = () => '</table></div>';
  rules.fence = rules.code_block = (tokens, i) => `<pre tabindex="0"><code>${escapeHtml(tokens[i]?.content ?? '')}</code></pre>\n`;
  return markdown;
}

type TokenClass = StateCore['Token'];

function makeBlind(token: Token, blind: Blind, Token: TokenClass): void {
  // The page has headings of its own above these.
  if (/^heading_/.test(token.type)) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`;
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

/** Pictures become links to them; inside a link, their words. */
function withoutImages(tokens: readonly Token[], Token: TokenClass): Token[] {
  let depth = 0;
  return tokens.flatMap((token) => {
    depth += token.type === 'link_open' ? 1 : token.type === 'link_close' ? -1 : 0;
    if (token.type !== 'image') return [token];
    const text = new Token('text', '', 0);
    text.content = token.content === '' ? '…' : token.content;
    if (depth > 0) return [text];
    const open = new Token('link_open', 'a', 1);
    open.attrs = [
      ['href', token.attrGet('src') ?? ''],
      ['class', 'image'],
    ];
    return [open, text, new Token('link_close', 'a', -1)];
  });
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
