/**
 * The loop of battles: batches of pairs less what is stored is owed; compare both orders, append.
 *
 * With several judges the first two are asked, and the next ones only where they disagree.
 */
import { type Pace, slowest } from '../../judge/model/limit.ts';
import { type Comparer, trivialComparison } from '../../judge/pairwise/compare.ts';
import type { Dimension } from '../../judge/pairwise/comparison.ts';
import { fold, majority, type Outcome, type Said, votesOf } from '../../judge/pairwise/outcome.ts';
import { type LockByKey, lockByKey } from '../judging/lock-by-key.ts';
import { appended, finish, guarded, openWork } from '../judging/open-work.ts';
import { type BattleProgress, battleProgress, left } from '../judging/progress.ts';
import type { Stop } from '../judging/stop.ts';
import { isForfeit } from '../store/battle-row.ts';
import { battleRows } from '../store/battles.ts';
import { storeEndpoint } from '../store/calls.ts';
import { type ComparisonKey, storeCompareResult, storeComparison, storedComparison } from '../store/comparisons.ts';
import { recallFrom } from '../store/evidence.ts';
import { briefHash, maskedHash } from '../store/identity.ts';
import { storePlannedBattles } from '../store/planned-battles.ts';
import type { Store } from '../store/store.ts';
import type { StoredTask } from '../store/tasks.ts';
import { reportText } from '../store/trials.ts';
import { type Contestants, queryKey } from './contestants.ts';
import type { Batches, FoughtBattle, PlannedBattle } from './pairing.ts';

/** The report with which an agent battles. */
interface Contestant {
  readonly agent: string;
  readonly reportId: number;
}

/** Two reports on one task. */
export interface PlannedPair {
  readonly task: StoredTask;
  readonly a: Contestant;
  readonly b: Contestant;
}

/** One of those who are asked. */
export interface PairJudge {
  readonly pairwise: Comparer;
  /** Of its row. */
  readonly id: number;
  readonly limit: Pace;
  /** Where its calls go. */
  readonly endpoint?: string;
  /** Independent comparisons of every pair. */
  readonly trials: number;
}

export interface BattleDeps {
  readonly store: Store;
  readonly stop: Stop;
  /** In the order in which they are asked. */
  readonly judges: readonly PairJudge[];
  readonly dimensions: readonly Dimension[];
  /** What the contestants were chosen from. */
  readonly from: { readonly sweep: string; readonly benchmark?: string | undefined };
  readonly now: () => string;
  readonly onProgress: (progress: BattleProgress) => void;
}

const MOST_OPEN_PAIRS = 256;
/** Judges that always give their opinion; further ones decide between them. */
export const FIRST_JUDGES = 2;

/** Comparisons of one pair that are wanted in any case. */
export function comparisonsPerPair(judges: readonly Pick<PairJudge, 'trials'>[], dimensions: readonly Dimension[]): number {
  return judges.slice(0, FIRST_JUDGES).reduce((sum, { trials }) => sum + trials, 0) * dimensions.length * 2;
}

/** @throws the failure that ended the run, if one did; everything finished before is stored */
export async function runBattles(contestants: Contestants, batches: Batches, deps: BattleDeps): Promise<BattleProgress> {
  const { store } = deps;
  const perPair = comparisonsPerPair(deps.judges, deps.dimensions);
  const progress = battleProgress(batches.count, batches.count * perPair);
  // No judge may see a name of an agent.
  const masked = maskedHash(contestants.agents, (id) => reportText(store, id) ?? '');
  const run: Run = { ...deps, names: contestants.agents, progress, lock: lockByKey(), masked };
  const planned: PlannedBattle[] = [];
  store.transaction(() => plan(contestants, batches.owed, deps));
  for (;;) {
    const batch = batches.next(() => foughtBattles(planned, deps));
    if (batch.length === 0) break;
    planned.push(...batch);
    store.transaction(() => plan(contestants, batch, deps));
    const pairs = pairsOf(contestants, batch);
    // Whoever failed loses without a judge.
    progress.forfeits += batch.length - pairs.length;
    progress.wanted -= (batch.length - pairs.length) * perPair;
    deps.onProgress(progress);
    await runBatch(pairs, run);
    // What a batch left open would be planned over: only a whole batch decides the next.
    if (left(progress) > (batches.count - planned.length) * perPair) break;
  }
  finish(store, deps.stop);
  return progress;
}

