/** htmlText: the words of a page as a reader sees them: headings, lists and tables as lines, without menus, scripts and forms. */
import { Parser } from 'htmlparser2';

export interface HtmlText {
  readonly title: string;
  readonly text: string;
  readonly date?: string;
  /** Characters of links, of all in `text` before it was cut to the main part: menus are mostly links. */
  readonly linkShare: number;
  /** Elements lay within each other too deep: what came then was not read. */
  readonly cut?: true;
}

const SILENT = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'canvas',
  'iframe',
  'object',
  'nav',
  'footer',
  'aside',
  'form',
  'button',
  'select',
  'dialog',
  'head',
]);
const BLOCKS = new Set(
  'address article blockquote caption dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody thead tr ul'.split(
    ' ',
  ),
);
const MAIN = new Set(['main', 'article']);
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const DATES = /^(article:(published|modified)_time|date|dc\.date|pubdate|publishdate|og:updated_time|datepublished)$/i;
/** Characters that a main part must have to stand for the page. */
const LEAST_MAIN = 200;
const DEEPEST = 512;
/** Elements within each other, from which on nothing is read: each further one takes the parser longer. */
const TOO_DEEP = 3_000;

class TooDeep extends Error {}

export function htmlText(html: string): HtmlText {
  const all = new Lines();
  const main = new Lines();
  const open: { readonly name: string; readonly silent: boolean }[] = [];
  const state = { silent: 0, main: 0, pre: 0, link: 0, inTitle: false, title: '', heading: '', date: undefined as string | undefined };
  let depth = 0;
  const each = (write: (lines: Lines) => void) => {
    if (state.silent > 0) return;
    write(all);
    if (state.main > 0) write(main);
  };
  const end = (name: string) => {
    if (name === 'a') state.link = Math.max(0, state.link - 1);
    if (name === 'pre') state.pre = Math.max(0, state.pre - 1);
    if (name === 'td' || name === 'th') each((lines) => lines.cell());
    if (BLOCKS.has(name)) each((lines) => lines.block());
    if (MAIN.has(name)) state.main = Math.max(0, state.main - 1);
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (++depth > TOO_DEEP) throw new TooDeep();
        if (name === 'title' && state.title === '') state.inTitle = true;
        if (name === 'meta' && DATES.test(attributes.property ?? attributes.name ?? attributes.itemprop ?? ''))
          state.date ??= attributes.content;
        if (name === 'time') state.date ??= attributes.datetime;
        if (name === 'br') each((lines) => lines.line());
        if (VOID.has(name) || open.length >= DEEPEST) return;
        const silent =
          SILENT.has(name) ||
          'hidden' in attributes ||
          attributes['aria-hidden'] === 'true' ||
          /display:\s*none|visibility:\s*hidden/i.test(attributes.style ?? '');
        open.push({ name, silent });
        if (silent) state.silent++;
        if (MAIN.has(name)) state.main++;
        if (name === 'a') state.link++;
        if (name === 'pre') state.pre++;
        if (BLOCKS.has(name)) each((lines) => lines.block());
        if (/^h[1-6]$/.test(name)) each((lines) => lines.add(`${'#'.repeat(Number(name[1]))} `, false, false));
        if (name === 'li') each((lines) => lines.add('- ', false, false));
      },
      ontext(text) {
        if (state.inTitle) state.title += text;
        each((lines) => lines.add(text, state.pre > 0, state.link > 0));
      },
      onclosetag(name) {
        depth--;
        if (name === 'title') state.inTitle = false;
        const at = open.findLastIndex((element) => element.name === name);
        if (at < 0) return;
        for (const element of open.splice(at).reverse()) {
          end(element.name);
          if (element.silent) state.silent--;
        }
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  const cut = isTooDeep(() => {
    parser.write(html);
    parser.end();
  });
  const [whole, part] = [all.text(), main.text()];
  return {
    title: state.title.replace(/\s+/g, ' ').trim(),
    text: part.length >= LEAST_MAIN ? part : whole,
    linkShare: all.letters === 0 ? 0 : all.linked / all.letters,
    ...(state.date !== undefined && isDate(state.date) && { date: state.date }),
    ...(cut && { cut: true as const }),
  };
}

function isTooDeep(parse: () => void): boolean {
  try {
    parse();
    return false;
  } catch (error) {
    if (error instanceof TooDeep) return true;
    throw error;
  }
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text));
}

/** Text that grows by pieces: blanks are one blank, blocks stand on lines of their own, cells of a table on one line. */
class Lines {
  #pieces: string[] = [];
  #last = '\n\n';
  letters = 0;
  linked = 0;

  add(text: string, exact: boolean, link: boolean): void {
    const shown = exact ? text : text.replace(/\s+/g, ' ');
    const piece = !exact && /\s$/.test(this.#last) ? shown.trimStart() : shown;
    if (piece === '') return;
    this.letters += piece.length;
    if (link) this.linked += piece.length;
    this.#put(piece);
  }

  cell(): void {
    if (!this.#last.endsWith('\n')) this.#put(' | ');
  }

  line(): void {
    this.#put('\n');
  }

  block(): void {
    if (!this.#last.endsWith('\n')) this.#put('\n');
  }

  #put(piece: string): void {
    this.#pieces.push(piece);
    this.#last = piece;
  }

  text(): string {
    const lines = this.#pieces.join('').split('\n');
    return lines
      .map((line) => line.trimEnd().replace(/( \|)+$/, ''))
      .filter((line) => !/^(#+|-)?\s*$/.test(line))
      .join('\n')
      .trim();
  }
}
