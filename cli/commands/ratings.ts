/** `gavel ratings`: strengths fitted from battles, with intervals over queries. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DIMENSIONS, type Dimension } from '../../judge/compare.ts';
import { InputError } from '../../judge/errors.ts';
import { consensus } from '../../reports/consensus.ts';
import { type BattleTable, BattleTableBuilder } from '../../reports/ratings/battle.ts';
import { type StyledBattle, styleAdjusted } from '../../reports/ratings/covariates.ts';
import { RATING_METHODS, type RatingMethod, ratings } from '../../reports/ratings/ratings.ts';
import { STYLE_MEASURES, type Style, styleOf } from '../../reports/ratings/style.ts';
import { ratingsTable, styleText } from '../../reports/ratings-table.ts';
import { type BattleRow, type BattleSelection, battleRows } from '../../runners/battle-rows.ts';
import { type Store, withStore } from '../../runners/store.ts';
import { newestReport } from '../../runners/stored.ts';
import { colourOf, type Io, printJson } from '../io.ts';
import { collect, seedOption, storeOption, wholeNumber } from '../options.ts';

export interface BattleFlags {
  readonly benchmark?: string;
  readonly dimension: Dimension;
  readonly judge?: string[];
}

interface Flags extends BattleFlags {
  readonly method: RatingMethod;
  readonly bootstrap: number;
  readonly seed: number;
  readonly anchor?: { readonly agent: string; readonly rating: number };
  readonly prior?: number;
  readonly k?: number;
  readonly style?: boolean;
  readonly json?: boolean;
  readonly store: string;
}

export function ratingsCommand(io: Io): Command {
  const command = new Command('ratings')
    .description('Ratings from battles: Bradley-Terry with ties after Davidson, with ties as halves, or sequential Elo.')
    .argument('[sweep]', 'only battles between what this sweep planned')
    .addOption(new Option('--method <name>', 'how ratings are fitted').choices(RATING_METHODS).default('davidson'))
    .option('--bootstrap <n>', 'rounds over queries for the intervals; 0 for none', wholeNumber(0), 200)
    .option('--anchor <agent=rating>', 'fix one agent (default: a mean of 1000)', anchor)
    .option('--prior <n>', 'battles every pair is taken to have split evenly, so that nobody is unbounded', positive)
    .option('--k <n>', 'step of sequential Elo', positive)
    .option('--style', 'also ratings with length, headings, lists and citations held equal, from the stored reports')
    .addOption(seedOption());
  return addBattleOptions(command)
    .option('--json', 'print one JSON document')
    .addOption(storeOption())
    .action(async (sweep: string | undefined, flags: Flags) => {
      const { table, styled } = await withStore(resolve(io.cwd, flags.store), { mode: 'read' }, (store) => ({
        table: battleTableOf(store, flags, sweep),
        styled: flags.style === true ? styledBattles(store, flags, sweep) : undefined,
      }));
      const { method, bootstrap, seed, anchor: fixed, prior, k } = flags;
      const fitted = ratings(table, {
        method,
        bootstrap,
        seed,
        ...(fixed !== undefined && { anchor: fixed }),
        ...(prior !== undefined && { prior }),
        ...(k !== undefined && { k }),
      });
      const style = styled && styleAdjusted(styled, STYLE_MEASURES, fixed === undefined ? {} : { anchor: fixed });
      if (flags.json === true) return printJson(io, style === undefined ? fitted : { ...fitted, style });
      io.stdout.write(`${ratingsTable(fitted, colourOf(io.stdout, io.env))}\n`);
      if (style !== undefined) io.stdout.write(`${styleText(style)}\n`);
    });
}

export function addBattleOptions(command: Command): Command {
  return command
    .option('--benchmark <name>', 'only battles on this benchmark')
    .addOption(new Option('--dimension <name>', 'what was compared').choices(DIMENSIONS).default('overall'))
    .option('--judge <name>', 'only this judge or person (repeatable); "consensus" takes the majority of all judges', collect);
}

/** Battles of the selection, by the judges asked for. */
export function* selectedBattles(store: Store, selection: BattleSelection, judges: readonly string[] | undefined): Generator<BattleRow> {
  const rows = battleRows(store, selection);
  if (judges?.includes('consensus') === true) return yield* consensus(rows);
  for (const row of rows) if (judges === undefined || judges.includes(row.judge)) yield row;
}

/** Compact, so that millions of battles fit. @throws InputError where there are none */
function battleTableOf(store: Store, flags: BattleFlags, sweep: string | undefined): BattleTable {
  const { benchmark, dimension, judge } = flags;
  const builder = new BattleTableBuilder();
  let count = 0;
  for (const { task, benchmark: on, a, b, outcome } of selectedBattles(store, { benchmark, dimension, sweep }, judge)) {
    builder.add({ a, b, outcome, ...(task !== null && { query: `${on ?? ''} ${task}` }) });
    count++;
  }
  if (count === 0)
    throw new InputError(`${store.path}: no battles on dimension "${dimension}" here; "gavel battle" or "gavel import battles" make some`);
  return builder.build();
}

/** Battles between reports that the store holds, with what each report looks like. Imported battles have no reports. */
function styledBattles(store: Store, flags: BattleFlags, sweep: string | undefined): StyledBattle[] {
  const { benchmark, dimension, judge } = flags;
  const styles = new Map<string, Style | undefined>();
  const styleFor = (agent: string, battle: BattleRow): Style | undefined => {
    const key = `${agent}\0${battle.benchmark}\0${battle.task}`;
    if (!styles.has(key)) styles.set(key, styleOfStored(store, agent, battle));
    return styles.get(key);
  };
  const found: StyledBattle[] = [];
  for (const battle of selectedBattles(store, { benchmark, dimension, sweep }, judge)) {
    const [a, b] = battle.task === null ? [] : [styleFor(battle.a, battle), styleFor(battle.b, battle)];
    if (a === undefined || b === undefined) continue;
    found.push({ a: battle.a, b: battle.b, outcome: battle.outcome, query: `${battle.benchmark ?? ''} ${battle.task}`, style: { a, b } });
  }
  if (found.length === 0) throw new InputError(`${store.path}: --style needs battles between stored reports`);
  return found;
}

function styleOfStored(store: Store, agent: string, { benchmark, task }: BattleRow): Style | undefined {
  const text = newestReport(store, agent, benchmark ?? '', task ?? '');
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
