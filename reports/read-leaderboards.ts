/** Reading leaderboards out of a store, with ratings beside the scores where agents have met. */
import { didYouMean } from '../benchmarks/files/suggest.ts';
import type { Scale } from '../judge/checklist/reward.ts';
import { InputError } from '../judge/errors.ts';
import { loadPrices, type Prices } from '../runners/judging/prices.ts';
import { battleRows } from '../runners/store/battles.ts';
import { battledBenchmarks } from '../runners/store/imported-battles.ts';
import { type ChosenJudge, chooseJudge, judgesOf } from '../runners/store/judges.ts';
import { plannedMeetings } from '../runners/store/planned-battles.ts';
import { evaluated, plannedAttempts } from '../runners/store/provenance.ts';
import { type TrialRow, trialRows } from '../runners/store/results.ts';
import { agentCount, benchmarkNames, checkSweep, type Selection, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import type { StoredTask } from '../runners/store/tasks.ts';
import { costCurrencies } from '../runners/store/trials.ts';
import { checkChoice, chosenBattles } from './head-to-head/battle-choice.ts';
import { type BattleSource, isSample, type JudgeCount, SourceCounter } from './head-to-head/battle-source.ts';
import { correctedScores } from './leaderboard/corrected.ts';
import type { Estimates } from './leaderboard/cost.ts';
import { judgeCardNote } from './leaderboard/judge-card.ts';
import { agentsOfOthersNote, chosenNote, type JudgeNote, namesakesNote } from './leaderboard/judge-note.ts';
import type { Leaderboard } from './leaderboard/leaderboard.ts';
import { provenanceOf } from './leaderboard/provenance.ts';
import { ratingRows } from './leaderboard/rating-board.ts';
import { leaderboard, withRatings } from './leaderboard/score.ts';
import { mostBars } from './leaderboard/score-bars.ts';
import { BattleTableBuilder } from './ratings/battle.ts';
import { UnfoughtCounter, withPlanned } from './ratings/played.ts';
import { type Ratings, ratings } from './ratings/ratings.ts';

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
  /** Whose battles rate the agents: judges, persons, "people", "models", "consensus" or "all"; undefined: the judge of the scores. */
  readonly ratingsBy?: readonly string[] | undefined;
  /** By whose labels the scores are corrected: a judge or person, or "people". */
  readonly labels?: string | undefined;
  /** Told of every task's trials as they are counted, so that whoever shows them too need not read them again. */
  readonly onTrials?: ((task: StoredTask, trials: readonly TrialRow[]) => void) | undefined;
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
  const ran = benchmarkNames(store, options.sweep);
  const there = options.sweep === undefined ? [...new Set([...ran, ...battledBenchmarks(store)])].sort() : ran;
  if (there.length === 0) throw new InputError(`${store.path}: ${whyEmpty(store)}`);
  if (options.ratingsBy !== undefined) checkChoice(store, { judges: options.ratingsBy });
  const asked = options.benchmark && [...new Set(options.benchmark.map((spec) => spec.split('=')[0] ?? spec))];
  const missing = asked?.find((name) => !there.includes(name));
  if (missing !== undefined)
    throw new InputError(`${store.path}: nothing on benchmark "${missing}"; there is: ${there.join(', ') || 'nothing'}`);
  if (options.drawn === true)
    for (const benchmark of asked ?? there) checkDrawable(agentCount(store, { benchmark, sweep: options.sweep }), benchmark);
  const prices = loadPrices(options.prices);
  checkCurrency(store, prices, options.currency);
  const source = new SourceCounter();
  const notes: JudgeNote[] = [...new Set(options.benchmark)].flatMap((spec) => {
    const [benchmark = '', ...file] = spec.split('=');
    return file.length === 0 ? [] : [{ kind: 'stored tasks', benchmark, judge: '', file: file.join('=') }];
  });
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

function readLeaderboard(store: Store, benchmark: string, options: Reading, learnt: Learnt): Leaderboard {
  const selection = { benchmark, sweep: options.sweep };
  const scored = judgesOf(store, selection).length > 0 ? scoredBoard(store, selection, options, learnt) : undefined;
  if (scored !== undefined && scored.rows.length > 0) return scored;
  const rated = ratedBoard(store, selection, options, learnt);
  if (rated !== undefined) return rated;
  // Says that no judge has judged here.
  return scored ?? scoredBoard(store, selection, options, learnt);
}

function scoredBoard(store: Store, selection: Selection, options: Reading, learnt: Learnt): Leaderboard {
  const { benchmark } = selection;
  const judge = chooseJudge(store, selection, options.judge);
  const tasks = [...tasksOf(store, selection).values()];
  const counted = (task: StoredTask) => {
    const rows = trialRows(store, selection, task, judge.id);
    if (options.onTrials === undefined) return rows;
    const trials = [...rows];
    options.onTrials(task, trials);
    return trials;
  };
  const { criteria, verdicts, ...board } = leaderboard(tasks, counted, {
    benchmark,
    scale: options.scale,
    judge,
    prices: options.prices,
    currency: options.currency,
    estimates: options.estimateCost ?? new Map(),
    planned: plannedAttempts(store, selection, judge.id),
  });
  learnt.notes.push(
    ...namesakesNote(judge, options.judge, benchmark),
    ...(options.judge === undefined ? chosenNote(store, selection, judge) : []),
    ...agentsOfOthersNote(store, selection, judge, board),
  );
  const sample = isSample(board.rows.map(({ agent }) => agent));
  const { name, hash, kind, model } = judge;
  const provenance = provenanceOf(
    evaluated(store, selection, judge.id),
    { name, hash, kind, model },
    { criteria, verdicts },
    { scale: options.scale },
  );
  const judgeCard = judgeCardNote(store, judge, tasks);
  const said = { ...board, ...(sample && { sample }), ...(judgeCard && { judgeCard }), provenance };
  return rated(store, corrected(store, selection, said, tasks, judge, options), judge, options, learnt);
}

/** The scores with their corrections beside them, where labels were named. */
function corrected(
  store: Store,
  selection: Selection,
  board: Leaderboard,
  tasks: readonly StoredTask[],
  judge: ChosenJudge,
  { labels, scale }: Reading,
): Leaderboard {
  if (labels === undefined) return board;
  // Labels come in a file, under a sweep of its own.
  const anywhere = { benchmark: selection.benchmark };
  const people = judgesOf(store, anywhere).filter(({ kind }) => kind === 'person');
  const sources = labels === 'people' ? people : [chooseJudge(store, anywhere, labels)];
  if (sources.length === 0) throw new InputError(`${store.path}: no person has labelled anything on ${selection.benchmark}`);
  if (sources.some(({ id }) => id === judge.id)) throw new InputError(`--labels ${labels}: the scores are by this judge already`);
  const found = correctedScores(
    tasks,
    (task) => trialRows(store, selection, task, judge.id),
    (task) => sources.map(({ id }) => trialRows(store, anywhere, task, id)),
    scale,
  );
  return { ...board, rows: board.rows.map((row) => ({ ...row, corrected: found.get(row.agent) ?? null })) };
}

/** Ratings stand beside the scores where the judge of these has also compared, or where others were named. */
function rated(
  store: Store,
  board: Leaderboard,
  judge: ChosenJudge,
  { sweep, ratingsBy }: Reading,
  { notes, source: all }: Learnt,
): Leaderboard {
  const found = ratingsOf(store, { benchmark: board.benchmark, sweep }, ratingsBy ?? [judge.called], all);
  if (found === undefined) {
    const others = ratingsBy === undefined ? battleJudges(store, { benchmark: board.benchmark, sweep }) : [];
    if (others.length > 0) notes.push({ kind: 'ratings of others', benchmark: board.benchmark, judge: judge.name, others });
    return board;
  }
  const { rows, provenance, ...about } = withRatings(board, found.fitted);
  return { ...about, ...(ratingsBy !== undefined && { ratedBy: found.judges }), ...(provenance && { provenance }), rows };
}

/** Undefined where they have not battled. */
function ratingsOf(store: Store, selection: Selection, judges: readonly string[], all?: SourceCounter): RatedBy | undefined {
  const asked = judges.includes('all') ? undefined : judges;
  const builder = new BattleTableBuilder();
  const counter = new SourceCounter();
  const unfought = new UnfoughtCounter(plannedMeetings(store, { ...selection, dimension: 'overall' }));
  for (const battle of chosenBattles(store, { ...selection, dimension: 'overall', judges: asked }, counter)) {
    const { task, a, b, outcome } = battle;
    all?.add(battle);
    unfought.add(battle);
    builder.add({ a, b, outcome, ...(task !== null && { query: task }) });
  }
  const by = counter.source().judges;
  if (by.length === 0) return undefined;
  const fitted = withPlanned(ratings(builder.build(), { method: 'davidson', seed: 1 }), unfought.byAgent());
  return { fitted, judges: by };
}

interface RatedBy {
  readonly fitted: Ratings;
  readonly judges: readonly JudgeCount[];
}

/** By number of their battles. */
function battleJudges(store: Store, selection: Selection): string[] {
  const counter = new SourceCounter();
  for (const battle of battleRows(store, { ...selection, dimension: 'overall' })) counter.add(battle);
  return counter.source().judges.map(({ name }) => name);
}

/** Of a benchmark without scores; undefined without battles. Unless others are named, models rate, one vote each; else people. */
function ratedBoard(store: Store, selection: Selection, options: Reading, { source }: Learnt): Leaderboard | undefined {
  const { benchmark, sweep } = selection;
  const named = options.ratingsBy ?? (options.judge === undefined ? undefined : [options.judge]);
  const found =
    named === undefined
      ? (ratingsOf(store, selection, ['models']) ?? ratingsOf(store, selection, ['people']))
      : ratingsOf(store, selection, named);
  if (found === undefined) return undefined;
  const { fitted, judges } = found;
  for (const { a, b, ...battle } of battleRows(store, { ...selection, dimension: 'overall' }))
    if (judges.some(({ name }) => name === battle.judge)) source.add({ a, b, ...battle });
  const tasks = [...tasksOf(store, selection).values()];
  const rows = ratingRows(fitted, trialsOf(store, selection, tasks), options);
  const provenance = provenanceOf(
    evaluated(store, { benchmark, sweep }, undefined),
    null,
    { criteria: 0, verdicts: 0 },
    { ratings: judges },
  );
  const judge = judges.map(({ name }) => name).join(', ');
  const sample = isSample(rows.map(({ agent }) => agent));
  return { benchmark, scale: options.scale, judge, ...(sample && { sample }), ratedBy: judges, ratings: fitted, provenance, rows };
}

/** Whatever any judge said of them. */
function* trialsOf(store: Store, selection: Selection, tasks: readonly StoredTask[]): Generator<TrialRow> {
  for (const task of tasks) yield* trialRows(store, selection, task, NOBODY);
}

/** No row id of a judge. */
const NOBODY = -1;
