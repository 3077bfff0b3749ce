/**
 * The loop of battles: pairs planned less what is stored is owed; compare both orders, append.
 *
 * With several judges the first two are asked, and the next ones only where they disagree.
 */
import { Stopped } from '../judge/ask.ts';
import { type Comparer, type Comparison, type Dimension, trivialComparison } from '../judge/compare.ts';
import type { Limit } from '../judge/limit.ts';
import { type ComparisonKey, fold, type OneOrder, storeCompareRuling, storeComparison, storedComparison } from './comparisons.ts';
import type { Control } from './control.ts';
import type { StoredTask } from './facts.ts';
import { type Prices, priceOf } from './prices.ts';
import type { Store } from './store.ts';
import { reportText } from './stored.ts';

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

interface SeatedComparer {
  readonly comparer: Comparer;
  readonly id: number;
  readonly limit: Limit;
}

export interface BattleDeps {
  readonly store: Store;
  readonly control: Control;
  readonly prices: Prices;
  /** In the order in which they are asked. */
  readonly comparers: readonly SeatedComparer[];
  readonly dimensions: readonly Dimension[];
  readonly trials: number;
  /** Names of agents, which no judge may see. */
  readonly names: readonly string[];
  readonly now: () => string;
  readonly onProgress: (tally: BattleTally) => void;
}

/** Counts of battles: one pair on one dimension in one trial by one judge. */
export interface BattleTally {
  pairs: number;
  battles: number;
  cached: number;
  flipped: number;
  unscored: number;
  readonly problems: string[];
}

const MOST_OPEN_PAIRS = 256;
const MOST_PROBLEMS = 20;
/** Judges that always give their opinion; further ones decide between them. */
const FIRST_JUDGES = 2;

/** @throws the failure that ended the run, if one did; everything finished before is stored */
export async function runBattles(pairs: Iterable<PlannedPair>, deps: BattleDeps): Promise<BattleTally> {
  const tally: BattleTally = { pairs: 0, battles: 0, cached: 0, flipped: 0, unscored: 0, problems: [] };
  const open = new Set<Promise<void>>();
  for (const pair of pairs) {
    if (deps.control.stopping.aborted) break;
    await deps.comparers[0]?.limit.hungry();
    while (open.size >= MOST_OPEN_PAIRS) await Promise.race(open);
    tally.pairs++;
    const done: Promise<void> = battle(pair, tally, deps)
      .catch((error: unknown) => {
        if (!(error instanceof Stopped)) deps.control.halt(error);
      })
      .finally(() => open.delete(done));
    open.add(done);
  }
  await Promise.all(open);
  deps.store.flush();
  if (deps.control.failure !== undefined) throw deps.control.failure;
  return tally;
}

async function battle(pair: PlannedPair, tally: BattleTally, deps: BattleDeps): Promise<void> {
  const texts = { a: reportText(deps.store, pair.a.reportId), b: reportText(deps.store, pair.b.reportId) };
  if (texts.a === undefined || texts.b === undefined) return;
  const { a, b } = texts;
  const questions = deps.dimensions.flatMap((dimension) => Array.from({ length: deps.trials }, (_, i) => ({ dimension, trial: i + 1 })));
  await Promise.all(questions.map((question) => opinions({ ...pair, ...question, texts: { a, b } }, tally, deps)));
}

interface Question extends PlannedPair {
  readonly dimension: Dimension;
  readonly trial: number;
  readonly texts: { readonly a: string; readonly b: string };
}

async function opinions(question: Question, tally: BattleTally, deps: BattleDeps): Promise<void> {
  const [first, second, ...further] = deps.comparers;
  const early = [first, second].filter((seat) => seat !== undefined);
  const outcomes = await Promise.all(early.map((seat) => bothOrders(question, seat, tally, deps)));
  for (const seat of further) {
    if (outcomes.length >= FIRST_JUDGES && hasMajority(outcomes)) return;
    outcomes.push(await bothOrders(question, seat, tally, deps));
  }
}

function hasMajority(outcomes: readonly (string | undefined)[]): boolean {
  return outcomes.some((outcome) => outcome !== undefined && outcomes.filter((other) => other === outcome).length * 2 > outcomes.length);
}

/** Undefined where the judge left one order unscored. */
async function bothOrders(question: Question, seat: SeatedComparer, tally: BattleTally, deps: BattleDeps): Promise<string | undefined> {
  const [ab, ba] = await Promise.all([oneOrder(question, false, seat, tally, deps), oneOrder(question, true, seat, tally, deps)]);
  if (ab === undefined || ba === undefined) return undefined;
  const folded = fold(ab, ba);
  tally.battles++;
  if (folded.flipped) tally.flipped++;
  deps.onProgress(tally);
  return folded.outcome;
}

async function oneOrder(
  question: Question,
  swapped: boolean,
  seat: SeatedComparer,
  tally: BattleTally,
  deps: BattleDeps,
): Promise<OneOrder | undefined> {
  const { store } = deps;
  const { task, dimension, trial, texts } = question;
  const [left, right] = swapped ? (['b', 'a'] as const) : (['a', 'b'] as const);
  const key: ComparisonKey = {
    judgeId: seat.id,
    queryId: task.queryId,
    firstReport: question[left].reportId,
    secondReport: question[right].reportId,
    dimension,
    trial,
  };
  const known = storedComparison(store, key);
  if (known !== undefined) {
    tally.cached++;
    return known;
  }
  if (key.firstReport === key.secondReport) return identical(key, texts.a, deps);
  const { query, language, notes } = task.task;
  let found: Comparison | undefined;
  const price = seat.comparer.model === undefined ? undefined : priceOf(deps.prices, seat.comparer.model);
  await seat.comparer.compare(
    { query, language, notes, first: texts[left], second: texts[right], dimension, names: deps.names },
    async (ruling) => {
      if (ruling.call !== undefined) {
        deps.control.calls++;
        deps.control.spend(ruling.call.usage, price);
      }
      await store.append(() => storeCompareRuling(store, key, ruling, deps.now()));
      found = ruling.comparison ?? found;
      if (ruling.unscored === undefined) return;
      tally.unscored++;
      if (tally.problems.length < MOST_PROBLEMS)
        tally.problems.push(`${task.task.id}, ${question.a.agent} and ${question.b.agent}, ${dimension}: ${ruling.unscored}`);
    },
    deps.control.aborting,
  );
  return found === undefined ? undefined : { outcome: found.outcome, absolute: found.absolute ?? null };
}

/** Two agents that handed in the same text are equal; nobody is asked. */
async function identical(key: ComparisonKey, text: string, { store, now }: BattleDeps): Promise<OneOrder> {
  const same = trivialComparison({ first: text, second: text }) ?? {
    outcome: 'tie' as const,
    reason: 'The two reports are the same text; no judge was asked.',
    quotes: [],
  };
  await store.append(() => storeComparison(store, key, same, now()));
  return { outcome: 'tie', absolute: same.absolute ?? null };
}
