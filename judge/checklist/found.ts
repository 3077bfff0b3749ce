/** findings: what a check finds in a report, as an amount and the passages that show it. */
import { arabicFigure, hanFigure, plainDigits, scaleOf } from '../reading/figures.ts';
import type { Check } from './check.ts';
import { compilePattern, type Match, type Pattern } from './pattern.ts';

export interface Found {
  /** Matches, words, addresses or rows; of a number or date, how many agree. Undefined where the section or table is not there. */
  readonly amount: number | undefined;
  readonly passages: readonly Match[];
}

/** @throws VerdictError for a report that would take too long */
export function findings(check: Check, report: string): Found {
  const { amount, passages } = foundIn(check, plainDigits(report));
  return { amount, passages: passages.map(({ text, start }) => ({ text: report.slice(start, start + text.length), start })) };
}

function foundIn(check: Check, report: string): Found {
  const pattern = check.of === undefined ? undefined : compilePattern(check.of);
  switch (check.kind) {
    case 'count':
      return counted(pattern?.all(report) ?? []);
    case 'length':
      return lengthFound(report, pattern);
    case 'number':
      return counted(numbersIn(withoutAddresses(report), pattern, check));
    case 'date':
      return counted(
        datesIn(withoutAddresses(report), pattern, check.value === undefined ? undefined : String(check.value), check.within ?? 0),
      );
    case 'link':
      return counted(addresses(report).filter(({ text }) => pattern?.test(withScheme(text)) ?? true));
    case 'table':
      return tableFound(report, pattern);
  }
}

/** A number in the address of a page is nothing that the report says; Chinese right behind it is. */
function withoutAddresses(text: string): string {
  return text.replace(ADDRESS, (address) => address.replace(/^\P{Script=Han}+/u, (latin) => ' '.repeat(latin.length)));
}

function counted(passages: readonly Match[]): Found {
  return { amount: passages.length, passages };
}

