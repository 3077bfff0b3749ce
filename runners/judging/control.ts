/** What may still be started: a run's stop signals and its budget. */
import { setMaxListeners } from 'node:events';
import { InputError, type ModelError, type Spent, type VerdictError } from '../../judge/errors.ts';
import { Stopped } from '../../judge/model/ask.ts';
import { NO_USAGE, totalTokens, type Usage } from '../../judge/model/usage.ts';
import type { JudgeSpent } from '../store/calls.ts';
import { convert, costOf, type Money, type Price, type Prices, priceOf } from './prices.ts';
import { sleep } from './sleep.ts';

export interface Budget {
  /** Model calls of the judge. */
  readonly calls?: number | undefined;
  /** Tokens of judge and agents together, all buckets. */
  readonly tokens?: number | undefined;
  /** Money for judge and agents together. */
  readonly money?: Money | undefined;
}

/** A budget in money can only hold what has a price in its currency. @throws InputError where one of these models has none */
export function checkPriced({ money }: Budget, models: readonly string[], prices: Prices): void {
  if (money === undefined) return;
  const { currency } = money;
  for (const model of models) {
    const price = priceOf(prices, model);
    if (price === undefined)
      throw new InputError(
        `a budget in ${currency} needs a price for "${model}": add it with --prices FILE, or use a budget in calls or tokens`,
      );
    if (convert(prices, { amount: 1, currency: price.currency }, currency) === undefined)
      throw new InputError(`no exchange rate from ${price.currency} to ${currency}: add it with --prices FILE`);
  }
}

export function isLimited({ calls, tokens, money }: Budget): boolean {
  return calls !== undefined || tokens !== undefined || money !== undefined;
}

export class Control {
  readonly #budget: Budget;
  readonly #prices: Prices;
  readonly #stop = new AbortController();
  readonly #abort = new AbortController();
  /** The first failure that ended the run: a wrong key, a full disk. */
  failure: unknown;
  calls = 0;
  /** Calls that are on their way: a budget in calls counts them too, and so is kept to the call. */
  open = 0;
  tokens = 0;
  /** What has no known price is not in it. */
  money = 0;
  /** Of `money`: the budget's, else that of the first cost. */
  currency: string | undefined;
  /** What was spent beside `money` in currencies that no rate converts to its own. */
  readonly unconverted = new Map<string, number>();
  retries = 0;
  lastRetry: string | undefined;

  constructor(budget: Budget, prices: Prices) {
    this.#budget = budget;
    this.currency = budget.money?.currency;
    // Every call in flight listens, and every wait for a retry.
    setMaxListeners(0, this.#stop.signal, this.#abort.signal);
    this.#prices = prices;
  }

  /** Aborted once nothing new is to start. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborted once what is in flight is to be broken off too. */
  get aborting(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ends the run: what is in flight finishes, nothing new starts. */
  stop(): void {
    this.#stop.abort(new Stopped('stopped'));
  }

  /** Breaks off what is in flight. */
  abort(): void {
    this.stop();
    this.#abort.abort(new Stopped('broken off'));
  }

  /** Ends the run for a failure that every further call would meet. */
  halt(error: unknown): void {
    this.failure ??= error;
    this.stop();
  }

  mayStart(): boolean {
    return !this.stopping.aborted && this.spentBudget() === undefined;
  }

  /** Whether one more call of a model may go out. */
  mayCall(): boolean {
    const { calls } = this.#budget;
    return this.mayStart() && (calls === undefined || this.calls + this.open < calls);
  }

  /** The part of the budget that is used up, in words; undefined while there is some left. */
  spentBudget(): string | undefined {
    const { calls, tokens, money } = this.#budget;
    if (calls !== undefined && this.calls >= calls) return `${calls} calls`;
    if (tokens !== undefined && this.tokens >= tokens) return `${tokens} tokens`;
    if (money !== undefined && this.money >= money.amount) return `${money.amount} ${money.currency}`;
    return undefined;
  }

  /** Counts tokens that were paid for at this price, if one is known. Ends the run where the budget needs a count that nobody gave. */
  spend(usage: Usage | undefined, price: Price | undefined, who = 'the endpoint'): void {
    if (usage === undefined) {
      if (this.#budget.tokens !== undefined || this.#budget.money !== undefined)
        this.halt(
          new InputError(
            `${who} does not say how many tokens a call took, so only a budget in calls of the judge can be kept (--budget-calls, or budget.calls of a sweep)`,
          ),
        );
      return;
    }
    this.tokens += totalTokens(usage);
    if (price !== undefined) this.spendMoney(costOf(usage, price));
  }

  /** Counts what a judge's calls took in earlier commands. @throws InputError where the budget needs to know it and nobody does */
  resume({ model, calls, usage }: JudgeSpent): void {
    if (calls === 0) return;
    this.calls += calls;
    const price = priceOf(this.#prices, model ?? '');
    if (this.#budget.money !== undefined && price === undefined)
      throw new InputError(`a budget in money needs a price for "${model}", which has judged here before: add it with --prices FILE`);
    this.spend(usage, price, `the endpoint of "${model}"`);
    if (this.failure !== undefined) throw this.failure;
  }

  /**
   * Counts what an attempt of an agent took: its own cost, else its tokens at its model's price. False where the budget cannot. A model
   * whose endpoint does not count ends the run, as the judge's does.
   */
  spendReport({ cost, usage, model }: Spent): boolean {
    const price = model === undefined || cost !== undefined ? undefined : priceOf(this.#prices, model);
    if (cost !== undefined) this.spendMoney(cost);
    if (usage !== undefined) this.spend({ ...NO_USAGE, ...usage }, price);
    else if (cost === undefined && model !== undefined) this.spend(undefined, price, `the endpoint of "${model}"`);
    const { money, tokens } = this.#budget;
    if (tokens !== undefined && usage === undefined) return false;
    return money === undefined || cost !== undefined || (price !== undefined && usage !== undefined);
  }

  spendMoney(money: Money): void {
    this.currency ??= money.currency;
    const converted = convert(this.#prices, money, this.currency);
    if (converted !== undefined) {
      this.money += converted.amount;
      return;
    }
    this.unconverted.set(money.currency, (this.unconverted.get(money.currency) ?? 0) + money.amount);
    if (this.#budget.money !== undefined)
      this.halt(
        new InputError(`no exchange rate from ${money.currency} to ${this.currency}, the budget's currency: add it with --prices FILE`),
      );
  }

  retried(error: ModelError | VerdictError): void {
    this.retries++;
    this.lastRetry = error.message;
  }

  /** Waits; rejects as soon as the run is to end, since what waits is not in flight. */
  sleep(ms: number): Promise<void> {
    return sleep(ms, this.stopping);
  }
}