function plan({ queries }: Contestants, battles: readonly PlannedBattle[], { store, from, dimensions }: BattleDeps): void {
  const ids = new Map(queries.map(({ key, task }) => [key, task.queryId]));
  const rows = battles.flatMap(({ query, a, b }) => {
    const queryId = ids.get(query);
    return queryId === undefined ? [] : [{ queryId, a, b }];
  });
  storePlannedBattles(store, from.sweep, rows, dimensions);
}

/** Those in which both have a report. */
export function pairsOf({ queries }: Contestants, battles: readonly PlannedBattle[]): PlannedPair[] {
  const byKey = new Map(queries.map((query) => [query.key, query]));
  return battles.flatMap(({ query, a, b }) => {
    const on = byKey.get(query);
    const [left, right] = [on?.reports.get(a), on?.reports.get(b)];
    if (on === undefined || left === undefined || right === undefined) return [];
    return [{ task: on.task, a: { agent: a, reportId: left }, b: { agent: b, reportId: right } }];
  });
}

/** What the judges of this run said of these battles, on the whole where that was asked. */
function foughtBattles(planned: readonly PlannedBattle[], { store, judges, dimensions, from }: BattleDeps): FoughtBattle[] {
  const keyOf = ({ query, a, b }: PlannedBattle) => JSON.stringify([query, ...[a, b].sort()]);
  const wanted = new Set(planned.map(keyOf));
  const names = new Set(judges.map(({ pairwise }) => pairwise.name));
  const dimension = dimensions.includes('overall') ? 'overall' : dimensions[0];
  const found: FoughtBattle[] = [];
  for (const { judge, by, task, benchmark, a, b, outcome } of battleRows(store, { ...from, dimension })) {
    if (!(by === 'model' && names.has(judge)) && !isForfeit({ judge })) continue;
    if (task === null || benchmark === null) continue;
    const battle = { query: queryKey(benchmark, task), a, b, outcome };
    if (wanted.has(keyOf(battle))) found.push(battle);
  }
  return found;
}

interface Run extends BattleDeps {
  readonly names: readonly string[];
  readonly progress: BattleProgress;
  readonly lock: LockByKey;
  readonly masked: ReturnType<typeof maskedHash>;
}

async function runBatch(pairs: readonly PlannedPair[], run: Run): Promise<void> {
  const { stop } = run;
  const open = openWork({ stop, limit: slowest(run.judges.map(({ limit }) => limit)), most: MOST_OPEN_PAIRS });
  for (const pair of pairs) {
    if (stop.stopping.aborted) break;
    await open.begin(() => battle(pair, run));
  }
  await open.ended();
}

/** What is asked of two reports. */
interface PairQuestion extends PlannedPair {
  readonly dimension: Dimension;
  readonly trial: number;
  readonly texts: { readonly a: string; readonly b: string };
  /** A hash of what masking names makes of the texts. */
  readonly masked: string;
}

async function battle(pair: PlannedPair, run: Run): Promise<void> {
  const { store, judges, dimensions } = run;
  const [a, b] = [reportText(store, pair.a.reportId), reportText(store, pair.b.reportId)];
  if (a === undefined || b === undefined) return;
  const trials = Math.max(...judges.map((judge) => judge.trials));
  const questions = dimensions.flatMap((dimension) => Array.from({ length: trials }, (_, i) => ({ dimension, trial: i + 1 })));
  const masked = run.masked(pair.a.reportId, pair.b.reportId);
  await Promise.all(questions.map((question) => opinions({ ...pair, ...question, texts: { a, b }, masked }, run)));
}

