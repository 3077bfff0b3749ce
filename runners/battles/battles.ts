/**
 * The loop of battles: pairs planned less what is stored is owed; compare both orders, append.
 *
 * With several judges the first two are asked, and the next ones only where they disagree.
 */
import { setImmediate } from 'node:timers/promises';
import { Stopped } from '../../judge/model/ask.ts';
import type { Limit } from '../../judge/model/limit.ts';
import { type Comparer, trivialComparison } from '../../judge/pairwise/compare.ts';
import type { Dimension } from '../../judge/pairwise/comparison.ts';
import { fold, majority, type Outcome, type Said, votesOf } from '../../judge/pairwise/outcome.ts';
import { Turns } from '../judging/lock-by-key.ts';
import type { BattleTally } from '../judging/progress.ts';
import type { Stop } from '../judging/stop.ts';
import { type ComparisonKey, storeCompareResult, storeComparison, storedComparison } from '../store/comparisons.ts';
import { recallFrom } from '../store/evidence.ts';
import { briefHash, maskedHash } from '../store/identity.ts';
import type { Store } from '../store/store.ts';
import type { StoredTask } from '../store/tasks.ts';
import { reportText } from '../store/trials.ts';

export interface Side {
  readonly agent: string;
  readonly reportId: number;
}

/** Two reports on one task. */
export interface PlannedPair {
  readonly task: StoredTask;
  readonly a: Side;
  readonly b: Side;
}

export interface SeatedComparer {
  readonly comparer: Comparer;
  readonly id: number;
  readonly limit: Limit;
  /** Independent comparisons of every pair. */
  readonly trials: number;
}

export interface BattleDeps {
  readonly store: Store;
  readonly stop: Stop;
  /** In the order in which they are asked. */
  readonly comparers: readonly SeatedComparer[];
  readonly dimensions: readonly Dimension[];
  /** Names of agents, which no judge may see. */
  readonly names: readonly string[];
  readonly now: () => string;
  readonly onProgress: (tally: BattleTally) => void;
}

const MOST_OPEN_PAIRS = 256;
/** Judges that always give their opinion; further ones decide between them. */
export const FIRST_JUDGES = 2;

/** Comparisons of one pair that are wanted in any case. */
export function comparisonsPerPair(comparers: readonly Pick<SeatedComparer, 'trials'>[], dimensions: readonly Dimension[]): number {
  return comparers.slice(0, FIRST_JUDGES).reduce((sum, { trials }) => sum + trials, 0) * dimensions.length * 2;
}

/**
 * @param tally in which the comparisons of these pairs are counted as wanted already
 * @throws the failure that ended the run, if one did; everything finished before is stored
 */
export async function runBattles(pairs: Iterable<PlannedPair>, tally: BattleTally, deps: BattleDeps): Promise<void> {
  const arena = { tally, turns: new Turns(), masked: maskedHash(deps.names, (id) => reportText(deps.store, id) ?? ''), deps };
  const open = new Set<Promise<void>>();
  for (const pair of pairs) {
    await deps.comparers[0]?.limit.room();
    while (open.size >= MOST_OPEN_PAIRS) await Promise.race(open);
    // An offline comparer waits for nothing: interrupts are heard here.
    await setImmediate();
    if (deps.stop.stopping.aborted) break;
    const done: Promise<void> = battle(pair, arena).finally(() => open.delete(done));
    open.add(done);
  }
  await Promise.all(open);
  deps.store.flush();
  if (deps.stop.failure !== undefined) throw deps.stop.failure;
}

interface Arena {
  readonly tally: BattleTally;
  readonly turns: Turns;
  readonly masked: ReturnType<typeof maskedHash>;
  readonly deps: BattleDeps;
}

interface Question extends PlannedPair {
  readonly dimension: Dimension;
  readonly trial: number;
  readonly texts: { readonly a: string; readonly b: string };
  /** A hash of what masking names makes of the texts. */
  readonly masked: string;
}

async function battle(pair: PlannedPair, arena: Arena): Promise<void> {
  const { store, comparers, dimensions } = arena.deps;
  const [a, b] = [reportText(store, pair.a.reportId), reportText(store, pair.b.reportId)];
  if (a === undefined || b === undefined) return;
  const trials = Math.max(...comparers.map((seat) => seat.trials));
  const questions = dimensions.flatMap((dimension) => Array.from({ length: trials }, (_, i) => ({ dimension, trial: i + 1 })));
  const masked = arena.masked(pair.a.reportId, pair.b.reportId);
  await Promise.all(questions.map((question) => opinions({ ...pair, ...question, texts: { a, b }, masked }, arena)));
}

