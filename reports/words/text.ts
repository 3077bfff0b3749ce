/** Names, scores, intervals, shares and amounts as they are written where people read them. */
import type { ScoreEstimate } from '../stats/score-estimate.ts';
import { type Language, translate } from './i18n.ts';

/** One decimal, as the literature prints scores; never "-0.0". */
export function scoreText(score: number | null): string {
  if (score === null) return '–';
  const text = score.toFixed(1);
  return text === '-0.0' ? '0.0' : text;
}

export function intervalText(ci: readonly [number, number] | null): string {
  return ci === null ? '–' : `[${scoreText(ci[0])}, ${scoreText(ci[1])}]`;
}

/** An interval, or what can be said in its place: a bound where every task is at an end of the scale, or that nothing varies. */
export function estimateText({ ci, flat }: Pick<ScoreEstimate, 'ci' | 'flat'>, language: Language): string {
  if (flat === undefined) return intervalText(ci);
  if (flat.atLeast !== undefined) return `≥ ${scoreText(flat.atLeast)}`;
  return flat.atMost === undefined ? translate('noSpread', language) : `≤ ${scoreText(flat.atMost)}`;
}

/** "2" or "1-3". */
export function rankText([best, worst]: readonly [best: number, worst: number]): string {
  return best === worst ? String(best) : `${best}-${worst}`;
}

/** A share in [0, 1] as a percentage; only what is complete reads 100%. */
export function shareText(share: number): string {
  const percent = Math.round(share * 1000) / 10;
  return `${(share < 1 ? Math.min(percent, 99.9) : percent).toFixed(1)}%`;
}

/** Two decimals from 0.1 upwards, two significant digits below, so that a small price does not read as 0. */
export function amountText(amount: number): string {
  if (amount === 0) return '0';
  return Math.abs(amount) >= 0.1 ? amount.toFixed(2) : String(Number(amount.toPrecision(2)));
}

export function pText(p: number): string {
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}

/**
 * A name as one line of visible text: control and direction-changing characters go, runs of spaces and of combining marks
 * shrink, and what is left is cut at 200 characters.
 */
export function cleanName(name: string): string {
  const line = name
    .replace(/[\p{Cf}\p{Co}\p{Cs}]+/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .trim();
  const characters = Array.from(line);
  if (characters.length === 0) return '–';
  return characters.length > 200 ? `${characters.slice(0, 199).join('')}…` : line;
}
