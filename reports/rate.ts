/** Rating agents from the battles in a store, on one dimension or on each. */
import { InputError } from '../judge/errors.ts';
import { DIMENSIONS, type Dimension } from '../judge/pairwise/comparison.ts';
import { battlingText } from '../runners/battles/contestants.ts';
import type { BattleRow } from '../runners/store/battle-row.ts';
import { plannedMeetings } from '../runners/store/planned-battles.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { type BattleChoice, checkChoice, chosenBattles } from './head-to-head/battle-choice.ts';
import { battleProvenance } from './head-to-head/battle-provenance.ts';
import { type BattleSource, SourceCounter } from './head-to-head/battle-source.ts';
import { type HeadToHead, headToHeads } from './head-to-head/head-to-head.ts';
import { BattleTableBuilder } from './ratings/battle.ts';
import { type StyleAdjusted, type StyledBattle, styleAdjusted } from './ratings/covariates.ts';
import { UnfoughtCounter, withPlanned } from './ratings/played.ts';
import { RATING_METHODS, type RatingMethod, type Ratings, ratings } from './ratings/ratings.ts';
import { STYLE_MEASURES, type Style, styleOf } from './ratings/style.ts';

export { RATING_METHODS, type RatingMethod };

/** In place of a dimension: each of them. */
export const ALL = 'all';

export interface RateOptions {
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
  readonly judges?: readonly string[] | undefined;
  /** Whether to leave out battles that an attempt which failed decided. */
  readonly withoutFailed?: boolean | undefined;
  readonly dimension: Dimension | typeof ALL;
  readonly method: RatingMethod;
  /** Rounds over queries for the intervals; 0 for none. */
  readonly bootstrap: number;
  readonly seed: number;
  readonly anchor?: { readonly agent: string; readonly rating: number } | undefined;
  /** Battles that every pair is taken to have split evenly. */
  readonly prior?: number | undefined;
  /** Step of sequential Elo. */
  readonly k?: number | undefined;
  /** Whether to fit also with the style of the stored reports held equal. */
  readonly style?: boolean | undefined;
  /** Whether to count every pair too, as a page of ratings shows them. */
  readonly pairs?: boolean | undefined;
}

/** What is said of the agents on one dimension. */
export interface Rated {
  readonly dimension: Dimension;
  readonly fitted: Ratings;
  readonly style: StyleAdjusted | undefined;
}

export interface RatedAgents {
  /** In the order of the dimensions, overall first. */
  readonly rated: readonly Rated[];
  /** On the first of these dimensions; empty where they were not asked for. */
  readonly pairs: readonly HeadToHead[];
  readonly source: BattleSource;
}

/** @throws InputError for options that do not go together, a sweep or judge that the store does not know, or where there are no battles */
export async function rate(at: StoreAt, options: RateOptions): Promise<RatedAgents> {
  checkMethod(options);
  return withStore(at, { mode: 'read' }, (store) => rateIn(store, options));
}

function rateIn(store: Store, options: RateOptions): RatedAgents {
  const { sweep, benchmark, judges, dimension, withoutFailed } = options;
  const choice = { sweep, benchmark, judges, withoutFailed };
  checkChoice(store, choice);
  const counter = new SourceCounter();
  const rated = ratedDimensions(store, choice, options, counter);
  // The page of the whole shows the dimensions as well.
  const shown = on(choice, dimension === 'overall' ? ALL : dimension);
  const first = rated[0]?.dimension;
  const planned = options.pairs === true ? plannedMeetings(store, { sweep, benchmark, dimension: first }) : [];
  const pairs =
    options.pairs === true
      ? headToHeads(chosenBattles(store, { ...shown, withoutFailed: false }), { dimension: first, planned, withoutFailed })
      : [];
  const source = counter.source(sweep);
  return { rated, pairs, source: { ...source, provenance: battleProvenance(store, source) } };
}

/** @throws InputError for an option that the method has no use for */
function checkMethod({ method, prior, k }: Pick<RateOptions, 'method' | 'prior' | 'k'>): void {
  if (k !== undefined && method !== 'elo') throw new InputError(`--k goes with --method elo, got ${method}`);
  if (prior !== undefined && method === 'elo') throw new InputError('--prior goes with --method davidson or bradley-terry, got elo');
}

function ratedDimensions(store: Store, choice: BattleChoice, asked: RateOptions, counter: SourceCounter): Rated[] {
  // Compact, so that millions of battles fit.
  const builders = new Map<string, { readonly table: BattleTableBuilder; readonly unfought: UnfoughtCounter }>();
  const { sweep, benchmark: of } = choice;
  for (const battle of chosenBattles(store, on(choice, asked.dimension), counter)) {
    const { task, benchmark, a, b, outcome, dimension } = battle;
    const builder = builders.get(dimension) ?? {
      table: new BattleTableBuilder(),
      unfought: new UnfoughtCounter(plannedMeetings(store, { sweep, benchmark: of, dimension })),
    };
    builders.set(dimension, builder);
    builder.table.add({ a, b, outcome, ...(task !== null && { query: queryOf(benchmark, task) }) });
    builder.unfought.add(battle);
  }
  if (builders.size === 0) {
    const where = asked.dimension === ALL ? '' : ` on dimension "${asked.dimension}"`;
    throw new InputError(`${store.path}: no battles${where} here; "gavel battle" or "gavel import battles" make some`);
  }
  const { method, bootstrap, seed, anchor, prior, k } = asked;
  const anchored = anchor === undefined ? {} : { anchor };
  const options = { method, bootstrap, seed, ...anchored, ...(prior !== undefined && { prior }), ...(k !== undefined && { k }) };
  return DIMENSIONS.flatMap((dimension): Rated[] => {
    const builder = builders.get(dimension);
    if (builder === undefined) return [];
    const styled = asked.style === true ? styledBattles(store, on(choice, dimension)) : undefined;
    const fitted = withPlanned(ratings(builder.table.build(), options), builder.unfought.byAgent());
    return [{ dimension, fitted, style: styled && styleAdjusted(styled, STYLE_MEASURES, anchored) }];
  });
}

function on(choice: BattleChoice, dimension: RateOptions['dimension']): BattleChoice {
  return dimension === ALL ? choice : { ...choice, dimension };
}

function queryOf(benchmark: string | null, task: string): string {
  return JSON.stringify([benchmark, task]);
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
  for (const battle of chosenBattles(store, choice)) {
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
