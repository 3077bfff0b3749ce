/** compilePattern: a regular expression of a stranger's, in RE2's syntax, whose time grows with the text and never explodes. */
import { createRequire } from 'node:module';
import type * as Re2 from 're2js';
import { VerdictError } from '../errors.ts';
import { plainDigits } from '../reading/figures.ts';

const LONGEST = 500;
/** States of the compiled expression; a text costs its length times these. */
const MOST_STATES = 200;
/** States times characters that one check may cost: about two seconds at the slowest. */
const MOST_WORK = 2e7;
/** Longer lines are read in pieces of this many characters. */
const LONGEST_LINE = 1000;

/** Loaded by the first pattern only, which most rubrics do not have. */
let engine: typeof Re2.RE2JS | undefined;
function re2(): typeof Re2.RE2JS {
  engine ??= (createRequire(import.meta.url)('re2js') as typeof Re2).RE2JS;
  return engine;
}

/** What keeps a text from being a pattern; undefined where nothing does. */
export function patternProblem(text: string): string | undefined {
  if (text === '') return 'expected a regular expression, got an empty text';
  if (text.length > LONGEST) return `expected a regular expression of at most ${LONGEST} characters`;
  try {
    const states = compiled(text).programSize();
    return states > MOST_STATES ? `too large: shorten repeats such as {1,100} (${states} states, at most ${MOST_STATES})` : undefined;
  } catch (error) {
    return `expected a regular expression in RE2's syntax, without look-around and references back: ${(error as Error).message}`;
  }
}

export interface Match {
  readonly text: string;
  /** In UTF-16 units of the text that was searched. */
  readonly start: number;
}

export interface Pattern {
  /** Every match within a line, in their order. @throws VerdictError for a text that would take too long */
  all(text: string): Match[];
  /** Whether a line matches. @throws VerdictError as `all` does */
  test(text: string): boolean;
}

/** For one check: its work on all texts adds up. */
export function compilePattern(text: string): Pattern {
  const expression = compiled(text);
  const states = expression.programSize();
  let work = 0;
  const charge = (characters: number) => {
    work += characters * states;
    if (work > MOST_WORK) throw new VerdictError('the report is too long for the pattern of this check; write the pattern shorter');
  };
  const search = (line: string, most: number) => {
    const found: Match[] = [];
    const matcher = expression.matcher(line);
    for (let from = 0; from <= line.length && found.length < most; ) {
      charge(line.length - from + 1);
      if (!matcher.find(from)) break;
      const [start, end] = [matcher.start(), matcher.end()];
      if (end > start) found.push({ text: line.slice(start, end), start });
      from = end > start ? end : end + 1;
    }
    return found;
  };
  return {
    all: (searched) =>
      linesOf(searched).flatMap(({ text: line, start }) =>
        search(line, Number.POSITIVE_INFINITY).map((match) => ({ ...match, start: start + match.start })),
      ),
    test: (searched) => linesOf(searched).some(({ text: line }) => search(line, 1).length > 0),
  };
}

/** Digits are plain ones, as in the reports that it is held against. */
function compiled(text: string) {
  return re2().compile(plainDigits(text), re2().CASE_INSENSITIVE);
}

/** The lines of a text, long ones in pieces. */
function linesOf(text: string): Match[] {
  const lines: Match[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    for (let at = 0; at < line.length; at += LONGEST_LINE) lines.push({ text: line.slice(at, at + LONGEST_LINE), start: start + at });
    start += line.length + 1;
  }
  return lines;
}