async function opinions(question: Question, arena: Arena): Promise<void> {
  const { comparers } = arena.deps;
  const early = comparers.slice(0, FIRST_JUDGES).filter((seat) => seat.trials >= question.trial);
  const outcomes = await Promise.all(early.map((seat) => bothOrders(question, seat, arena)));
  for (const seat of comparers.slice(FIRST_JUDGES).filter(({ trials }) => trials >= question.trial)) {
    if (majority(votesOf(outcomes), outcomes.length) !== undefined) return;
    arena.tally.wanted += 2;
    outcomes.push(await bothOrders(question, seat, arena));
  }
}

/** Undefined where one order was not asked, or left unscored. */
async function bothOrders(question: Question, seat: SeatedComparer, arena: Arena): Promise<Outcome | undefined> {
  const [ab, ba] = await Promise.all([guarded(question, false, seat, arena), guarded(question, true, seat, arena)]);
  if (ab === undefined || ba === undefined) return undefined;
  const folded = fold(ab, ba);
  arena.tally.battles++;
  if (folded.flipped) arena.tally.flipped++;
  return folded.outcome;
}

/** Never rejects, so that nothing ends before what is in flight beside it. A failure that every further call would meet ends the run. */
async function guarded(question: Question, swapped: boolean, seat: SeatedComparer, arena: Arena): Promise<Said | undefined> {
  const key = keyOf(question, swapped, seat);
  // Agents with the same text, and benchmarks with the same query, share comparisons: the second must see what the first has paid for.
  const turn = Object.values(key).join(' ');
  try {
    return await arena.turns.take(turn, () => oneOrder(question, swapped, key, seat, arena));
  } catch (error) {
    if (!(error instanceof Stopped)) arena.deps.stop.halt(error);
    return undefined;
  } finally {
    arena.deps.onProgress(arena.tally);
  }
}

function keyOf({ task, a, b, dimension, trial, masked }: Question, swapped: boolean, seat: SeatedComparer): ComparisonKey {
  const [first, second] = swapped ? [b, a] : [a, b];
  return {
    judgeId: seat.id,
    queryId: task.queryId,
    firstReport: first.reportId,
    secondReport: second.reportId,
    dimension,
    briefHash: briefHash(task.task),
    maskedHash: masked,
    trial,
  };
}

async function oneOrder(
  question: Question,
  swapped: boolean,
  key: ComparisonKey,
  seat: SeatedComparer,
  { tally, deps }: Arena,
): Promise<Said | undefined> {
  const known = storedComparison(deps.store, key);
  if (known !== undefined) {
    tally.cached++;
    return known;
  }
  if (key.firstReport === key.secondReport) {
    const same = await identical(key, question.texts.a, deps);
    tally.judged++;
    return same;
  }
  return asked(question, swapped, key, seat, tally, deps);
}

async function asked(
  { task, a, b, dimension, texts }: Question,
  swapped: boolean,
  key: ComparisonKey,
  { comparer }: SeatedComparer,
  tally: BattleTally,
  { store, stop, names, now }: BattleDeps,
): Promise<Said | undefined> {
  const { query, language, notes } = task.task;
  const [left, right] = swapped ? [texts.b, texts.a] : [texts.a, texts.b];
  let found: Said | undefined;
  await comparer.judge(
    { query, language, notes, a: left, b: right, dimension, names, recall: recallFrom(store, key.judgeId) },
    async (result) => {
      // What cannot be stored is not to be paid for again: the run ends while the call still holds its place.
      await store
        .append(() => storeCompareResult(store, key, result, now()))
        .catch((error: unknown) => {
          stop.halt(error);
          throw error;
        });
      for (const { answer } of result.answers) {
        found = answer;
        tally.judged++;
      }
      for (const { error } of result.unscored) {
        tally.unscored++;
        tally.problems.add(`${task.task.id}, ${a.agent} and ${b.agent}, ${dimension}, by ${comparer.name}`, `unscored: ${error}`);
      }
    },
    stop.aborting,
  );
  return found;
}

/** Two agents that handed in the same text are equal; nobody is asked. */
async function identical(key: ComparisonKey, text: string, { store, now }: BattleDeps): Promise<Said> {
  const same = trivialComparison({ a: text, b: text }) ?? {
    outcome: 'tie' as const,
    reason: 'The two reports are the same text; no judge was asked.',
    quotes: [],
  };
  await store.append(() => storeComparison(store, key, same, now()));
  return { outcome: 'tie', absolute: same.absolute ?? null };
}
