import { describe, expect, it } from 'vitest';
import { moneyText } from '../../../cli/progress/parts.ts';
import { InputError } from '../../../judge/errors.ts';
import type { Reservation } from '../../../judge/model/budget.ts';
import { NO_USAGE } from '../../../judge/model/usage.ts';
import { type BudgetLimits, RunBudget } from '../../../runners/judging/budget.ts';
import { Stop } from '../../../runners/judging/stop.ts';

const stamp = { date: '2026-01-01', source: 'a test' };
const price = { model: 'm', currency: 'USD', input: 2, output: 10, ...stamp };
const prices = { rates: [{ from: 'USD', to: 'CNY', rate: 7, ...stamp }], models: [price] };
const ESTIMATE = { inputTokens: 400, outputTokens: 100 };

function budgetOf(limits: BudgetLimits = {}) {
  const stop = new Stop();
  const budget = new RunBudget(limits, prices, stop);
  const reserve = (model = 'm'): Reservation => {
    const reserved = budget.for(model).reserve(ESTIMATE);
    if (reserved === undefined) throw new Error('no room');
    return reserved;
  };
  return { stop, budget, reserve };
}

const dollars = (amount: number) => ({ amount, currency: 'USD', basis: 'measured' as const });
const yuan = (amount: number) => ({ amount, currency: 'CNY', basis: 'measured' as const });

