/** math: formulas of a report as MathML, which browsers draw by themselves: `$x$`, `\(x\)`, `$$x$$`, `\[x\]`. */
import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';
import temml from 'temml';
import type { Blind } from '../../judge/blind/blind.ts';
import { escapeHtml } from '../page/html.ts';
import { type ClosingEnv, closing } from './closing.ts';

/** What is longer is no formula. */
const LONGEST = 4_000;
/** What comes after so many is text: a hostile report holds a hundred thousand. */
const MOST = 2_000;

export type MathEnv = ClosingEnv & {
  readonly blind: Blind;
  formulas: number;
};

export function math(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('escape', 'math', inline);
  markdown.block.ruler.before('fence', 'math', block, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
  markdown.renderer.rules.math = (tokens, i, _options, env) => {
    const token = tokens[i];
    return token === undefined ? '' : drawn(token.content, token.markup, token.block, env as MathEnv);
  };
}

const PAIRS = [
  ['\\(', '\\)', false],
  ['\\[', '\\]', true],
  ['$$', '$$', true],
  ['$', '$', false],
] as const;

function inline(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  const env = state.env as MathEnv;
  const pair = env.formulas < MOST ? PAIRS.find(([open]) => src.startsWith(open, pos)) : undefined;
  if (pair === undefined) return false;
  const [open, close] = pair;
  const start = pos + open.length;
  const end = open === '$' ? endOfDollars(src, start) : closing(close, src, start, env, LONGEST);
  if (end <= start || src.slice(start, end).trim() === '') return false;
  if (!silent) {
    env.formulas++;
    const token = state.push('math', '', 0);
    token.content = src.slice(start, end);
    token.markup = open;
  }
  state.pos = end + close.length;
  return true;
}

/** Sums of money are none: no blank stands inside of either sign, and no digit after the second. */
function endOfDollars(src: string, start: number): number {
  if (/\s/.test(src[start] ?? ' ')) return -1;
  const limit = Math.min(src.length, start + LONGEST);
  for (let at = start; at < limit; at++) {
    if (src[at] === '\\') at++;
    else if (src[at] === '\n' && src[at + 1] === '\n') return -1;
    else if (src[at] === '$') return /\s/.test(src[at - 1] ?? ' ') || /\d/.test(src[at + 1] ?? '') ? -1 : at;
  }
  return -1;
}

/** A formula on lines of its own. */
function block(state: StateBlock, first: number, last: number, silent: boolean): boolean {
  const begin = (state.bMarks[first] ?? 0) + (state.tShift[first] ?? 0);
  const env = state.env as MathEnv;
  const pair = env.formulas < MOST ? PAIRS.find(([open, , display]) => display && state.src.startsWith(open, begin)) : undefined;
  if (pair === undefined) return false;
  const [open, close] = pair;
  const start = begin + open.length;
  const end = closing(close, state.src, start, env, LONGEST);
  if (end <= start) return false;
  let line = first;
  while (line < last && (state.eMarks[line] ?? 0) < end) line++;
  const after = state.src.slice(end + close.length, state.eMarks[line]);
  if (line >= last || !/^\s*[.,;。，；]?\s*$/.test(after)) return false;
  if (silent) return true;
  env.formulas++;
  const token = state.push('math', '', 0);
  token.block = true;
  token.content = state.src.slice(start, end);
  token.markup = open;
  state.line = line + 1;
  return true;
}

function drawn(source: string, markup: string, isBlock: boolean, env: MathEnv): string {
  const display = markup === '$$' || markup === '\\[';
  const shown = mathMl(source, display, env.blind) ?? `<code>${escapeHtml(env.blind.mask(source))}</code>`;
  return isBlock ? `<div class="math" tabindex="0">${shown}</div>\n` : shown;
}

/** Undefined where it is none that can be drawn, or where names show in what is drawn. */
function mathMl(source: string, displayMode: boolean, blind: Blind): string | undefined {
  try {
    // The page's policy allows no styles of elements, and a report none at all.
    const drawn = temml.renderToString(source, { displayMode, throwOnError: true, trust: false }).replace(/ style="[^"]*"/g, '');
    const read = drawn.replace(/<[^>]*>/g, '');
    return blind.mask(read) === read && blind.mask(source) === source ? drawn : undefined;
  } catch {
    return undefined;
  }
}
