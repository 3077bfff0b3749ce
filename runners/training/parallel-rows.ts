/** parallelRows, lineBetween: texts that stand in two languages, on which what a judge says of one language is brought to what it says of the other. */
import type { Line } from '../../judge/small/small-model.ts';
import type { LabelledText } from './public-labels.ts';
import { pick, type Random, shuffled } from './twins.ts';

/** A text and its rendering in Chinese, with the answers of others to the same query. */
export interface Rendered {
  readonly report: string;
  readonly query: string;
  readonly en: string;
  readonly zh: string;
}

/** Lengths, in characters, of sentences that can stand as claims. */
const SENTENCE = { en: [45, 260], zh: [14, 90] } as const;

/** Sentences of one answer put to another on the same query, in each language alike: what holds is the same in both. */
export function parallelRows(texts: readonly Rendered[], perText: number, random: Random): Record<'en' | 'zh', LabelledText[]> {
  const rows: Record<'en' | 'zh', LabelledText[]> = { en: [], zh: [] };
  for (const [one, other] of pairsOnOneQuery(texts, random))
    for (const language of ['en', 'zh'] as const)
      rows[language].push(...claimsOf(one[language], language, perText, random).map((claim) => rowOf(claim, other, language)));
  return rows;
}

/** Each text with another on the same query. */
export function pairsOnOneQuery(texts: readonly Rendered[], random: Random): (readonly [Rendered, Rendered])[] {
  const byQuery = new Map<string, Rendered[]>();
  for (const text of texts) byQuery.set(text.query, [...(byQuery.get(text.query) ?? []), text]);
  return [...byQuery.values()].flatMap((list) =>
    list.flatMap((one) => {
      const other = pick(
        list.filter((each) => each !== one),
        random,
      );
      return other === undefined ? [] : [[one, other] as const];
    }),
  );
}

export function claimsOf(text: string, language: 'en' | 'zh', most: number, random: Random): string[] {
  const [least, longest] = SENTENCE[language];
  const sentences = text
    .split(/(?<=[.!?])\s+|(?<=[。！？])|\n/u)
    .map((sentence) => sentence.trim().replace(/^[-*#\d.\s]+/u, ''))
    .filter(({ length }) => length > least && length < longest);
  return shuffled(sentences, random).slice(0, most);
}

export function rowOf(criterion: string, { report, query, ...texts }: Rendered, language: 'en' | 'zh'): LabelledText {
  // No label is known; none is learnt from.
  return {
    set: 'parallel',
    report: `${report} ${language}`,
    group: query,
    query: '',
    language,
    text: texts[language],
    criterion,
    label: 'satisfied',
  };
}

/** The line that gives log odds of one kind the mean and the spread of those of another. */
export function lineBetween(from: readonly number[], to: readonly number[]): Line {
  const [a, b] = [momentsOf(from), momentsOf(to)];
  const slope = b.spread / a.spread;
  return { slope: digits(slope), shift: digits(b.mean - slope * a.mean) };
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, spread: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

function digits(value: number): number {
  return Number(value.toPrecision(5));
}
