/** findings: what a check finds in a report, as an amount and the passages that show it. */
import { arabicFigure } from '../reading/figures.ts';
import type { Check } from './check.ts';
import { compilePattern, type Match, type Pattern } from './pattern.ts';

export interface Found {
  /** Matches, words, addresses or rows; of a number or date, how many agree. Undefined where the section or table is not there. */
  readonly amount: number | undefined;
  readonly passages: readonly Match[];
}

/** @throws VerdictError for a report that would take too long */
export function findings(check: Check, report: string): Found {
  const pattern = check.of === undefined ? undefined : compilePattern(check.of);
  switch (check.kind) {
    case 'count':
      return counted(pattern?.all(report) ?? []);
    case 'length':
      return lengthFound(report, pattern);
    case 'number':
      return counted(numbersIn(report, pattern, Number(check.value), check.within ?? 0));
    case 'date':
      return counted(datesIn(report, pattern, check.value === undefined ? undefined : String(check.value), check.within ?? 0));
    case 'link':
      return counted(addresses(report).filter(({ text }) => pattern?.test(text) ?? true));
    case 'table':
      return tableFound(report, pattern);
  }
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
  const at = lines.findIndex((line) => levelOf(line) > 0 && heading.test(line));
  const title = lines[at];
  if (title === undefined) return { amount: undefined, passages: [] };
  const level = levelOf(title);
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => levelOf(line) > 0 && levelOf(line) <= level);
  const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
  return { amount: wordCount(rest.slice(0, end === -1 ? undefined : end).join('\n')), passages: [{ text: title, start }] };
}

/** 1 to 6, and 7 for a line in bold letters that stands for a heading; 0 for any other line. */
function levelOf(line: string): number {
  const marks = /^ {0,3}(#{1,6})\s/.exec(line)?.[1];
  if (marks !== undefined) return marks.length;
  return /^\s*\*\*[^*\n]{1,100}\*\*[:：]?\s*$/.test(line) ? 7 : 0;
}

/** Sentences, and lines without one: where a number belongs to the words beside it. */
function sentences(report: string): Match[] {
  return [...report.matchAll(/[^。！？；\n]+[。！？；]?/gu)].map((match) => ({ text: match[0], start: match.index }));
}

const NUMBER = /(?<![\d.])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?/gu;
/** Characters after a number that may hold its unit. */
const UNIT = 12;

function numbersIn(report: string, near: Pattern | undefined, value: number, within: number): Match[] {
  // A tolerance such as 0.1 is not exact in binary.
  const most = within + Math.abs(value) * 1e-12;
  return placed(report, near, NUMBER, (text, rest) => {
    const written = text.replace('−', '-').replaceAll(',', '');
    return [Number(written), arabicFigure(written, rest).value].some((number) => Math.abs(number - value) <= most);
  });
}

const DATE =
  /(?<year>\d{4})\s?(?:年|[-/.])\s?(?<month>\d{1,2})\s?(?:月|[-/.])\s?(?<day>\d{1,2})(?!\d)日?|(?<day2>\d{1,2})(?:st|nd|rd|th)?\s(?<name2>[A-Za-z]{3,9})\.?,?\s(?<year2>\d{4})|(?<name3>[A-Za-z]{3,9})\.?\s(?<day3>\d{1,2})(?:st|nd|rd|th)?,?\s(?<year3>\d{4})/gu;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY = 86_400_000;

function datesIn(report: string, near: Pattern | undefined, value: string | undefined, within: number): Match[] {
  return placed(report, near, DATE, (text) => {
    const day = dayOf(text);
    return day !== undefined && (value === undefined || Math.abs(day - Date.parse(value) / DAY) <= within);
  });
}

/** Days since 1970; undefined where there is no such date. */
function dayOf(text: string): number | undefined {
  const parts = new RegExp(DATE.source, 'u').exec(text)?.groups ?? {};
  const year = Number(parts.year ?? parts.year2 ?? parts.year3);
  const name = (parts.name2 ?? parts.name3 ?? '').slice(0, 3).toLowerCase();
  const month = parts.month === undefined ? MONTHS.indexOf(name) + 1 : Number(parts.month);
  const day = Number(parts.day ?? parts.day2 ?? parts.day3);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / DAY : undefined;
}

function placed(report: string, near: Pattern | undefined, what: RegExp, fits: (text: string, rest: string) => boolean): Match[] {
  const searched = near === undefined ? [{ text: report, start: 0 }] : sentences(report).filter(({ text }) => near.test(text));
  return searched.flatMap(({ text, start }) =>
    [...text.matchAll(what)].flatMap((match) => {
      const end = match.index + match[0].length;
      return fits(match[0], text.slice(end, end + UNIT)) ? [{ text: match[0], start: start + match.index }] : [];
    }),
  );
}

const ADDRESS = /https?:\/\/[^\s<>"'`|（）【】「」《》，。；、！？\])}]+/giu;

/** Every address once, where it stands first; without the stop that ends a sentence. */
function addresses(report: string): Match[] {
  const found = new Map<string, Match>();
  for (const match of report.matchAll(ADDRESS)) {
    const text = match[0].replace(/[.,;:!?*_~]+$/, '');
    const key = text.replace(/#.*$/s, '').replace(/\/$/, '');
    if (!found.has(key)) found.set(key, { text, start: match.index });
  }
  return [...found.values()];
}

const RULE = /^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

function tableFound(report: string, pattern: Pattern | undefined): Found {
  const lines = report.split('\n');
  let start = 0;
  let longest: Found = { amount: undefined, passages: [] };
  for (const [i, line] of lines.entries()) {
    const rule = lines[i + 1];
    if (line.includes('|') && rule?.includes('-') && rule.includes('|') && RULE.test(rule)) {
      const end = lines.findIndex((row, at) => at > i + 1 && !row.includes('|'));
      const rows = lines.slice(i + 2, end === -1 ? undefined : end);
      if (rows.length > (longest.amount ?? -1) && (pattern?.test([line, ...rows].join('\n')) ?? true))
        longest = { amount: rows.length, passages: [{ text: line, start }] };
    }
    start += line.length + 1;
  }
  return longest;
}
