/** Which battles a pairing asks for, and what each pairing would take before it is run. */

import { NO_USAGE } from '../judge/model/usage.ts';
import type { Comparer } from '../judge/pairwise/compare.ts';
import type { Dimension } from '../judge/pairwise/comparison.ts';
import { estimateTokens } from '../judge/reading/parts.ts';
import { balanced, PAIRINGS, type Pairing, type PlannedBattle, roundRobin, star } from '../reports/ratings/pairing.ts';
import { comparisonsPerPair, FIRST_JUDGES, type PlannedPair } from '../runners/battles/battles.ts';
import type { Field } from '../runners/battles/contestants.ts';
import { addMoney, costOf, type Money, type Prices, priceOf } from '../runners/judging/prices.ts';
import { storedComparisons } from '../runners/store/comparisons.ts';
import { briefHash, maskedHash } from '../runners/store/identity.ts';
import { storedJudge } from '../runners/store/judges.ts';
import type { Store } from '../runners/store/store.ts';
import { reportText } from '../runners/store/trials.ts';

export type PairingPlan =
  | { readonly pairing: 'round-robin' }
  | { readonly pairing: 'star'; readonly against: string }
  | { readonly pairing: 'balanced'; readonly perAgent: number; readonly seed: number }
  | { readonly pairing: 'active'; readonly count: number; readonly batch: number; readonly seed: number };

/** Where one of the two has no report on the query, there is no pair. */
export function pairsOf(field: Field, battles: readonly PlannedBattle[]): PlannedPair[] {
  const queries = new Map(field.queries.map((query) => [query.key, query]));
  return battles.flatMap(({ query, a, b }) => {
    const on = queries.get(query);
    const [left, right] = [on?.sides.get(a), on?.sides.get(b)];
    return on === undefined || left === undefined || right === undefined ? [] : [{ task: on.task, a: left, b: right }];
  });
}

export function planOf(plan: Exclude<PairingPlan, { pairing: 'active' }>, field: Field): PlannedBattle[] {
  const keys = field.queries.map(({ key }) => key);
  if (plan.pairing === 'star') return star(field.agents, keys, plan.against);
  return plan.pairing === 'balanced' ? balanced(field.agents, keys, plan) : roundRobin(field.agents, keys);
}

/** Tokens assumed for the instructions around two reports, and for an answer. */
const INSTRUCTIONS = 700;
const ANSWER = 350;

export interface PlanCost {
  readonly pairing: Pairing;
  /** Pairs of reports. */
  readonly battles: number;
  /** Judge calls owed, retries not counted. */
  readonly calls: number;
  /** Null when a judge has no known price. */
  readonly cost: Money | null;
}

export interface PlanOptions {
  readonly comparers: readonly { readonly comparer: Comparer; readonly trials: number }[];
  readonly dimensions: readonly Dimension[];
  readonly prices: Prices;
  readonly against?: string | undefined;
  readonly perAgent: number;
  /** For active; undefined leaves it out. */
  readonly battles?: number | undefined;
  readonly seed: number;
}

/** What each pairing would take beyond what is stored. A judge that decides between the first two is not counted. */
export function planCosts(store: Store, field: Field, options: PlanOptions): PlanCost[] {
  const price = pricing(store, field.agents, options);
  return PAIRINGS.flatMap((pairing): PlanCost[] => {
    const plan = planned(pairing, field, options);
    if (plan === undefined) return [];
    const pairs = pairsOf(field, planOf(plan, field));
    if (pairing !== 'active') return [{ pairing, battles: pairs.length, ...price(pairs) }];
    // Which pairs is not known beforehand: as much as that many pairs take on average.
    const battles = Math.min(options.battles ?? 0, pairs.length);
    const { calls, cost } = price(pairs);
    const share = battles / pairs.length;
    return [{ pairing, battles, calls: Math.round(calls * share), cost: cost && { ...cost, amount: cost.amount * share } }];
  });
}

function planned(pairing: Pairing, field: Field, { against, perAgent, battles, seed }: PlanOptions) {
  if (pairing === 'star') return { pairing, against: against ?? field.agents[0] ?? '' };
  if (pairing === 'balanced') return perAgent < field.agents.length ? { pairing, perAgent, seed } : undefined;
  return pairing === 'active' && battles === undefined ? undefined : { pairing: 'round-robin' as const };
}

/** What pairs would take: calls that are owed, and their cost from the length of the stored reports. */
function pricing(
  store: Store,
  names: readonly string[],
  { comparers, dimensions, prices }: PlanOptions,
): (pairs: readonly PlannedPair[]) => Omit<PlanCost, 'pairing' | 'battles'> {
  const lengths = new Map<number, number>();
  const tokensOf = (id: number) => {
    const known = lengths.get(id) ?? estimateTokens(reportText(store, id) ?? '');
    lengths.set(id, known);
    return known;
  };
  const masked = maskedHash(names, (id) => reportText(store, id) ?? '');
  const seats = comparers
    .slice(0, FIRST_JUDGES)
    .filter(({ comparer }) => comparer.model !== undefined)
    .map((seat) => ({ ...seat, id: storedJudge(store, seat.comparer), calls: comparisonsPerPair([seat], dimensions) }));
  return (pairs) => {
    const taken = seats.map(({ comparer, id, trials, calls: each }) => {
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
      const price = priceOf(prices, comparer.model ?? '');
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