async function opinions(question: PairQuestion, run: Run): Promise<void> {
  const asked = run.judges.filter(({ trials }) => trials >= question.trial);
  const early = asked.filter((judge) => run.judges.indexOf(judge) < FIRST_JUDGES);
  const outcomes = await Promise.all(early.map((judge) => bothOrders(question, judge, run)));
  for (const judge of asked.filter((one) => !early.includes(one))) {
    if (majority(votesOf(outcomes), outcomes.length) !== undefined) return;
    run.progress.wanted += 2;
    outcomes.push(await bothOrders(question, judge, run));
  }
}

/** Undefined where one order was not asked, or left unscored. */
async function bothOrders(question: PairQuestion, judge: PairJudge, run: Run): Promise<Outcome | undefined> {
  const order = async (swapped: boolean) => {
    const said = await guarded(run.stop, () => oneOrder(question, swapped, judge, run));
    run.onProgress(run.progress);
    return said;
  };
  const [ab, ba] = await Promise.all([order(false), order(true)]);
  if (ab === undefined || ba === undefined) return undefined;
  const folded = fold(ab, ba);
  run.progress.battles++;
  if (folded.flipped) run.progress.flipped++;
  return folded.outcome;
}

function oneOrder(question: PairQuestion, swapped: boolean, judge: PairJudge, run: Run): Promise<Said | undefined> {
  const key = keyOf(question, swapped, judge);
  // Agents with the same text, and benchmarks with the same query, share comparisons: the second must see what the first has paid for.
  return run.lock(Object.values(key).join(' '), async () => {
    const known = storedComparison(run.store, key);
    if (known !== undefined) {
      run.progress.cached++;
      return known;
    }
    return key.firstReport === key.secondReport ? identical(key, question.texts.a, run) : ask(question, swapped, key, judge, run);
  });
}

function keyOf({ task, a, b, dimension, trial, masked }: PairQuestion, swapped: boolean, { id }: PairJudge): ComparisonKey {
  const [first, second] = swapped ? [b, a] : [a, b];
  return {
    judgeId: id,
    queryId: task.queryId,
    firstReport: first.reportId,
    secondReport: second.reportId,
    dimension,
    briefHash: briefHash(task.task),
    maskedHash: masked,
    trial,
  };
}

async function ask(
  { task, a, b, dimension, texts }: PairQuestion,
  swapped: boolean,
  key: ComparisonKey,
  { pairwise, endpoint }: PairJudge,
  { store, stop, names, progress, now }: Run,
): Promise<Said | undefined> {
  const { query, language, notes } = task.task;
  const shown = swapped ? { a: texts.b, b: texts.a } : texts;
  let said: Said | undefined;
  await pairwise.judge(
    { query, language, notes, ...shown, dimension, names, recall: recallFrom(store, key.judgeId) },
    async (result) => {
      await appended(store, stop, () => {
        storeCompareResult(store, key, result, now());
        if (result.call !== undefined) storeEndpoint(store, key.judgeId, { url: endpoint, model: result.call.model }, now);
      });
      for (const { answer } of result.answers) said = answer;
      progress.judged += result.answers.length;
      progress.unscored += result.unscored.length;
      for (const { error } of result.unscored)
        progress.problems.add(`${task.task.id}, ${a.agent} and ${b.agent}, ${dimension}, by ${pairwise.name}`, `unscored: ${error}`);
    },
    stop.aborting,
  );
  return said;
}

/** Two agents that handed in the same text are equal; nobody is asked. */
async function identical(key: ComparisonKey, text: string, { store, progress, now }: Run): Promise<Said> {
  const same = trivialComparison({ a: text, b: text }) ?? {
    outcome: 'tie' as const,
    reason: 'The two reports are the same text; no judge was asked.',
    quotes: [],
  };
  await store.append(() => storeComparison(store, key, same, now()));
  progress.judged++;
  return same;
}
