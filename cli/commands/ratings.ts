/** `gavel ratings`: strengths fitted from battles, with intervals over queries. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DIMENSIONS, type Dimension } from '../../judge/pairwise/comparison.ts';
import { sourceNames } from '../../reports/head-to-head/battle-source.ts';
import { ALL, RATING_METHODS, type Rated, type RatedAgents, type RatingMethod, rate } from '../../reports/rate.ts';
import { ratingsTable, styleText } from '../../reports/ratings/table.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { colourOf, type Io, note, printJson } from '../io.ts';
import { addJudgeChoice, notePooled, underSource } from '../judge-notes.ts';
import { languageOption, seedOption, storeOption, wholeNumber } from '../options/options.ts';
import { writeHeadToHead } from '../write-head-to-head.ts';

interface Flags {
  readonly benchmark?: string;
  readonly dimension: Dimension | typeof ALL;
  readonly judge?: string[];
  readonly withoutFailed?: boolean;
  readonly method: RatingMethod;
  readonly bootstrap: number;
  readonly seed: number;
  readonly anchor?: { readonly agent: string; readonly rating: number };
  readonly prior?: number;
  readonly k?: number;
  readonly style?: boolean;
  readonly json?: boolean;
  readonly out?: string;
  readonly language: Language;
  readonly store: string;
}

export function ratingsCommand(io: Io): Command {
  const command = new Command('ratings')
    .description('Ratings from battles: Bradley-Terry with ties after Davidson, with ties as halves, or sequential Elo.')
    .argument('[sweep]', 'only battles between what this sweep planned')
    .addOption(new Option('--method <name>', 'how ratings are fitted').choices(RATING_METHODS).default('davidson'))
    .option(
      '--bootstrap <n>',
      'intervals by this many rounds over queries: too narrow where queries are few (default: clustered errors, t)',
      wholeNumber(0),
      0,
    )
    .option('--anchor <agent=rating>', 'fix one agent (default: a mean of 1000)', anchor)
    .option('--prior <n>', 'battles every pair is taken to have split evenly, so that nobody is unbounded', positive)
    .option('--k <n>', 'step of sequential Elo', positive)
    .option('--style', 'also ratings with length, headings, lists and citations held equal, from the stored reports')
    .addOption(seedOption())
    .option('--benchmark <name>', 'only battles on this benchmark')
    .addOption(
      new Option('--dimension <name>', 'what was compared; all for each of them').choices([...DIMENSIONS, ALL]).default('overall'),
    );
  return addJudgeChoice(command)
    .option('--json', 'print one JSON document')
    .option('--out <dir>', 'write the charts and a page into this folder: ratings, and every pair')
    .addOption(languageOption('of the page and the charts that --out writes'))
    .addOption(storeOption())
    .action((sweep: string | undefined, flags: Flags) => printRatings(io, sweep, flags));
}

async function printRatings(io: Io, sweep: string | undefined, flags: Flags): Promise<void> {
  const options = { ...flags, sweep, judges: flags.judge, pairs: flags.out !== undefined };
  const { rated, pairs, source } = await rate(resolve(io.cwd, flags.store), options);
  notePooled(io, source);
  if (flags.json === true)
    printJson(io, {
      ...(flags.dimension === ALL ? { dimensions: Object.fromEntries(rated.map(named)) } : json(rated[0])),
      ...sourceNames(source),
    });
  else io.stdout.write(underSource(source, rated.map((one) => text(io, one, flags)).join('\n')));
  if (flags.out !== undefined) write(io, flags.out, { rated, pairs, source }, flags.language);
}

function json(rated: Rated | undefined) {
  return rated?.style === undefined ? rated?.fitted : { ...rated.fitted, style: rated.style };
}

function named(rated: Rated) {
  return [rated.dimension, json(rated)] as const;
}

function text(io: Io, { dimension, fitted, style }: Rated, flags: Flags): string {
  const table = ratingsTable(fitted, colourOf(io.stdout, io.env));
  return [...(flags.dimension === 'overall' ? [] : [dimension]), table, ...(style === undefined ? [] : [styleText(style)])].join('\n');
}

/** The ratings shown are the first, which are those on the whole where there are several; the pairs are on the same dimension. */
function write(io: Io, out: string, { rated, pairs, source }: RatedAgents, language: Language): void {
  const files = writeHeadToHead(resolve(io.cwd, out), pairs, { page: 'ratings.html', language, ratings: rated[0]?.fitted, source });
  for (const file of files) note(io, `wrote ${file}`);
}

function anchor(text: string): { agent: string; rating: number } {
  const [, agent, rating] = /^(.+)=(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (agent === undefined || rating === undefined) throw new InvalidArgumentError('Expected AGENT=RATING, as in my-agent=1000.');
  return { agent, rating: Number(rating) };
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}