/** A Chinese, Japanese or Korean character, a full-width sign, or a run of other letters and digits. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{M}\p{N}])(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{M}\p{N}.,'’_-])*/gu;
/** What a reader does not see: addresses of links, marks of citation, tags. */
const UNSEEN = /\]\([^()\s]{0,2000}\)|https?:\/\/[^\s<>"'）)\]】」，。；、]+|\[\^?\d{1,4}\]|<[^<>\n]{1,200}>/gu;

/** Words as word processors count them, without the addresses of links. */
export function wordCount(text: string): number {
  return text.replace(UNSEEN, ' ').match(WORD)?.length ?? 0;
}

function lengthFound(report: string, heading: Pattern | undefined): Found {
  if (heading === undefined) return { amount: wordCount(report), passages: [] };
  const lines = report.split('\n');
  const levels = levelsOf(lines);
  const titled = (ordinal: boolean) =>
    lines.findIndex((line, i) => levels[i] !== 0 && (levels[i] === ORDINAL) === ordinal && heading.test(line));
  const marked = titled(false);
  const at = marked === -1 ? titled(true) : marked;
  const title = lines[at];
  if (title === undefined) return { amount: undefined, passages: [] };
  const level = levels[at] ?? 0;
  const rest = lines.slice(at + 1);
  const end = levels.slice(at + 1).findIndex((other) => other > 0 && other <= level);
  const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
  return { amount: wordCount(rest.slice(0, end === -1 ? undefined : end).join('\n')), passages: [{ text: title, start }] };
}

/** Of every line; in a block of code nothing is a heading. */
function levelsOf(lines: readonly string[]): number[] {
  let opened: string | undefined;
  return lines.map((line) => {
    const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
    if (fence === undefined) return opened === undefined ? levelOf(line) : 0;
    if (opened === undefined) opened = fence;
    else if (fence.startsWith(opened)) opened = undefined;
    return 0;
  });
}

/** Of a short line with a Chinese ordinal (五、…), which stands for a heading where none that is marked matches. */
const ORDINAL = 7;

/** 1 to 6, 7 for one with a Chinese ordinal and 8 for a line in bold letters that stands for a heading; 0 for any other line. */
function levelOf(line: string): number {
  const marks = /^ {0,3}(#{1,6})\s/.exec(line)?.[1];
  if (marks !== undefined) return marks.length;
  if (/^ {0,3}[一二三四五六七八九十]{1,3}、[^。！？；|\n]{1,40}$/.test(line)) return ORDINAL;
  return /^\s*\*\*[^*\n]{1,100}\*\*[:：]?\s*$/.test(line) ? 8 : 0;
}

/** Sentences, and lines without one: where a number belongs to the words beside it. */
function sentences(report: string): Match[] {
  return [...report.matchAll(/[^。！？；\n]+[。！？；]?/gu)].map((match) => ({ text: match[0], start: match.index }));
}

const NUMBER =
  /(?<![\d.．])[-−－]?(?:\d{1,3}(?:[,，'’\u00a0\u2009\u202f]\d{3}){1,6}(?!\d)|\d+)(?:[.．]\d+)?|(?<han>(?<![几数点百千万亿])[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾][零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟]{1,30}|(?<=百分之)[一二三四五六七八九十])/gu;
/** Characters after a number that may hold its unit. */
const UNIT = 12;

function numbersIn(report: string, near: Pattern | undefined, { value: asked, within = 0, unit }: Check): Match[] {
  const wanted = Number(asked);
  const close = (number: number, scale = 1) => {
    // A tolerance such as 0.1 is not exact in binary.
    const most = (within + Math.abs(wanted) * 1e-12) * scale;
    return Math.abs(number - wanted * scale) <= most;
  };
  return placed(report, near, NUMBER, ({ 0: text, groups }, rest) => {
    const han = groups?.han;
    if (han !== undefined) return close(hanFigure(han)) || (unit !== undefined && close(hanFigure(han), scaleOf(unit)));
    const written = plain(text);
    const bare = Number(written);
    const { value, percent } = arabicFigure(written, rest.replace('％', '%'));
    const full = value + restOfFigure(rest);
    if (unit !== undefined && !percent && close(full, scaleOf(unit))) return true;
    // 56.4亿 is not 56.4 where 万 is asked for.
    if (unit !== undefined && (percent || full !== bare)) return false;
    // 1，701 is one number, and 120，150 are two: either is taken.
    const listed = text.includes('，') ? text.split('，').map((part) => Number(plain(part))) : [];
    return [bare, full, ...listed].some((number) => close(number));
  });
}

/** What 1万5千 has behind its 1万, 5000. */
function restOfFigure(rest: string): number {
  const [before, digits] = /^\s?[亿万千](\d+)(?=[万千])/u.exec(rest) ?? [];
  return before === undefined || digits === undefined ? 0 : arabicFigure(digits, rest.slice(before.length)).value;
}

function plain(number: string): string {
  return number
    .replace(/[−－]/, '-')
    .replace('．', '.')
    .replace(/[,，'’\s]/g, '');
}

const DATE =
  /(?<!\d)(?<year>\d{4}|\d\d(?=年))\s?(?:年|[-/.－／．])\s?(?<month>\d{1,2})\s?(?:月|[-/.－／．])\s?(?<day>\d{1,2})(?!\d)[日号]?|(?<day2>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?(?<name2>[A-Za-z]{3,9})\.?,?\s(?<year2>\d{4})|(?<name3>[A-Za-z]{3,9})\.?\s(?<day3>\d{1,2})(?:st|nd|rd|th)?,?\s(?<year3>\d{4})|(?:(?<year4>[〇○零一二三四五六七八九]{4})年\s?|(?<!年[的度]?\s{0,2}))(?<month4>[一二三四五六七八九十]{1,3})月(?<day4>[一二三四五六七八九十]{1,3})[日号]|(?<!\d|年[的度]?\s{0,2})(?<month5>\d{1,2})\s?月\s?(?<day5>\d{1,2})\s?[日号]/gu;
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const DAY = 86_400_000;
/** The first day of a span, of which the last one has no year of its own. */
const SPAN = /(\d{4})\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?[日号]\s?[至到—–~～-]{1,2}\s?$/u;
/** Characters before a date that may hold it. */
const LONGEST_SPAN = 24;

/** A day without its year is taken for one of the year that is asked for. */
function datesIn(report: string, near: Pattern | undefined, value: string | undefined, within: number): Match[] {
  return placed(report, near, DATE, ({ index, input, groups = {} }) => {
    const spanned = SPAN.exec(input.slice(Math.max(0, index - LONGEST_SPAN), index))?.[1];
    const day = dayOf(groups, spanned ?? value?.slice(0, 4));
    return day !== undefined && (value === undefined || Math.abs(day - Date.parse(value) / DAY) <= within);
  });
}

/** Days since 1970; undefined where there is no such date, or no year. */
function dayOf(parts: Readonly<Record<string, string | undefined>>, otherwise: string | undefined): number | undefined {
  const written = parts.year ?? parts.year2 ?? parts.year3 ?? otherwise;
  const year = Number(parts.year4 === undefined ? written : digitsOf(parts.year4));
  const name = (parts.name2 ?? parts.name3 ?? '').toLowerCase();
  const month = numberOf(parts.month ?? parts.month4 ?? parts.month5) ?? MONTHS.findIndex((full) => full.startsWith(name)) + 1;
  const day = numberOf(parts.day ?? parts.day2 ?? parts.day3 ?? parts.day4 ?? parts.day5) ?? 0;
  const date = new Date(Date.UTC(year < 100 ? year + 2000 : year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / DAY : undefined;
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d/.test(text) ? Number(text) : hanFigure(text);
}

function digitsOf(text: string): string {
  return [...text].map((digit) => '〇一二三四五六七八九'.indexOf(digit.replace(/[○零]/, '〇'))).join('');
}

/** What stands before a number that is said not to be it. */
const DENIED =
  /(?:不是|并非|而非|绝非|不等于|不(?:应|能|会)?[为是]|≠|!=|\b(?:not(?: equal to)?|rather than|instead of)|n['’]t)[^\S\n]?(?:约|about )?(?:人民币|RMB|CNY|USD?)?[*_$¥￥€£"'“‘「『（( \t]*$/iu;
/** Characters before a number that may deny it. */
const DENIAL = 32;

function placed(report: string, near: Pattern | undefined, what: RegExp, fits: (match: RegExpExecArray, rest: string) => boolean): Match[] {
  const searched = near === undefined ? [{ text: report, start: 0 }] : sentences(report).filter(({ text }) => near.test(text));
  return searched.flatMap(({ text, start }) =>
    [...text.matchAll(what)].flatMap((match) => {
      const end = match.index + match[0].length;
      if (DENIED.test(text.slice(Math.max(0, match.index - DENIAL), match.index))) return [];
      return fits(match, text.slice(end, end + UNIT)) ? [{ text: match[0], start: start + match.index }] : [];
    }),
  );
}

const ADDRESS = /(?:https?:\/\/|(?<![\w./@-])www\.)(?=[\p{L}\p{N}])[^\s<>"'`|（）【】「」《》“”‘’，。；：、！？…\])}]+/giu;
/** An address without the stops that end a sentence; greedy, as a search for stops up to the end would begin anew at each of many. */
const WITHOUT_STOPS = /^.*[^.,;:!?*_~]/s;

/** Every address once, where it stands first; without the stop that ends a sentence. */
function addresses(report: string): Match[] {
  const found = new Map<string, Match>();
  for (const match of report.matchAll(ADDRESS)) {
    const text = WITHOUT_STOPS.exec(match[0])?.[0] ?? match[0];
    const key = withScheme(text)
      .replace(/#.*$/s, '')
      .replace(/\/$/, '')
      .replace(/^https?:\/\/[^/]*/i, (host) => host.toLowerCase().replace(/^http:/, 'https:'));
    if (!found.has(key)) found.set(key, { text, start: match.index });
  }
  return [...found.values()];
}

function withScheme(address: string): string {
  return /^www\./i.test(address) ? `https://${address}` : address;
}

/** The line below the head of a table. It is cut first, as one expression for all of it would take long on a line of blanks. */
function isRule(line: string): boolean {
  if (!line.includes('|') || !line.includes('-')) return false;
  const cells = line.split('|').map((cell) => cell.trim());
  return cells.every((cell, i) => /^:?-+:?$/.test(cell) || (cell === '' && (i === 0 || i === cells.length - 1)));
}

function tableFound(report: string, pattern: Pattern | undefined): Found {
  const lines = report.split('\n').map((line) => line.replace(/^ {0,3}(?:> ?)+/, (quote) => ' '.repeat(quote.length)));
  const ends = endsOfRuns(lines);
  let start = 0;
  let longest: Found = { amount: undefined, passages: [] };
  const take = (amount: number, textOf: () => string, passage: Match) => {
    if (amount > (longest.amount ?? -1) && (pattern?.test(textOf()) ?? true)) longest = { amount, passages: [passage] };
  };
  for (const [i, line] of lines.entries()) {
    if (line.includes('|') && isRule(lines[i + 1] ?? '')) {
      const end = ends[i + 1] ?? lines.length;
      take(end - i - 2, () => [line, ...lines.slice(i + 2, end)].join('\n'), { text: line, start });
    }
    start += line.length + 1;
  }
  for (const { text, start } of htmlTables(report)) {
    const rows = [...text.matchAll(/<tr\b/gi)].map(({ index }) => index);
    take(Math.max(0, rows.length - 1), () => text, { text: text.slice(0, rows[1]).trimEnd(), start });
  }
  return longest;
}

/** Of every line, the first line after it that is no row of a table. */
function endsOfRuns(lines: readonly string[]): number[] {
  const ends = new Array<number>(lines.length);
  let end = lines.length;
  for (let i = lines.length - 1; i >= 0; i--) {
    ends[i] = end;
    if (!lines[i]?.includes('|')) end = i;
  }
  return ends;
}

/** One after another; of nested ones the outer alone, up to the first end. */
function htmlTables(report: string): Match[] {
  const found: Match[] = [];
  let start: number | undefined;
  for (const { 0: tag, index } of report.matchAll(/<\/?table\b/gi)) {
    if (tag.length === '<table'.length) start ??= index;
    else if (start !== undefined) {
      found.push({ text: report.slice(start, index), start });
      start = undefined;
    }
  }
  return found;
}
