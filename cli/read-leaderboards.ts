/** Leaderboards out of a store, with ratings beside the scores where agents have met. */
import { printable } from '../benchmarks/files/check.ts';
import { didYouMean } from '../benchmarks/files/suggest.ts';
import type { Scale } from '../judge/checklist/reward.ts';
import { InputError } from '../judge/errors.ts';
import { isSample, SourceCounter } from '../reports/head-to-head/battle-source.ts';
import type { Estimates } from '../reports/leaderboard/cost.ts';
import type { Leaderboard } from '../reports/leaderboard/leaderboard.ts';
import { leaderboard, withRatings } from '../reports/leaderboard/score.ts';
import { BattleTableBuilder } from '../reports/ratings/battle.ts';
import { BOOTSTRAP_ROUNDS, ratings } from '../reports/ratings/ratings.ts';
import { loadPrices, type Prices } from '../runners/judging/prices.ts';
import { battleRows } from '../runners/store/battle-rows.ts';
import {
  agentsJudgedBy,
  benchmarkNames,
  type ChosenJudge,
  chooseJudge,
  costCurrencies,
  judgesOf,
  type Selection,
  tasksOf,
  trialRows,
} from '../runners/store/rows.ts';
import type { Store } from '../runners/store/store.ts';
import { checkSweep } from '../runners/store/stored.ts';
import { noteNamesakes } from './battle-selection.ts';
import { pricesFile } from './options/options.ts';

export interface LeaderboardOptions {
  readonly sweep?: string | undefined;
  readonly benchmark?: readonly string[] | undefined;
  readonly scale: Scale;
  readonly judge?: string | undefined;
  readonly currency: string;
  readonly prices?: string | undefined;
  readonly estimateCost?: Estimates | undefined;
  /** Hears whose battles are behind the ratings. */
  readonly battles?: SourceCounter;
  /** Hears what a reader should know beside the leaderboard. */
  readonly say?: (line: string) => void;
}

/** One leaderboard a benchmark, in order of name. @throws InputError where there is nothing to show */
export function readLeaderboards(store: Store, options: LeaderboardOptions): Leaderboard[] {
  if (options.sweep !== undefined) checkSweep(store, options.sweep);
  const there = benchmarkNames(store, options.sweep);
  if (there.length === 0) throw new InputError(`${store.path}: ${whyEmpty(store)}`);
  const asked = options.benchmark && [...new Set(options.benchmark.map((spec) => spec.split('=')[0] ?? spec))];
  const missing = asked?.find((name) => !there.includes(name));
  if (missing !== undefined)
    throw new InputError(`${store.path}: nothing on benchmark "${missing}"; there is: ${there.join(', ') || 'nothing'}`);
  const prices = loadPrices(pricesFile(), options.prices);
  checkCurrency(store, prices, options.currency);
  const boards = (asked ?? there).map((benchmark) => readLeaderboard(store, benchmark, prices, options));
  checkEstimates(boards, options.estimateCost ?? new Map());
  return boards;
}

function whyEmpty(store: Store): string {
  const [battle] = battleRows(store, {});
  return battle === undefined
    ? 'the store is empty'
    : 'nothing is scored here, there are only battles: "gavel ratings" rates agents by them';
}

/** Costs that agents report themselves can be in a currency without a rate. @throws InputError where nothing is in it or leads to it */
function checkCurrency(store: Store, prices: Prices, currency: string): void {
  const known = new Set([...prices.models.map((model) => model.currency), ...prices.rates.flatMap(({ from, to }) => [from, to])]);
  if (known.has(currency)) return;
  for (const own of costCurrencies(store)) known.add(own);
  if (known.has(currency)) return;
  const there = [...known].sort();
  throw new InputError(
    `--currency: no price and no rate in "${currency}"${didYouMean(currency, there)}; there are: ${there.join(', ')}; --prices FILE adds rates`,
  );
}

