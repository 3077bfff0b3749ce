/** `gavel ratings`: strengths fitted from battles, with intervals over queries. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { InputError } from '../../judge/errors.ts';
import { DIMENSIONS, type Dimension } from '../../judge/pairwise/compare.ts';
import { type BattleSource, SourceCounter, sourceNames } from '../../reports/head-to-head/battle-source.ts';
import { type HeadToHead, headToHeads } from '../../reports/head-to-head/head-to-head.ts';
import { BattleTableBuilder } from '../../reports/ratings/battle.ts';
import { type StyleAdjusted, type StyledBattle, styleAdjusted } from '../../reports/ratings/covariates.ts';
import { BOOTSTRAP_ROUNDS, RATING_METHODS, type RatingMethod, type Ratings, ratings } from '../../reports/ratings/ratings.ts';
import { STYLE_MEASURES, type Style, styleOf } from '../../reports/ratings/style.ts';
import { ratingsTable, styleText } from '../../reports/ratings/table.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { battlingText } from '../../runners/battles/contestants.ts';
import type { BattleRow } from '../../runners/store/battle-rows.ts';
import { type Store, withStore } from '../../runners/store/store.ts';
import { addJudgeChoice, type BattleChoice, checkChoice, notePooled, selectedBattles, underSource } from '../battle-selection.ts';
import { colourOf, type Io, note, printJson } from '../io.ts';
import { languageOption, seedOption, storeOption, wholeNumber } from '../options/options.ts';
import { writeHeadToHead } from '../write-head-to-head.ts';

const ALL = 'all';

interface Flags {
  readonly benchmark?: string;
  readonly dimension: Dimension | typeof ALL;
  readonly judge?: string[];
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
    .option('--bootstrap <n>', 'rounds over queries for the intervals; 0 for none', wholeNumber(0), BOOTSTRAP_ROUNDS)
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
    .action((sweep: string | undefined, flags: Flags) => rate(io, sweep, flags));
}

/** What is said of the agents on one dimension. */
interface Rated {
  readonly dimension: Dimension;
  readonly fitted: Ratings;
  readonly style: StyleAdjusted | undefined;
}

async function rate(io: Io, sweep: string | undefined, flags: Flags): Promise<void> {
  checkMethod(flags);
  const counter = new SourceCounter();
  const { rated, pairs } = await withStore(resolve(io.cwd, flags.store), { mode: 'read' }, (store) => {
    const choice = { sweep, benchmark: flags.benchmark, judges: flags.judge };
    checkChoice(store, choice);
    const rated = ratedDimensions(store, choice, flags, counter);
    if (flags.out === undefined) return { rated, pairs: [] };
    // The page of the whole shows the dimensions as well.
    const shown = flags.dimension === 'overall' ? ALL : flags.dimension;
    return { rated, pairs: headToHeads(selectedBattles(store, on(choice, shown)), { dimension: rated[0]?.dimension }) };
  });
  const source = counter.source(sweep);
  notePooled(io, source);
  if (flags.json === true)
    printJson(io, {
      ...(flags.dimension === ALL ? { dimensions: Object.fromEntries(rated.map(named)) } : json(rated[0])),
      ...sourceNames(source),
    });
  else io.stdout.write(underSource(source, rated.map((one) => text(io, one, flags)).join('\n')));
  if (flags.out !== undefined) write(io, flags.out, pairs, { rated, source, language: flags.language });
}

/** @throws InputError for a flag that the method has no use for */
function checkMethod({ method, prior, k }: Flags): void {
  if (k !== undefined && method !== 'elo') throw new InputError(`--k goes with --method elo, got ${method}`);
  if (prior !== undefined && method === 'elo') throw new InputError('--prior goes with --method davidson or bradley-terry, got elo');
}

