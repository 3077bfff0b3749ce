/**
 * tags: the HTML that reports are written with and that changes nothing but how they look: line breaks, sub- and superscripts, emphasis,
 * pictures, links, and passages that fold. Each is made anew without its attributes; every other tag is text.
 */
import type { MarkdownIt, StateBlock, StateInline, Token } from 'markdown-it';
import { type ClosingEnv, closing } from './closing.ts';

/** Kept, without attributes. */
const KEPT = new Set(['sub', 'sup', 'b', 'strong', 'i', 'em', 'u', 's', 'del', 'ins', 'mark', 'small', 'kbd', 'code', 'a']);
/** What they hold stays. */
const DROPPED = new Set(['span', 'font', 'center', 'p', 'div', 'section', 'figure', 'figcaption']);
const LONGEST_TAG = 2_000;
const LONGEST_COMMENT = 20_000;
const TAG = new RegExp(String.raw`^<(/?)([a-z][a-z0-9]{0,10})((?:\s[^<>]{0,${LONGEST_TAG}})?)\s*/?>`, 'i');

export function tags(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('autolink', 'tag', inline);
  markdown.block.ruler.before('fence', 'tag', block, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
  markdown.core.ruler.push('balance', ({ tokens, Token: Made }) => {
    const make = (type: string, tag: string) => new Made(type, tag, -1);
    for (const token of tokens) if (token.children != null) token.children = balanced(token.children, isTag, make);
    const even = balanced(tokens, isFold, make);
    tokens.splice(0, tokens.length, ...even);
  });
  markdown.renderer.rules.details_open = () => '<details open>\n';
}

function inline(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (src[pos] !== '<') return false;
  if (src.startsWith('<!--', pos)) {
    const end = closing('-->', src, pos, state.env as ClosingEnv, LONGEST_COMMENT);
    if (end < 0) return false;
    state.pos = end + 3;
    return true;
  }
  const [whole = '', slash, name = '', attributes = ''] = TAG.exec(src.slice(pos, pos + LONGEST_TAG)) ?? [];
  const tag = name.toLowerCase();
  const known = KEPT.has(tag) || DROPPED.has(tag) || tag === 'br' || tag === 'img' || tag === 'cite';
  if (whole === '' || !known) return false;
  if (!silent) push(state, tag, slash === '/', attributes);
  state.pos = pos + whole.length;
  return true;
}

function push(state: StateInline, tag: string, closes: boolean, attributes: string): void {
  if (tag === 'br') state.push('hardbreak', 'br', 0);
  else if (tag === 'img' && !closes) pushImage(state, attributes);
  else if (tag === 'cite' && !closes) {
    const id = attribute(attributes, 'id');
    if (id !== undefined) pushText(state, `[${id}]`);
  } else if (tag === 'a') {
    const href = closes ? undefined : attribute(attributes, 'href');
    if (!closes && href === undefined) return;
    const token = pushTag(state, 'link', tag, closes);
    token.markup = 'html';
    if (href !== undefined) token.attrs = [['href', href]];
  } else if (KEPT.has(tag)) pushTag(state, 'tag', tag, closes);
}

/** Without a nesting at first: what the parser opens it must close, and these may lack their other half. */
function pushTag(state: StateInline, kind: 'tag' | 'link', tag: string, closes: boolean): Token {
  const token = state.push(`${kind}_${closes ? 'close' : 'open'}`, tag, 0);
  token.nesting = closes ? -1 : 1;
  return token;
}

function pushImage(state: StateInline, attributes: string): void {
  const src = attribute(attributes, 'src');
  if (src === undefined || !state.md.validateLink(src)) return;
  const token = state.push('image', 'img', 0);
  token.attrs = [['src', src]];
  token.content = attribute(attributes, 'alt') ?? '';
}

function pushText(state: StateInline, text: string): void {
  state.push('text', '', 0).content = text;
}

function attribute(attributes: string, name: string): string | undefined {
  const [, quoted, single, bare] = new RegExp(String.raw`\s${name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`, 'i').exec(attributes) ?? [];
  return quoted ?? single ?? bare;
}

/** Passages that fold are shown open: nothing that is to be judged is hidden. A line of other tags alone shows nothing. */
function block(state: StateBlock, line: number, _last: number, silent: boolean): boolean {
  const text = state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trim();
  if (!text.startsWith('<')) return false;
  const fold = /^(<details(?:\s[^<>]{0,200})?>)?\s*(?:<summary(?:\s[^<>]{0,200})?>(.*?)<\/summary>)?\s*(<\/details>)?$/i.exec(text);
  const [whole, opens, summary, closes] = fold ?? [];
  const isBare = /^(?:<\/?(?:div|p|center|section|figure)(?:\s[^<>]{0,200})?>\s*)+$/i.test(text) || /^<!--(?:(?!-->).)*-->$/.test(text);
  if ((whole === undefined || whole === '') && !isBare) return false;
  if (silent) return true;
  if (opens !== undefined) state.push('details_open', 'details', 1);
  if (summary !== undefined) {
    state.push('summary_open', 'summary', 1);
    const token = state.push('inline', '', 0);
    token.content = summary;
    token.children = [];
    token.map = [line, line + 1];
    state.push('summary_close', 'summary', -1);
  }
  if (closes !== undefined) state.push('details_close', 'details', -1);
  state.line = line + 1;
  return true;
}

function isTag({ type, markup }: Token): boolean {
  return type.startsWith('tag_') || (markup === 'html' && type.startsWith('link_'));
}

function isFold({ type }: Token): boolean {
  return type.startsWith('details_');
}

/**
 * Tokens in which each opening has its closing, in the right order: a closing without an opening goes, and what is open where that
 * which holds it ends is closed there.
 */
function balanced(tokens: readonly Token[], isOurs: (token: Token) => boolean, make: (type: string, tag: string) => Token): Token[] {
  const open: Token[] = [];
  const even: Token[] = [];
  const closeTop = () => {
    const top = open.pop();
    if (top !== undefined) even.push(make(top.type.replace('_open', '_close'), top.tag));
  };
  const isOpen = () => open.length > 0 && isOurs(open.at(-1) as Token);
  for (const token of tokens) {
    if (token.nesting === 1) open.push(token);
    if (token.nesting === -1 && isOurs(token)) {
      // Of the innermost that are ours it must be one.
      const at = open.findLastIndex((each) => !isOurs(each) || each.tag === token.tag);
      if (at < 0 || !isOurs(open[at] as Token)) continue;
      while (open.length > at) closeTop();
      continue;
    }
    if (token.nesting === -1) {
      while (isOpen()) closeTop();
      open.pop();
    }
    even.push(token);
  }
  while (isOpen()) closeTop();
  return even;
}
