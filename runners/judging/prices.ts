/** Prices of models and exchange rates: dated figures in a file, multiplied with tokens. What is not in the file is unknown, not free. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { check, MisfitError } from '../../benchmarks/files/check.ts';
import { keys } from '../../benchmarks/files/keys.ts';
import { packageData } from '../../benchmarks/files/paths.ts';
import { InputError } from '../../judge/errors.ts';
import type { Usage } from '../../judge/model/usage.ts';

const price = () => z.number().nonnegative();
const currency = () => z.string().length(3);
const dated = () => ({
  date: z.iso.date().register(keys, { about: 'the day on which it held, as in `2026-01-31`' }),
  source: z.string().min(1).register(keys, { about: 'where it is from' }),
});

export const priceSchema = z.strictObject({
  model: z.string().min(1).register(keys, { about: 'as the endpoint calls it; a dated version (`m-2026-01-31`) costs what `m` costs' }),
  currency: currency().register(keys, { about: 'ISO 4217, as in `USD`' }),
  input: price().register(keys, { about: 'of a million input tokens' }),
  cachedInput: price()
    .optional()
    .register(keys, { about: 'of a million input tokens that the endpoint had in its cache', absent: '`input`' }),
  cacheWrite: price().optional().register(keys, { about: 'of a million input tokens that it put there', absent: '`input`' }),
  output: price().register(keys, { about: 'of a million output tokens' }),
  reasoning: price().optional().register(keys, { about: 'of a million reasoning tokens, where they are billed apart', absent: '`output`' }),
  toolCall: price().optional().register(keys, { about: 'of one tool call', absent: '0' }),
  ...dated(),
});

export const rateSchema = z.strictObject({
  from: currency().register(keys, { about: 'ISO 4217' }),
  to: currency().register(keys, { about: 'ISO 4217' }),
  rate: z.number().positive().register(keys, { about: 'units of `to` for one `from`; it is read both ways' }),
  ...dated(),
});

export const searchPriceSchema = z.strictObject({
  search: z.string().min(1).register(keys, { about: 'the service, as `search.kind` of an agent names it' }),
  currency: currency().register(keys, { about: 'ISO 4217' }),
  call: price().register(keys, { about: 'of one request' }),
  ...dated(),
});

const pricesSchema = z.strictObject({
  models: z.array(priceSchema).default([]),
  searches: z.array(searchPriceSchema).exactOptional(),
  rates: z.array(rateSchema).default([]),
});

export type Prices = z.infer<typeof pricesSchema>;
export type Price = z.infer<typeof priceSchema>;

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** Reads the bundled prices and, where given, a person's own file, whose entries win. @throws InputError */
export function loadPrices(own?: string, bundled = join(packageData(), 'prices.json')): Prices {
  const base = read(bundled);
  if (own === undefined) return base;
  const mine = read(own);
  return {
    rates: [...mine.rates, ...base.rates],
    searches: [...(mine.searches ?? []), ...(base.searches ?? [])],
    models: [...mine.models, ...base.models],
  };
}

/** The line of a model that costs nothing, as one's own machine does, to be pasted into a price file. */
export function freePrice(model: string, date: string): string {
  return JSON.stringify({ models: [{ model, currency: 'USD', input: 0, output: 0, date, source: 'my own machine' }] });
}

const SHAPE = `a price file looks like ${freePrice('NAME', '2026-01-31')}, in prices of a million tokens (docs/prices.md)`;

function read(file: string): Prices {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file}: not JSON: ${(error as Error).message}; ${SHAPE}`, { cause: error });
  }
  try {
    return check(pricesSchema, value, file);
  } catch (error) {
    throw error instanceof MisfitError ? new InputError(`${error.message}; ${SHAPE}`, { cause: error }) : error;
  }
}

/** The entry of a model, or of the model that a dated name such as `m-2025-08-07` is a version of. */
export function priceOf(prices: Prices, model: string): Price | undefined {
  const exact = prices.models.find((entry) => entry.model === model);
  if (exact !== undefined) return exact;
  const undated = model.replace(/-\d{4}-?\d{2}-?\d{2}$/, '');
  return undated === model ? undefined : prices.models.find((entry) => entry.model === undated);
}

/** Of one request to a search service; undefined where it is not known. */
export function searchPriceOf(prices: Prices, search: string): Money | undefined {
  const found = prices.searches?.find((entry) => entry.search === search);
  return found && { amount: found.call, currency: found.currency };
}

/** Cost of requests to search services, one entry a service; undefined where a price is not known. */
export function searchCosts(prices: Prices, searches: Readonly<Record<string, number>> = {}): (Money | undefined)[] {
  return Object.entries(searches).map(([search, count]) => {
    const price = searchPriceOf(prices, search);
    return price && { ...price, amount: price.amount * count };
  });
}

/** Cost of these tokens at this price. Cached input without a price of its own costs what input costs. */
export function costOf(usage: Usage, price: Price): Money {
  const million =
    usage.inputTokens * price.input +
    usage.cachedInputTokens * (price.cachedInput ?? price.input) +
    usage.cacheWriteTokens * (price.cacheWrite ?? price.input) +
    usage.outputTokens * price.output +
    usage.reasoningTokens * (price.reasoning ?? price.output);
  return { amount: million / 1e6 + usage.toolCalls * (price.toolCall ?? 0), currency: price.currency };
}

/** The same money in another currency, or undefined when the file has no rate for the pair. */
export function convert(prices: Prices, money: Money, currency: string): Money | undefined {
  if (money.currency === currency) return money;
  const direct = prices.rates.find((rate) => rate.from === money.currency && rate.to === currency);
  if (direct !== undefined) return { amount: money.amount * direct.rate, currency };
  const inverse = prices.rates.find((rate) => rate.from === currency && rate.to === money.currency);
  return inverse === undefined ? undefined : { amount: money.amount / inverse.rate, currency };
}

/** The sum in the first one's currency; null where a part is unknown or has no rate. Nothing costs nothing. */
export function addMoney(prices: Prices, parts: readonly (Money | undefined)[]): Money | null {
  const currency = parts[0]?.currency ?? 'USD';
  let amount = 0;
  for (const part of parts) {
    const converted = part && convert(prices, part, currency);
    if (converted === undefined) return null;
    amount += converted.amount;
  }
  return { amount, currency };
}
