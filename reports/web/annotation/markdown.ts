/** Reports as HTML for people's eyes: nothing in them runs, nothing is loaded, and names are hidden. */
import MarkdownIt, { type MarkdownIt as Parser, type StateCore, type Token } from 'markdown-it';
import { mask } from '../../../judge/pairwise/mask.ts';
import { escapeHtml } from '../../page/html.ts';
import { maskPieces, maskText, type NamePattern, withoutInvisible } from './hide-names.ts';

/** A longer report is shown as plain text: markdown of this size is no report any more. */
const LONGEST_MARKDOWN = 300_000;
/** What is left out beyond this many characters is said. */
const LONGEST_SHOWN = 2_000_000;

export function renderReport(text: string, names: NamePattern): string {
  // What a report says of its own author is hidden first, then every name that is known.
  const clean = mask(withoutInvisible(text).normalize('NFC'), []);
  if (clean.length <= LONGEST_MARKDOWN) return parser.render(clean, { names } satisfies Env);
  const rest = clean.length - LONGEST_SHOWN;
  return `<pre class="plain">${escapeHtml(maskText(clean.slice(0, LONGEST_SHOWN), names))}${rest > 0 ? `\n\n[… +${rest}]` : ''}</pre>`;
}

type Env = { readonly names: NamePattern };

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
    const { names } = state.env as Env;
    for (const token of state.tokens) makeBlind(token, names, state.Token);
  });
  const rules = markdown.renderer.rules;
  rules.table_open = () => '<div class="wide" tabindex="0"><table>';
  rules.table_close = () => '</table></div>';
  rules.fence = rules.code_block = (tokens, i) => `<pre tabindex="0"><code>${escapeHtml(tokens[i]?.content ?? '')}</code></pre>\n`;
  return markdown;
}

type TokenClass = StateCore['Token'];

function makeBlind(token: Token, names: NamePattern, Token: TokenClass): void {
  // The page has headings of its own above these.
  if (/^heading_/.test(token.type)) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`;
  if (token.type === 'fence' || token.type === 'code_block') token.content = maskText(token.content, names);
  if (token.children === null || token.children === undefined) return;
  token.children = withoutImages(token.children, Token);
  const { children } = token;
  const masked = maskPieces(children.map(textOf), names);
  children.forEach((child, i) => {
    if (child.type === 'text' || child.type === 'code_inline') child.content = masked[i] ?? '';
  });
  secureLinks(children, names);
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
function secureLinks(tokens: readonly Token[], names: NamePattern): void {
  const tags: string[] = [];
  for (const token of tokens) {
    if (token.type === 'link_close') token.tag = tags.pop() ?? 'span';
    if (token.type !== 'link_open') continue;
    const href = String(token.attrGet('href') ?? '');
    const image = token.attrGet('class') === 'image';
    const followed = /^(https?:\/\/|mailto:)/i.test(href) && !namesAnyone(href, names);
    token.tag = followed ? 'a' : 'span';
    tags.push(token.tag);
    token.attrs = image ? [['class', 'image']] : [];
    if (followed) token.attrs.push(['href', href], ['target', '_blank'], ['rel', 'noopener noreferrer nofollow']);
  }
}

function namesAnyone(href: string, names: NamePattern): boolean {
  let plain = href;
  try {
    plain = decodeURIComponent(href);
  } catch {
    // Not well encoded: as it stands.
  }
  return [href, plain].some((text) => maskText(text, names) !== text);
}
