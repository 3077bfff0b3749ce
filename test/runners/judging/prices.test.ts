import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageData } from '../../../benchmarks/files/paths.ts';
import { NO_USAGE } from '../../../judge/model/usage.ts';
import { convert, costOf, loadPrices, priceOf } from '../../../runners/judging/prices.ts';
import { testFolder } from '../../benchmarks/folder.ts';

const folder = testFolder();
const bundled = join(packageData(), 'prices.json');
const stamp = { date: '2026-01-01', source: 'a test' };
const model = (name: string, input: number) => ({ model: name, currency: 'USD', input, output: 1, ...stamp });
const write = (name: string, value: unknown) => folder.write(name, JSON.stringify(value));

describe('prices', () => {
  it('come bundled, each with its date and source', () => {
    const prices = loadPrices(undefined, bundled);
    expect(prices.models.length).toBeGreaterThan(0);
    expect(priceOf(prices, 'gpt-5-mini')).toMatchObject({ currency: 'USD' });
  });

  it("of a person's own file win over the bundled ones", () => {
    const own = write('own.json', { models: [model('gpt-5-mini', 99), model('mine', 1)] });
    const prices = loadPrices(own, bundled);
    expect(priceOf(prices, 'gpt-5-mini')?.input).toBe(99);
    expect(priceOf(prices, 'mine')?.input).toBe(1);
  });

  it('of a dated version are those of the model, and of an unknown model are unknown', () => {
    const prices = { rates: [], models: [model('m', 3)] };
    expect(priceOf(prices, 'm-2025-08-07')?.input).toBe(3);
    expect(priceOf(prices, 'm-20250807')?.input).toBe(3);
    expect(priceOf(prices, 'm-mini')).toBeUndefined();
  });

  it('are multiplied bucket by bucket; a bucket without a price of its own costs what it is a kind of', () => {
    const full = { ...model('m', 2), cachedInput: 0.5, cacheWrite: 4, output: 10, reasoning: 20, toolCall: 0.01 };
    const usage = {
      inputTokens: 1e6,
      cachedInputTokens: 2e6,
      cacheWriteTokens: 1e6,
      outputTokens: 1e6,
      reasoningTokens: 1e6,
      toolCalls: 3,
    };
    // 2 + 2 x 0.5 + 4 + 10 + 20 + 3 x 0.01.
    expect(costOf(usage, full).amount).toBeCloseTo(37.03, 10);
    // 2 + 2 x 2 + 2 + 1 + 1, and tool calls for nothing.
    expect(costOf(usage, model('m', 2)).amount).toBeCloseTo(10, 10);
    expect(costOf(NO_USAGE, full)).toEqual({ amount: 0, currency: 'USD' });
  });

  it('convert by a rate in either direction, and not at all without one', () => {
    const prices = { models: [], rates: [{ from: 'USD', to: 'CNY', rate: 8, ...stamp }] };
    expect(convert(prices, { amount: 2, currency: 'USD' }, 'CNY')).toEqual({ amount: 16, currency: 'CNY' });
    expect(convert(prices, { amount: 16, currency: 'CNY' }, 'USD')).toEqual({ amount: 2, currency: 'USD' });
    expect(convert(prices, { amount: 1, currency: 'EUR' }, 'USD')).toBeUndefined();
  });

  it('of a wrong file are refused by file and field', () => {
    expect(() => loadPrices(join(folder.path, 'none.json'), bundled)).toThrow(/none\.json: cannot be read \(ENOENT\)/);
    expect(() => loadPrices(folder.write('broken.json', '{'), bundled)).toThrow(/broken\.json: not JSON/);
    const negative = write('negative.json', { rates: [], models: [model('m', -1)] });
    expect(() => loadPrices(negative, bundled)).toThrow(/negative\.json: models\[0\]\.input: expected a number of at least 0, got -1/);
    const foreign = write('foreign.json', { models: [{ match: 'm*', prompt: 1 }] });
    expect(() => loadPrices(foreign, bundled)).toThrow(
      /models\[0\]: unknown keys `match`, `prompt`.*; a price file looks like \{"models":\[\{"model":"NAME","currency":"USD","input":0,.*docs\/prices\.md/,
    );
    const undated = write('undated.json', { rates: [], models: [{ ...model('m', 1), date: 'soon' }] });
    expect(() => loadPrices(undated, bundled)).toThrow(/models\[0\]\.date/);
  });
});
