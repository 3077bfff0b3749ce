import { describe, expect, it } from 'vitest';
import { NO_USAGE } from '../../../judge/model/usage.ts';
import { CostMean, estimate, judgeCost } from '../../../reports/leaderboard/cost.ts';

const stamp = { date: '2026-01-01', source: 'a test' };
const price = { model: 'm', currency: 'USD', input: 1, output: 1, ...stamp };
const prices = { rates: [{ from: 'USD', to: 'CNY', rate: 7, ...stamp }], models: [price] };
const usd = (amount: number, basis: 'measured' | 'estimated' = 'measured') => ({ amount, currency: 'USD', basis });

function meanOf(...costs: (ReturnType<typeof usd> | undefined)[]): CostMean {
  const mean = new CostMean('CNY', prices);
  for (const cost of costs) mean.add(cost);
  return mean;
}

describe('a mean cost', () => {
  it('is converted, and estimated as soon as one part is', () => {
    expect(meanOf(usd(1), usd(3)).perReport()).toEqual({ amount: 14, currency: 'CNY', basis: 'measured' });
    expect(meanOf(usd(1), usd(3, 'estimated')).perReport().basis).toBe('estimated');
  });

  it('is unknown with one unknown part, a currency without a rate, or nothing at all', () => {
    const unknown = { amount: null, currency: 'CNY', basis: 'unknown' };
    expect(meanOf(usd(1), undefined).perReport()).toEqual(unknown);
    expect(meanOf({ amount: 1, currency: 'EUR', basis: 'measured' }).perReport()).toEqual(unknown);
    expect(meanOf().perReport()).toEqual(unknown);
  });

  it('needs no rate for nothing', () => {
    expect(meanOf({ amount: 0, currency: 'EUR', basis: 'measured' }).perReport()).toEqual({
      amount: 0,
      currency: 'CNY',
      basis: 'measured',
    });
  });
});

describe('what judging costs', () => {
  const usage = { ...NO_USAGE, inputTokens: 1e6 };
  it('is nothing only for a judge that bills nobody', () => {
    expect(judgeCost({ calls: 0, usage: NO_USAGE }, undefined, false)).toMatchObject({ amount: 0, basis: 'measured' });
    expect(judgeCost({ calls: 1, usage }, price, true)).toEqual(usd(1));
    expect(judgeCost({ calls: 1, usage }, undefined, true)).toBeUndefined();
    expect(judgeCost({ calls: 1, usage: undefined }, price, true)).toBeUndefined();
  });
});

describe('an estimate', () => {
  const agents = new Map([
    ['known', { cost: meanOf(usd(2)), seconds: [50, 150] }],
    ['closed', { cost: meanOf(undefined), seconds: [250] }],
    ['timeless', { cost: meanOf(undefined), seconds: [] }],
  ]);
  it('is cost x ratio of mean times x factor', () => {
    // 14 CNY x 250/100 x 1.6.
    const found = estimate('closed', agents, new Map([['closed', { from: 'known', factor: 1.6 }]]));
    expect(found).toEqual({ amount: 56, currency: 'CNY', basis: 'estimated' });
  });

  it('is not made where a time, a cost or a rule is missing', () => {
    expect(estimate('closed', agents, new Map())).toBeUndefined();
    expect(estimate('timeless', agents, new Map([['timeless', { from: 'known', factor: 1 }]]))).toBeUndefined();
    expect(estimate('known', agents, new Map([['known', { from: 'closed', factor: 1 }]]))).toBeUndefined();
    expect(estimate('closed', agents, new Map([['closed', { from: 'nobody', factor: 1 }]]))).toBeUndefined();
  });
});