/** @throws InputError for an agent that is on none of the leaderboards */
function checkEstimates(boards: readonly Leaderboard[], estimates: Estimates): void {
  const there = [...new Set(boards.flatMap(({ rows }) => rows.map(({ agent }) => agent)))].sort();
  const unknown = [...estimates].flatMap(([agent, { from }]) => [agent, from]).find((name) => !there.includes(name));
  if (unknown !== undefined)
    throw new InputError(
      `--estimate-cost: no agent "${unknown}" here${didYouMean(unknown, there)}; there are: ${there.join(', ') || 'none'}`,
    );
}

function readLeaderboard(store: Store, benchmark: string, prices: Prices, options: LeaderboardOptions): Leaderboard {
  const selection = { benchmark, sweep: options.sweep };
  const judge = chooseJudge(store, selection, options.judge);
  const say = options.say ?? (() => {});
  noteNamesakes(say, judge, options.judge, benchmark);
  if (options.judge === undefined) noteNewest(say, store, selection, judge);
  const board = leaderboard(tasksOf(store, selection).values(), (task) => trialRows(store, selection, task, judge.id), {
    benchmark,
    scale: options.scale,
    judge,
    prices,
    currency: options.currency,
    estimates: options.estimateCost ?? new Map(),
  });
  noteOtherJudges(say, store, selection, judge, board);
  const sample = isSample(board.rows.map(({ agent }) => agent));
  return rated(store, { ...board, ...(sample && { sample }) }, options);
}

/** Scores by the newest judge may differ from those that a person has seen before. */
function noteNewest(say: (line: string) => void, store: Store, selection: Selection, judge: ChosenJudge): void {
  const others = judgesOf(store, selection).filter(({ id }) => id !== judge.id && agentsJudgedBy(store, selection, id).length > 0);
  if (others.length === 0) return;
  const names = others.map(({ hash }) => `--judge '${printable(chooseJudge(store, selection, hash).name, 80)}'`);
  say(
    `note: ${printable(selection.benchmark, 60)}: scores are by ${printable(judge.name, 80)}, the newest judge; ${names.join(' or ')} shows another's`,
  );
}

/** An agent that only other judges have judged is on their leaderboards. */
function noteOtherJudges(say: (line: string) => void, store: Store, selection: Selection, judge: ChosenJudge, board: Leaderboard): void {
  const seen = new Set([...board.rows.map(({ agent }) => agent), ...agentsJudgedBy(store, selection, judge.id)]);
  const others = judgesOf(store, selection).flatMap(({ id, hash }) => {
    const agents = agentsJudgedBy(store, selection, id).filter((agent) => !seen.has(agent));
    for (const agent of agents) seen.add(agent);
    if (agents.length === 0) return [];
    return [`--judge '${printable(chooseJudge(store, selection, hash).name, 80)}' shows ${printable(agents.join(', '), 200)}`];
  });
  if (others.length > 0)
    say(`note: ${printable(selection.benchmark, 60)}: not every agent was judged by ${printable(judge.name, 80)}: ${others.join('; ')}`);
}

/** Of the bootstrap behind the intervals of ratings: the same store gives the same leaderboard, and what "gavel ratings" prints. */
const SEED = 1;

/** Ratings stand beside the scores where the agents also met head to head. */
function rated(store: Store, board: Leaderboard, { sweep, battles }: LeaderboardOptions): Leaderboard {
  const builder = new BattleTableBuilder();
  const counter = new SourceCounter();
  for (const battle of battleRows(store, { benchmark: board.benchmark, sweep, dimension: 'overall' })) {
    const { task, a, b, outcome } = battle;
    battles?.add(battle);
    counter.add(battle);
    builder.add({ a, b, outcome, ...(task !== null && { query: task }) });
  }
  const { judges } = counter.source();
  if (judges.length === 0) return board;
  const fitted = ratings(builder.build(), { method: 'davidson', bootstrap: BOOTSTRAP_ROUNDS, seed: SEED });
  const { rows, ...about } = withRatings(board, fitted);
  return { ...about, ...(judges.length > 1 && { ratedBy: judges }), rows };
}