/** @throws InputError where there are no battles */
function ratedDimensions(store: Store, choice: BattleChoice, flags: Flags, counter: SourceCounter): Rated[] {
  const { dimension: asked, method, bootstrap, seed, anchor: fixed, prior, k } = flags;
  // Compact, so that millions of battles fit.
  const builders = new Map<string, BattleTableBuilder>();
  for (const { task, benchmark, a, b, outcome, dimension } of selectedBattles(store, on(choice, asked), counter)) {
    const builder = builders.get(dimension) ?? new BattleTableBuilder();
    builders.set(dimension, builder.add({ a, b, outcome, ...(task !== null && { query: queryOf(benchmark, task) }) }));
  }
  if (builders.size === 0) {
    const where = asked === ALL ? '' : ` on dimension "${asked}"`;
    throw new InputError(`${store.path}: no battles${where} here; "gavel battle" or "gavel import battles" make some`);
  }
  const anchored = fixed === undefined ? {} : { anchor: fixed };
  const options = { method, bootstrap, seed, ...anchored, ...(prior !== undefined && { prior }), ...(k !== undefined && { k }) };
  return DIMENSIONS.flatMap((dimension): Rated[] => {
    const builder = builders.get(dimension);
    if (builder === undefined) return [];
    const styled = flags.style === true ? styledBattles(store, on(choice, dimension)) : undefined;
    return [{ dimension, fitted: ratings(builder.build(), options), style: styled && styleAdjusted(styled, STYLE_MEASURES, anchored) }];
  });
}

function on(choice: BattleChoice, dimension: Flags['dimension']): BattleChoice {
  return dimension === ALL ? choice : { ...choice, dimension };
}

function queryOf(benchmark: string | null, task: string): string {
  return JSON.stringify([benchmark, task]);
}

function json(rated: Rated | undefined) {
  return rated?.style === undefined ? rated?.fitted : { ...rated.fitted, style: rated.style };
}

function named(rated: Rated) {
  return [rated.dimension, json(rated)] as const;
}

function text(io: Io, { dimension, fitted, style }: Rated, flags: Flags): string {
  const table = ratingsTable(fitted, colourOf(io.stdout, io.env), flags.bootstrap);
  return [...(flags.dimension === 'overall' ? [] : [dimension]), table, ...(style === undefined ? [] : [styleText(style)])].join('\n');
}

/** The ratings shown are the first, which are those on the whole where there are several; the pairs are on the same dimension. */
function write(
  io: Io,
  out: string,
  pairs: readonly HeadToHead[],
  { rated, source, language }: { readonly rated: readonly Rated[]; readonly source: BattleSource; readonly language: Language },
): void {
  const files = writeHeadToHead(resolve(io.cwd, out), pairs, { page: 'ratings.html', language, ratings: rated[0]?.fitted, source });
  for (const file of files) note(io, `wrote ${file}`);
}

/** Battles between reports that the store holds, with what each report looks like. Imported battles have no reports. */
function styledBattles(store: Store, choice: BattleChoice): StyledBattle[] {
  const styles = new Map<string, Style | undefined>();
  const styleFor = (agent: string, battle: BattleRow): Style | undefined => {
    const key = `${agent}\0${battle.benchmark}\0${battle.task}`;
    if (!styles.has(key)) styles.set(key, styleOfStored(store, agent, battle));
    return styles.get(key);
  };
  const found: StyledBattle[] = [];
  for (const battle of selectedBattles(store, choice)) {
    const [a, b] = battle.task === null ? [] : [styleFor(battle.a, battle), styleFor(battle.b, battle)];
    if (a === undefined || b === undefined) continue;
    found.push({ a: battle.a, b: battle.b, outcome: battle.outcome, query: queryOf(battle.benchmark, battle.task ?? ''), style: { a, b } });
  }
  if (found.length === 0) throw new InputError(`${store.path}: --style needs battles between stored reports`);
  return found;
}

function styleOfStored(store: Store, agent: string, { benchmark, task }: BattleRow): Style | undefined {
  const text = battlingText(store, agent, benchmark ?? '', task ?? '');
  return text === undefined ? undefined : styleOf(text);
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
