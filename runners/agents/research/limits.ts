/** Limits of one trial, and the allowance that keeps them: room is taken before anything is sent, and the last report's is held back from the start. */
import { z } from 'zod';
import { keys } from '../../../benchmarks/files/keys.ts';
import { NO_USAGE, totalTokens, type Usage } from '../../../judge/model/usage.ts';
import { convert, costOf, type Money, type Price, type Prices } from '../../judging/prices.ts';

export const limitsSchema = z
  .strictObject({
    turns: z.int().min(1).max(300).default(30).register(keys, { about: 'answers of the model, the report among them' }),
    turnTokens: z.int().min(256).max(1_000_000).default(16_000).register(keys, { about: 'of one answer, reasoning included' }),
    tokens: z.int().min(2_000).exactOptional().register(keys, { about: 'of all requests and answers of a trial together', absent: 'none' }),
    seconds: z
      .number()
      .positive()
      .max(604_800)
      .exactOptional()
      .register(keys, { about: 'from the beginning of a trial to its end', absent: 'none' }),
    amount: z
      .number()
      .positive()
      .exactOptional()
      .register(keys, { about: 'of money, model and searches together; needs their prices', absent: 'none' }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'a currency is three capital letters, as in USD')
      .exactOptional()
      .register(keys, { about: 'of `amount`', absent: 'none' }),
    searches: z.int().min(1).exactOptional().register(keys, { about: 'requests to the search service', absent: 'none' }),
  })
  .refine((limits) => (limits.amount === undefined) === (limits.currency === undefined), 'amount and currency go together');

export type Limits = z.infer<typeof limitsSchema>;

/** Share of a budget that the last report may take. */
const LAST_SHARE = 0.25;
/** Tokens that a page or a result beside system prompt and query leaves the last report to be written from, at the least. */
const LAST_INPUT = 1_000;
/** No answer of use has fewer tokens. */
export const LEAST_ANSWER = 200;

/** What the prices are of a trial's model and searches; undefined where they are not known. */
export interface TrialPrices {
  readonly model: Price | undefined;
  readonly search: Money | undefined;
  readonly rates: Prices;
}

/** Room for one answer. One of the two is said of it, once. */
export interface Room {
  /** Tokens that the answer may take. */
  readonly maxTokens: number;
  /** @param usage undefined where nobody said: all that was taken counts as spent */
  settle(usage: Partial<Usage> | undefined): void;
  /** It never went out, or was refused. */
  release(): void;
}

export class Allowance {
  readonly limits: Limits;
  readonly #prices: TrialPrices;
  readonly #held: { tokens: number; readonly output: number };
  tokens = 0;
  /** In the limits' currency. */
  money = 0;
  searches = 0;
  #open = { tokens: 0, money: 0 };

  /** @param brief tokens of the system prompt and the query, which the last request holds too */
  constructor(limits: Limits, brief: number, prices: TrialPrices) {
    this.limits = limits;
    this.#prices = prices;
    const output = Math.max(
      LEAST_ANSWER,
      Math.min(limits.turnTokens, Math.floor(LAST_SHARE * (limits.tokens ?? Number.POSITIVE_INFINITY))),
    );
    this.#held = { tokens: brief + LAST_INPUT + output, output };
  }

  /**
   * Room for an answer to a request of so many tokens, or undefined where there is none for one of `least` tokens.
   * @param last for the report itself, whose share is held back from every other
   */
  take(input: number, { last, least = LEAST_ANSWER }: { readonly last: boolean; readonly least?: number }): Room | undefined {
    const maxTokens = Math.min(this.limits.turnTokens, this.#tokensFor(input, last), this.#moneyFor(input, last));
    if (maxTokens < least) return undefined;
    const tokens = input + maxTokens;
    const money = this.#cost(input, maxTokens);
    this.#open.tokens += tokens;
    this.#open.money += money;
    const close = () => {
      this.#open.tokens -= tokens;
      this.#open.money -= money;
    };
    return {
      maxTokens,
      settle: (usage) => {
        close();
        this.spend(usage ?? { inputTokens: input, outputTokens: maxTokens });
      },
      release: close,
    };
  }

  /** What a model's answer took. */
  spend(said: Partial<Usage>): void {
    const usage = { ...NO_USAGE, ...said };
    this.tokens += totalTokens(usage);
    const cost = this.#prices.model && this.#converted(costOf({ ...usage, toolCalls: 0 }, this.#prices.model));
    this.money += cost ?? 0;
  }

  /** Whether one more search may be paid for; if so it counts. */
  takeSearch(): boolean {
    const price = this.#converted(this.#prices.search) ?? 0;
    const { searches, amount } = this.limits;
    if (searches !== undefined && this.searches >= searches) return false;
    if (
      amount !== undefined &&
      this.money + this.#open.money + price > amount - this.#cost(this.#held.tokens - this.#held.output, this.#held.output)
    )
      return false;
    this.searches++;
    this.money += price;
    return true;
  }

  /** An answer came from the cache: nothing was paid. */
  returnSearch(): void {
    this.searches--;
    this.money -= this.#converted(this.#prices.search) ?? 0;
  }

  tokensLeft(): number {
    return (this.limits.tokens ?? Number.POSITIVE_INFINITY) - this.tokens - this.#open.tokens;
  }

  moneyLeft(): number {
    return (this.limits.amount ?? Number.POSITIVE_INFINITY) - this.money - this.#open.money;
  }

  #tokensFor(input: number, last: boolean): number {
    return Math.floor(this.tokensLeft() - input - (last ? 0 : this.#held.tokens));
  }

  #moneyFor(input: number, last: boolean): number {
    const { model } = this.#prices;
    if (this.limits.amount === undefined || model === undefined) return Number.POSITIVE_INFINITY;
    const held = last ? 0 : this.#cost(this.#held.tokens - this.#held.output, this.#held.output);
    const each = this.#cost(0, 1);
    const left = this.moneyLeft() - held - this.#cost(input, 0);
    return each === 0 ? (left >= 0 ? Number.POSITIVE_INFINITY : 0) : Math.floor(left / each);
  }

  /** The most that it may cost: no token from a cache, every token of the answer at the dearer of the two prices. */
  #cost(input: number, output: number): number {
    const { model } = this.#prices;
    if (model === undefined) return 0;
    const amount = (input * Math.max(model.input, model.cacheWrite ?? 0) + output * Math.max(model.output, model.reasoning ?? 0)) / 1e6;
    return this.#converted({ amount, currency: model.currency }) ?? 0;
  }

  #converted(money: Money | undefined): number | undefined {
    const { currency } = this.limits;
    if (money === undefined || currency === undefined) return undefined;
    return convert(this.#prices.rates, money, currency)?.amount;
  }
}
