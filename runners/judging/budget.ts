/** The budget of a run: what it may spend, what it has spent, and room reserved for every call before that goes out. Nobody else counts. */
import { InputError, ModelError, type Spent, type VerdictError } from '../../judge/errors.ts';
import type { Budget, Estimate, Reservation } from '../../judge/model/budget.ts';
import { NO_USAGE, totalTokens, type Usage } from '../../judge/model/usage.ts';
import type { JudgeSpent } from '../store/calls.ts';
import { convert, costOf, type Money, type Price, type Prices, priceOf, searchCosts } from './prices.ts';
import type { Stop } from './stop.ts';

export interface BudgetLimits {
  /** Calls of the judge's models that went out, whatever became of them. */
  readonly calls?: number | undefined;
  /** Tokens of judge and agents together, all buckets. */
  readonly tokens?: number | undefined;
  /** Money for judge and agents together. */
  readonly money?: Money | undefined;
}

/** A budget in money can only hold what has a price in its currency. @throws InputError where one of these models has none */
export function checkPriced({ money }: BudgetLimits, models: readonly string[], prices: Prices): void {
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

export function isLimited({ calls, tokens, money }: BudgetLimits): boolean {
  return calls !== undefined || tokens !== undefined || money !== undefined;
}

interface OpenCall {
  readonly since: number;
  readonly limitMs: number | undefined;
}

/** Calls that are long on their way. */
export interface Waiting {
  readonly calls: number;
  readonly longestMs: number;
  /** How long that one may take at most; undefined where nobody says. */
  readonly limitMs: number | undefined;
}

/** Calls and tokens are kept to; money and tokens end within what was in flight. */
export class RunBudget {
  readonly #limits: BudgetLimits;
  readonly #prices: Prices;
  readonly #stop: Stop;
  /** Judge calls that went out. */
  calls = 0;
  /** Of `calls`: those that nothing came back from, and that may be billed all the same. */
  lost = 0;
  /** Calls that are on their way: since when, and how long each may take at most. */
  readonly #open = new Set<OpenCall>();
  tokens = 0;
  /** What has no known price is not in it. */
  money = 0;
  /** Of `money`: the budget's, else that of the first cost. */
  currency: string | undefined;
  /** What was spent beside `money` in currencies that no rate converts to its own. */
  readonly unconverted = new Map<string, number>();
  /** What lost calls may have taken: a limit holds it too, though nobody knows it. */
  readonly #perhaps = { tokens: 0, money: 0 };
  /** Calls that were made again, by what came of the one before: a bad reply, a refusal for its pace, none in time, or none at all. */
  readonly retries = { reply: 0, rate: 0, timeout: 0, transient: 0 };
  /** What was wrong the last time. */
  lastRetry: string | undefined;

  constructor(limits: BudgetLimits, prices: Prices, stop: Stop) {
    this.#limits = limits;
    this.#prices = prices;
    this.#stop = stop;
    this.currency = limits.money?.currency;
  }

  mayStart(): boolean {
    return !this.#stop.stopping.aborted && this.spent() === undefined;
  }

  /** Whether there is some left once this is counted, too: what an attempt that goes on has taken so far. */
  affords({ usage, cost, model = '', searches }: Spent): boolean {
    const { tokens, money } = this.#limits;
    const used = { ...NO_USAGE, ...usage };
    const price = priceOf(this.#prices, model);
    const paid = cost === undefined ? [price && costOf(used, price), ...searchCosts(this.#prices, searches)] : [cost];
    const amount = money && paid.reduce((sum, part) => sum + ((part && convert(this.#prices, part, money.currency)?.amount) ?? 0), 0);
    const fits = (limit: number | undefined, before: number, more: number) => limit === undefined || before + more < limit;
    return (
      this.mayStart() &&
      fits(tokens, this.tokens + this.#perhaps.tokens, totalTokens(used)) &&
      fits(money?.amount, this.money + this.#perhaps.money, amount ?? 0)
    );
  }

  /** The part of the budget that is used up, in words; undefined while there is some left. */
  spent(): string | undefined {
    const { calls, tokens, money } = this.#limits;
    if (calls !== undefined && this.calls >= calls) return `${calls} calls`;
    if (tokens !== undefined && this.tokens + this.#perhaps.tokens >= tokens) return `${tokens} tokens`;
    if (money !== undefined && this.money + this.#perhaps.money >= money.amount) return `${money.amount} ${money.currency}`;
    return undefined;
  }

  /** Those of the open calls that have waited so long already. */
  waiting(leastMs: number, now = performance.now()): Waiting | undefined {
    const waits = [...this.#open].map(({ since, limitMs }) => ({ ms: now - since, limitMs })).filter(({ ms }) => ms >= leastMs);
    const [first, ...others] = waits;
    if (first === undefined) return undefined;
    const longest = others.reduce((longest, wait) => (wait.ms > longest.ms ? wait : longest), first);
    return { calls: waits.length, longestMs: longest.ms, limitMs: longest.limitMs };
  }

  /** The budget as the calls of one model meet it. @param limitMs how long a call of it may take at most */
  for(model: string, limitMs?: number): Budget {
    const price = priceOf(this.#prices, model);
    return { reserve: (estimate) => this.#reserve(estimate, price, limitMs) };
  }

  #reserve(estimate: Estimate, price: Price | undefined, limitMs: number | undefined): Reservation | undefined {
    const { calls } = this.#limits;
    if (!this.mayStart() || (calls !== undefined && this.calls + this.#open.size >= calls)) return undefined;
    const call: OpenCall = { since: performance.now(), limitMs };
    this.#open.add(call);
    const ended = (wentOut: boolean) => {
      this.#open.delete(call);
      if (wentOut) this.calls++;
    };
    return {
      settle: (usage) => {
        ended(true);
        this.#spend(usage, price);
      },
      lost: () => {
        ended(true);
        this.#lose(estimate, price);
      },
      release: () => ended(false),
    };
  }

  #lose(estimate: Estimate, price: Price | undefined): void {
    this.lost++;
    this.#hold({ ...NO_USAGE, ...estimate }, 1, price);
  }

  #hold(usage: Usage, times: number, price: Price | undefined): void {
    this.#perhaps.tokens += totalTokens(usage) * times;
    const cost = price && convert(this.#prices, costOf(usage, price), this.currency ?? price.currency);
    this.#perhaps.money += (cost?.amount ?? 0) * times;
  }

  /** Counts tokens that were paid for at this price, if one is known. Ends the run where the budget needs a count that nobody gave. */
  #spend(usage: Usage | undefined, price: Price | undefined, who = 'the endpoint'): void {
    if (usage === undefined) {
      if (this.#limits.tokens !== undefined || this.#limits.money !== undefined)
        this.#stop.halt(
          new InputError(
            `${who} does not say how many tokens a call took, so only a budget in calls of the judge can be kept (--budget-calls, or budget.calls of a sweep)`,
          ),
        );
      return;
    }
    this.tokens += totalTokens(usage);
    if (price !== undefined) this.#spendMoney(costOf(usage, price));
  }

  /**
   * Counts what a judge's calls took in earlier commands. For each that nobody counted, as much is held as the others took on average.
   * @throws InputError where the budget needs what nobody said: tokens of any call, or a price
   */
  resume({ model, calls, counted, usage }: JudgeSpent): void {
    if (calls === 0) return;
    this.calls += calls;
    const price = priceOf(this.#prices, model ?? '');
    if (this.#limits.money !== undefined && price === undefined)
      throw new InputError(`a budget in money needs a price for "${model}", which has judged here before: add it with --prices FILE`);
    this.#spend(counted === 0 ? undefined : usage, price, `the endpoint of "${model}"`);
    if (counted > 0) this.#hold(usage, (calls - counted) / counted, price);
    if (this.#stop.failure !== undefined) throw this.#stop.failure;
  }

  /**
   * Counts what an attempt of an agent took: its own cost, else its tokens at its model's price. False where the budget cannot. A model
   * whose endpoint does not count ends the run, as the judge's does.
   */
  spendReport({ cost, usage, model, searches }: Spent): boolean {
    const price = model === undefined || cost !== undefined ? undefined : priceOf(this.#prices, model);
    if (cost !== undefined) this.#spendMoney(cost);
    const searched = cost === undefined ? searchCosts(this.#prices, searches) : [];
    for (const money of searched) if (money !== undefined) this.#spendMoney(money);
    if (usage !== undefined) this.#spend({ ...NO_USAGE, ...usage }, price);
    else if (cost === undefined && model !== undefined) this.#spend(undefined, price, `the endpoint of "${model}"`);
    const { money, tokens } = this.#limits;
    if (tokens !== undefined && usage === undefined) return false;
    return money === undefined || cost !== undefined || (price !== undefined && usage !== undefined && !searched.includes(undefined));
  }

  #spendMoney(money: Money): void {
    this.currency ??= money.currency;
    const converted = convert(this.#prices, money, this.currency);
    if (converted !== undefined) {
      this.money += converted.amount;
      return;
    }
    this.unconverted.set(money.currency, (this.unconverted.get(money.currency) ?? 0) + money.amount);
    if (this.#limits.money !== undefined)
      this.#stop.halt(
        new InputError(`no exchange rate from ${money.currency} to ${this.currency}, the budget's currency: add it with --prices FILE`),
      );
  }

  retried(error: ModelError | VerdictError): void {
    this.retries[retryOf(error)]++;
    this.lastRetry = error.message;
  }
}

function retryOf(error: ModelError | VerdictError): keyof RunBudget['retries'] {
  if (!(error instanceof ModelError)) return 'reply';
  return error.kind === 'rate' || error.kind === 'timeout' ? error.kind : 'transient';
}
