/** Cost per report: measured from tokens and prices, estimated from a comparable agent's time, or unknown; never a quiet 0. */
import { NO_USAGE, type Usage } from '../../judge/model/usage.ts';
import { addMoney, convert, costOf, type Money, type Price, type Prices, priceOf, searchCosts } from '../../runners/judging/prices.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import { type Language, translate } from '../words/i18n.ts';
import { amountText } from '../words/text.ts';
import type { CostPerReport } from './leaderboard.ts';

/** What one report cost; undefined where it is unknown. */
export interface KnownCost extends Money {
  readonly basis: 'measured' | 'estimated';
}

/** The agent's own figure, else its tokens at the model's price and its searches at theirs. */
export function trialCost(trial: TrialRow, prices: Prices): KnownCost | undefined {
  if (trial.cost !== undefined) return trial.cost;
  const price = trial.model === null ? undefined : priceOf(prices, trial.model);
  // A bucket of no tokens is often left out; input and output are in every report, so without them the count is not known.
  if (price === undefined || trial.usage?.inputTokens === undefined || trial.usage.outputTokens === undefined) return undefined;
  const cost = addMoney(prices, [costOf({ ...NO_USAGE, ...trial.usage }, price), ...searchCosts(prices, trial.searches)]);
  return cost === null ? undefined : { ...cost, basis: 'measured' };
}

/** A judge without a model costs nothing; one whose tokens or price are unknown costs an unknown amount. */
export function judgeCost(judging: TrialRow['judging'], price: Price | undefined, billed: boolean): KnownCost | undefined {
  if (!billed) return { amount: 0, currency: price?.currency ?? 'USD', basis: 'measured' };
  const usage: Usage | undefined = judging.usage;
  return usage === undefined || price === undefined ? undefined : { ...costOf(usage, price), basis: 'measured' };
}

/** Mean cost over reports in one currency. One unknown part makes the whole unknown. */
export class CostMean {
  readonly #currency: string;
  readonly #prices: Prices;
  #sum = 0;
  #count = 0;
  #unknown = 0;
  #estimated = false;

  constructor(currency: string, prices: Prices) {
    this.#currency = currency;
    this.#prices = prices;
  }

  add(cost: KnownCost | undefined): void {
    this.#count++;
    // Nothing is nothing in every currency, so a rate is not needed for it.
    const converted = cost?.amount === 0 ? cost : cost && convert(this.#prices, cost, this.#currency);
    if (converted === undefined) this.#unknown++;
    else this.#sum += converted.amount;
    if (cost?.basis === 'estimated') this.#estimated = true;
  }

  perReport(): CostPerReport {
    if (this.#count === 0 || this.#unknown > 0) return { amount: null, currency: this.#currency, basis: 'unknown' };
    return { amount: this.#sum / this.#count, currency: this.#currency, basis: this.#estimated ? 'estimated' : 'measured' };
  }
}

/** For an agent of unknown cost: a comparable agent, and how its price differs. */
export type Estimates = ReadonlyMap<string, { readonly from: string; readonly factor: number }>;

interface Timed {
  readonly cost: CostMean;
  readonly seconds: readonly number[];
}

/** The comparable agent's cost x ratio of mean execution times x price factor. Undefined where a part of that is unknown. */
export function estimate(agent: string, agents: ReadonlyMap<string, Timed>, estimates: Estimates): CostPerReport | undefined {
  const rule = estimates.get(agent);
  const mine = agents.get(agent);
  const other = rule === undefined ? undefined : agents.get(rule.from);
  if (rule === undefined || mine === undefined || other === undefined || mine.seconds.length === 0 || other.seconds.length === 0)
    return undefined;
  const known = other.cost.perReport();
  if (known.amount === null) return undefined;
  const ratio = mean(mine.seconds) / mean(other.seconds);
  return { amount: known.amount * ratio * rule.factor, currency: known.currency, basis: 'estimated' };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** "0.42 USD", "0.42 USD (estimated)" or "unknown". */
export function costText(cost: CostPerReport, language: Language): string {
  if (cost.amount === null || cost.basis === 'unknown') return translate('unknown', language);
  const price = `${amountText(cost.amount)} ${cost.currency}`;
  return cost.basis === 'measured' ? price : `${price} (${translate(cost.basis, language)})`;
}
