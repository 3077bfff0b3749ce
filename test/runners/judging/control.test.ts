import { describe, expect, it } from 'vitest';
import { moneyText } from '../../../cli/progress/parts.ts';
import { InputError, ModelError } from '../../../judge/errors.ts';
import { NO_USAGE } from '../../../judge/model/usage.ts';
import { Control } from '../../../runners/judging/control.ts';

const stamp = { date: '2026-01-01', source: 'a test' };
const price = { model: 'm', currency: 'USD', input: 2, output: 10, ...stamp };
const prices = { rates: [{ from: 'USD', to: 'CNY', rate: 7, ...stamp }], models: [price] };

describe('control', () => {
  it('lets calls start until it is stopped, and breaks off only when told', () => {
    const control = new Control({}, prices);
    expect(control.mayStart()).toBe(true);
    control.stop();
    expect([control.mayStart(), control.stopping.aborted, control.aborting.aborted]).toEqual([false, true, false]);
    control.abort();
    expect(control.aborting.aborted).toBe(true);
  });

  it('keeps the first failure', () => {
    const control = new Control({}, prices);
    control.halt(new ModelError('permanent', 'first'));
    control.halt(new Error('second'));
    expect(control.failure).toMatchObject({ message: 'first' });
    expect(control.stopping.aborted).toBe(true);
  });

  it('ends waits for a retry as soon as the run is to end', async () => {
    const control = new Control({}, prices);
    const waiting = control.sleep(3_600_000);
    control.stop();
    await expect(waiting).rejects.toThrow('stopped');
    await expect(control.sleep(1)).rejects.toThrow('stopped');
  });

  it('adds money up in one currency where no budget names one', () => {
    const control = new Control({}, prices);
    control.spendMoney({ amount: 14, currency: 'CNY' });
    control.spendMoney({ amount: 1, currency: 'USD' });
    // 14 CNY + 1 USD x 7.
    expect([control.money, control.currency]).toEqual([21, 'CNY']);
    expect(moneyText(control)).toBe('21.00 CNY');
    control.spendMoney({ amount: 0.5, currency: 'EUR' });
    control.spendMoney({ amount: 0.75, currency: 'EUR' });
    expect([control.money, control.failure]).toEqual([21, undefined]);
    expect(moneyText(control)).toBe('21.00 CNY + 1.25 EUR');
    expect(moneyText(new Control({}, prices))).toBe('');
  });

  it('multiplies tokens by the price of their bucket', () => {
    const control = new Control({ money: { amount: 1, currency: 'USD' } }, prices);
    // 1000 x 2 + 50 x 10 (reasoning costs what output costs) = 2500 per million.
    control.spend({ ...NO_USAGE, inputTokens: 1000, reasoningTokens: 50 }, price);
    expect(control.money).toBeCloseTo(0.0025, 12);
    expect(control.tokens).toBe(1050);
  });

  it('is content with unknown tokens only where the budget does not need them', () => {
    const calls = new Control({ calls: 5 }, prices);
    calls.spend(undefined, price);
    expect(calls.failure).toBeUndefined();
    const tokens = new Control({ tokens: 5 }, prices);
    tokens.spend(undefined, price);
    expect(tokens.failure).toBeInstanceOf(InputError);
  });

  it('counts a report by its own cost, else by tokens and price, and says when it cannot', () => {
    const control = new Control({ money: { amount: 100, currency: 'USD' } }, prices);
    const cost = { amount: 3, currency: 'USD', basis: 'measured' } as const;
    expect(control.spendReport({ cost, usage: { inputTokens: 1e6 }, model: 'm' })).toBe(true);
    expect(control.spendReport({ usage: { inputTokens: 1e6 }, model: 'm' })).toBe(true);
    expect(control.money).toBe(3 + 2);
    expect(control.spendReport({ usage: { inputTokens: 1e6 }, model: 'unheard of' })).toBe(false);
    expect(control.spendReport({})).toBe(false);
    expect(new Control({}, prices).spendReport({})).toBe(true);
    const tokens = new Control({ tokens: 100 }, prices);
    expect([tokens.spendReport({ cost }), tokens.spendReport({ usage: { inputTokens: 60 } }), tokens.tokens]).toEqual([false, true, 60]);
  });

  it('is not content with a model of an agent whose tokens nobody counted', () => {
    for (const budget of [{ tokens: 100 }, { money: { amount: 1, currency: 'USD' } }]) {
      const control = new Control(budget, prices);
      expect([control.spendReport({ model: 'm' }), String(control.failure)]).toEqual([
        false,
        expect.stringMatching(/^InputError: the endpoint of "m" does not say how many tokens a call took/),
      ]);
    }
    const calls = new Control({ calls: 5 }, prices);
    expect([calls.spendReport({ model: 'm' }), calls.failure]).toEqual([true, undefined]);
  });
});
