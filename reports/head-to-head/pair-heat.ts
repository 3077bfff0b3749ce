/** Chart: the win rate of every agent against every other. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { type ChartLook, PALETTES } from '../charts/frame.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName, shareText } from '../words/text.ts';
import type { Record3 } from './head-to-head.ts';
import { type RateCell, rateHeat } from './rate-heat.ts';
import { recordText, winShare } from './record-text.ts';
import { namesOf, type PairRecord, turned } from './records.ts';

/** Throws InputError on no pairs, a pair of one agent with itself and a pair that is there twice. */
export function pairHeat(pairs: readonly PairRecord[], { language, theme }: ChartLook): ChartConfiguration {
  if (pairs.length === 0) throw new InputError('chart of pairs: expected at least one pair, got none');
  const sides = sidesOf(pairs);
  const order = strongestFirst(namesOf(pairs), sides);
  const names = order.map(cleanName);
  return rateHeat(
    {
      title: translate('pairChart', language),
      subtitle: translate('pairDetails', language),
      notes: [],
      rows: names,
      columns: names,
      cells: order.map((row) => order.map((column) => cellOf(row, column, sides.get(row)?.get(column), language))),
    },
    PALETTES[theme],
  );
}

type Sides = ReadonlyMap<string, ReadonlyMap<string, Record3>>;

function sidesOf(pairs: readonly PairRecord[]): Sides {
  const sides = new Map<string, Map<string, Record3>>();
  const add = (row: string, column: string, record: Record3) => {
    const own = sides.get(row) ?? new Map<string, Record3>();
    if (row === column || own.has(column))
      throw new InputError(`chart of pairs: expected each pair of two agents once, got ${cleanName(row)} and ${cleanName(column)} again`);
    sides.set(row, own.set(column, record));
  };
  for (const pair of pairs) {
    add(pair.a, pair.b, pair);
    add(pair.b, pair.a, turned(pair));
  }
  return sides;
}

/** By the mean win rate over opponents, each of which counts the same; equal ones in their given order. */
function strongestFirst(names: readonly string[], sides: Sides): string[] {
  const strength = (name: string) => {
    const rates = [...(sides.get(name)?.values() ?? [])].map(winShare);
    return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  };
  return names
    .map((name) => ({ name, rate: strength(name) }))
    .sort((x, y) => y.rate - x.rate)
    .map(({ name }) => name);
}

function cellOf(row: string, column: string, record: Record3 | undefined, language: Language): RateCell {
  const versus = `${cleanName(row)} – ${cleanName(column)}`;
  if (row === column) return { rate: null, text: '', small: '', tips: [] };
  if (record === undefined) return { rate: null, text: '–', small: '', tips: [versus, '–'] };
  const rate = winShare(record);
  return {
    rate,
    text: `${Math.round(rate * 100)}%`,
    small: recordText(record),
    tips: [versus, `${translate('winRate', language)} ${shareText(rate)}`, `${translate('record', language)} ${recordText(record)}`],
  };
}