describe('a budget', () => {
  it('lets calls start until the run is stopped', () => {
    const { stop, budget, reserve } = budgetOf();
    reserve();
    expect(budget.mayStart()).toBe(true);
    stop.stop();
    expect(budget.mayStart()).toBe(false);
    expect(reserve).toThrow('no room');
  });

  it('affords another call only where what was taken so far leaves room for it', () => {
    const taken = { model: 'm', usage: { inputTokens: 400, outputTokens: 100 } };
    expect([499, 500, 501].map((tokens) => budgetOf({ tokens }).budget.affords(taken))).toEqual([false, false, true]);
    // 400 tokens at 2 and 100 at 10 USD a million.
    expect([0.0018, 0.0019].map((amount) => budgetOf({ money: { amount, currency: 'USD' } }).budget.affords(taken))).toEqual([false, true]);
    expect(budgetOf({ money: { amount: 8, currency: 'CNY' } }).budget.affords({ cost: dollars(1.2) })).toBe(false);
    expect(budgetOf().budget.affords(taken)).toBe(true);
  });

  it('is kept to the call: what is on its way counts, and so does what nothing came back from', () => {
    const { budget, reserve } = budgetOf({ calls: 3 });
    const [first, second, third] = [reserve(), reserve(), reserve()];
    expect(reserve).toThrow('no room');
    first.settle(NO_USAGE);
    second.lost();
    expect(reserve).toThrow('no room');
    expect([budget.calls, budget.lost, budget.spent()]).toEqual([2, 1, undefined]);
    third.settle(undefined);
    expect(budget.spent()).toBe('3 calls');
  });

  it('gives back the room of a call that never went out', () => {
    const { budget, reserve } = budgetOf({ calls: 1 });
    reserve().release();
    expect(budget.calls).toBe(0);
    reserve().settle(NO_USAGE);
    expect(reserve).toThrow('no room');
  });

  it('holds what a lost call may have taken, without saying that it was spent', () => {
    const tokens = budgetOf({ tokens: 1000 });
    tokens.reserve().lost();
    expect([tokens.budget.tokens, tokens.budget.spent()]).toEqual([0, undefined]);
    tokens.reserve().lost();
    // 2 x (400 + 100).
    expect([tokens.budget.tokens, tokens.budget.spent()]).toEqual([0, '1000 tokens']);
    const money = budgetOf({ money: { amount: 0.0126, currency: 'CNY' } });
    money.reserve().lost();
    // (400 x 2 + 100 x 10) / 1e6 USD x 7 = 0.0126 CNY.
    expect([money.budget.money, money.budget.spent()]).toEqual([0, '0.0126 CNY']);
  });

  it('goes on from earlier commands; what their lost calls may have taken is held at the mean of the others', () => {
    const { budget } = budgetOf({ tokens: 1000 });
    budget.resume({ model: 'm', calls: 3, counted: 2, usage: { ...NO_USAGE, inputTokens: 600 } });
    // 600 + 300.
    expect([budget.calls, budget.tokens, budget.spent()]).toEqual([3, 600, undefined]);
    budget.resume({ model: 'm', calls: 1, counted: 1, usage: { ...NO_USAGE, inputTokens: 100 } });
    expect(budget.spent()).toBe('1000 tokens');
  });

  it('adds money up in one currency where no limit names one', () => {
    const { budget, stop } = budgetOf();
    budget.spendReport({ cost: yuan(14) });
    budget.spendReport({ cost: dollars(1) });
    // 14 CNY + 1 USD x 7.
    expect([budget.money, budget.currency]).toEqual([21, 'CNY']);
    expect(moneyText(budget)).toBe('21.00 CNY');
    budget.spendReport({ cost: { ...dollars(0.5), currency: 'EUR' } });
    budget.spendReport({ cost: { ...dollars(0.75), currency: 'EUR' } });
    expect([budget.money, stop.failure]).toEqual([21, undefined]);
    expect(moneyText(budget)).toBe('21.00 CNY + 1.25 EUR');
    expect(moneyText(budgetOf().budget)).toBe('');
  });

  it('multiplies tokens by the price of their bucket', () => {
    const { budget, reserve } = budgetOf({ money: { amount: 1, currency: 'USD' } });
    // 1000 x 2 + 50 x 10 (reasoning costs what output costs) = 2500 per million.
    reserve().settle({ ...NO_USAGE, inputTokens: 1000, reasoningTokens: 50 });
    expect(budget.money).toBeCloseTo(0.0025, 12);
    expect(budget.tokens).toBe(1050);
  });

  it('is content with answers whose tokens nobody counted only where no limit needs them', () => {
    const calls = budgetOf({ calls: 5 });
    calls.reserve().settle(undefined);
    expect(calls.stop.failure).toBeUndefined();
    const tokens = budgetOf({ tokens: 5 });
    tokens.reserve().settle(undefined);
    expect(tokens.stop.failure).toBeInstanceOf(InputError);
  });

  it('counts a report by its own cost, else by tokens and price, and says when it cannot', () => {
    const { budget } = budgetOf({ money: { amount: 100, currency: 'USD' } });
    expect(budget.spendReport({ cost: dollars(3), usage: { inputTokens: 1e6 }, model: 'm' })).toBe(true);
    expect(budget.spendReport({ usage: { inputTokens: 1e6 }, model: 'm' })).toBe(true);
    expect(budget.money).toBe(3 + 2);
    expect(budget.spendReport({ usage: { inputTokens: 1e6 }, model: 'unheard of' })).toBe(false);
    expect(budget.spendReport({})).toBe(false);
    expect(budgetOf().budget.spendReport({})).toBe(true);
    const tokens = budgetOf({ tokens: 100 }).budget;
    expect([tokens.spendReport({ cost: dollars(3) }), tokens.spendReport({ usage: { inputTokens: 60 } }), tokens.tokens]).toEqual([
      false,
      true,
      60,
    ]);
  });

  it('is not content with a model of an agent whose tokens nobody counted', () => {
    for (const limits of [{ tokens: 100 }, { money: { amount: 1, currency: 'USD' } }]) {
      const { budget, stop } = budgetOf(limits);
      expect([budget.spendReport({ model: 'm' }), String(stop.failure)]).toEqual([
        false,
        expect.stringMatching(/^InputError: the endpoint of "m" does not say how many tokens a call took/),
      ]);
    }
    const { budget, stop } = budgetOf({ calls: 5 });
    expect([budget.spendReport({ model: 'm' }), stop.failure]).toEqual([true, undefined]);
  });
});
