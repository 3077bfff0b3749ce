/** Cost of battles before they are run: calls that are owed, and what they take from the length of the stored reports. */
import { NO_USAGE } from '../../judge/model/usage.ts';
import type { Comparer } from '../../judge/pairwise/compare.ts';
import type { Dimension } from '../../judge/pairwise/comparison.ts';
import { estimateTokens } from '../../judge/reading/parts.ts';
import { addMoney, costOf, type Money, type Prices, priceOf } from '../judging/prices.ts';
import { storedComparisons } from '../store/comparisons.ts';
import { briefHash, maskedHash } from '../store/identity.ts';
import { storedJudge } from '../store/judges.ts';
import type { Store } from '../store/store.ts';
import { reportText } from '../store/trials.ts';
import { comparisonsPerPair, FIRST_JUDGES, type PlannedPair, pairsOf } from './battles.ts';
import type { Contestants } from './contestants.ts';
import type { Batches } from './pairing.ts';

/** Tokens assumed for the instructions around two reports, and for an answer. */
const INSTRUCTIONS = 700;
const ANSWER = 350;

export interface BattleCost {
  /** Pairs of reports. */
  readonly battles: number;
  /** Judge calls owed, retries not counted. */
  readonly calls: number;
  /** Null when a judge has no known price. */
  readonly cost: Money | null;
}

export interface CostDeps {
  readonly judges: readonly { readonly pairwise: Comparer; readonly trials: number }[];
  readonly dimensions: readonly Dimension[];
  readonly prices: Prices;
}

/** What batches would take beyond what is stored. A judge that decides between the first two is not counted. */
export function batchesCost(store: Store, contestants: Contestants, deps: CostDeps): (batches: Batches) => BattleCost {
  const price = pricing(store, contestants.agents, deps);
  return ({ candidates, count }) => {
    const { calls, cost } = price(pairsOf(contestants, candidates));
    // Which of them is not known beforehand: as much as that many take on average.
    const share = candidates.length === 0 ? 0 : count / candidates.length;
    return { battles: count, calls: Math.round(calls * share), cost: cost && { ...cost, amount: cost.amount * share } };
  };
}

function pricing(
  store: Store,
  names: readonly string[],
  { judges, dimensions, prices }: CostDeps,
): (pairs: readonly PlannedPair[]) => Omit<BattleCost, 'battles'> {
  const lengths = new Map<number, number>();
  const tokensOf = (id: number) => {
    const known = lengths.get(id) ?? estimateTokens(reportText(store, id) ?? '');
    lengths.set(id, known);
    return known;
  };
  const masked = maskedHash(names, (id) => reportText(store, id) ?? '');
  const billed = judges
    .slice(0, FIRST_JUDGES)
    .filter(({ pairwise }) => pairwise.model !== undefined)
    .map((judge) => ({ ...judge, id: storedJudge(store, judge.pairwise), calls: comparisonsPerPair([judge], dimensions) }));
  return (pairs) => {
    const taken = billed.map(({ pairwise, id, trials, calls: each }) => {
      let [calls, inputTokens] = [0, 0];
      for (const { task, a, b } of pairs) {
        const shown = {
          query: task.queryId,
          a: a.reportId,
          b: b.reportId,
          brief: briefHash(task.task),
          masked: masked(a.reportId, b.reportId),
        };
        const stored = id === undefined ? 0 : storedComparisons(store, { ...shown, judge: id }, dimensions, trials);
        // The same text twice is a tie that nobody is asked about.
        const owed = a.reportId === b.reportId ? 0 : each - stored;
        calls += owed;
        inputTokens += owed * (INSTRUCTIONS + estimateTokens(task.task.query) + tokensOf(a.reportId) + tokensOf(b.reportId));
      }
      const price = priceOf(prices, pairwise.model ?? '');
      return { calls, cost: price && costOf({ ...NO_USAGE, inputTokens, outputTokens: calls * ANSWER }, price) };
    });
    return {
      calls: taken.reduce((sum, { calls }) => sum + calls, 0),
      cost: addMoney(
        prices,
        taken.map(({ cost }) => cost),
      ),
    };
  };
}
