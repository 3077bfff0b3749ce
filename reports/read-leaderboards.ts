/** Reading leaderboards out of a store, with ratings beside the scores where agents have met. */
import { didYouMean } from '../benchmarks/files/suggest.ts';
import type { Scale } from '../judge/checklist/reward.ts';
import { InputError } from '../judge/errors.ts';
import { loadPrices, type Prices } from '../runners/judging/prices.ts';
import { battleRows } from '../runners/store/battles.ts';
import { chooseJudge } from '../runners/store/judges.ts';
import { trialRows } from '../runners/store/results.ts';
import { agentCount, benchmarkNames, checkSweep, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { costCurrencies } from '../runners/store/trials.ts';
import { type BattleSource, isSample, SourceCounter } from './head-to-head/battle-source.ts';
import type { Estimates } from './leaderboard/cost.ts';
import { agentsOfOthersNote, type JudgeNote, namesakesNote, newestNote } from './leaderboard/judge-note.ts';
import type { Leaderboard } from './leaderboard/leaderboard.ts';
import { leaderboard, withRatings } from './leaderboard/score.ts';
import { mostBars } from './leaderboard/score-bars.ts';
import { BattleTableBuilder } from './ratings/battle.ts';
import { ratings } from './ratings/ratings.ts';

export interface LeaderboardOptions {
  readonly sweep?: string | undefined;
  /** Names, or `NAME=FILE` as other commands take them; undefined: all there are. */
  readonly benchmark?: readonly string[] | undefined;
  readonly scale: Scale;
  readonly judge?: string | undefined;
  readonly currency: string;
  /** A file of a person's own prices. */
  readonly prices?: string | undefined;
  readonly estimateCost?: Estimates | undefined;
  /** Whether pictures are to be made of them: then no more agents than fit into one are taken. */
  readonly drawn?: boolean | undefined;
}

export interface LeaderboardsRead {
  /** One a benchmark, in order of name or as they were asked for. */
  readonly boards: readonly Leaderboard[];
  readonly notes: readonly JudgeNote[];
  /** Whose battles are behind the ratings. */
  readonly source: BattleSource;
}

/** @throws InputError where there is nothing to show */
export function readLeaderboards(at: StoreAt, options: LeaderboardOptions): Promise<LeaderboardsRead> {
  return withStore(at, { mode: 'read' }, (store) => read(store, options));
}

function read(store: Store, options: LeaderboardOptions): LeaderboardsRead {
  if (options.sweep !== undefined) checkSweep(store, options.sweep);
  const there = benchmarkNames(store, options.sweep);
  if (there.length === 0) throw new InputError(`${store.path}: ${whyEmpty(store)}`);
  const asked = options.benchmark && [...new Set(options.benchmark.map((spec) => spec.split('=')[0] ?? spec))];
  const missing = asked?.find((name) => !there.includes(name));
  if (missing !== undefined)
    throw new InputError(`${store.path}: nothing on benchmark "${missing}"; there is: ${there.join(', ') || 'nothing'}`);
  if (options.drawn === true)
    for (const benchmark of asked ?? there) checkDrawable(agentCount(store, { benchmark, sweep: options.sweep }), benchmark);
  const prices = loadPrices(options.prices);
  checkCurrency(store, prices, options.currency);
  const source = new SourceCounter();
  const notes: JudgeNote[] = [];
  const boards = (asked ?? there).map((benchmark) => readLeaderboard(store, benchmark, { ...options, prices }, { notes, source }));
  checkEstimates(boards, options.estimateCost ?? new Map());
  return { boards, notes, source: source.source(options.sweep) };
}

/** Said before anything is counted: of very many agents that takes long. @throws InputError */
function checkDrawable(agents: number, benchmark: string): void {
  const most = mostBars();
  if (agents > most)
    throw new InputError(
      `a picture of ${agents} agents on ${benchmark} would be too tall, ${most} fit into one: take fewer (a sweep), or html, csv or json`,
    );
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

type Reading = Omit<LeaderboardOptions, 'prices'> & { readonly prices: Prices };

/** What is learnt on the way. */
interface Learnt {
  readonly notes: JudgeNote[];
  readonly source: SourceCounter;
}

function readLeaderboard(store: Store, benchmark: string, options: Reading, { notes, source }: Learnt): Leaderboard {
  const selection = { benchmark, sweep: options.sweep };
  const judge = chooseJudge(store, selection, options.judge);
  const board = leaderboard(tasksOf(store, selection).values(), (task) => trialRows(store, selection, task, judge.id), {
    benchmark,
    scale: options.scale,
    judge,
    prices: options.prices,
    currency: options.currency,
    estimates: options.estimateCost ?? new Map(),
  });
  notes.push(
    ...namesakesNote(judge, options.judge, benchmark),
    ...(options.judge === undefined ? newestNote(store, selection, judge) : []),
    ...agentsOfOthersNote(store, selection, judge, board),
  );
  const sample = isSample(board.rows.map(({ agent }) => agent));
  return rated(store, { ...board, ...(sample && { sample }) }, options.sweep, source);
}

/** Ratings stand beside the scores where the agents also met head to head. */
function rated(store: Store, board: Leaderboard, sweep: string | undefined, all: SourceCounter): Leaderboard {
  const builder = new BattleTableBuilder();
  const counter = new SourceCounter();
  for (const battle of battleRows(store, { benchmark: board.benchmark, sweep, dimension: 'overall' })) {
    const { task, a, b, outcome } = battle;
    all.add(battle);
    counter.add(battle);
    builder.add({ a, b, outcome, ...(task !== null && { query: task }) });
  }
  const { judges } = counter.source();
  if (judges.length === 0) return board;
  const fitted = ratings(builder.build(), { method: 'davidson', seed: 1 });
  const { rows, ...about } = withRatings(board, fitted);
  return { ...about, ...(judges.length > 1 && { ratedBy: judges }), rows };
}
