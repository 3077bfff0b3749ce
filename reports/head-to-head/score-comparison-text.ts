/** A comparison of scores as text for a terminal. */

import type { PairedDifference } from '../stats/differences.ts';
import type { VarianceComponent, VarianceParts } from '../stats/variance.ts';
import { cleanName, pText, scoreText } from '../words/text.ts';
import type { AdjustedComparison, FamilyDifference } from './score-families.ts';

export function scoreComparisonText({ scale, overall, domainClustered, byAxis, byDomain, variance, ...names }: AdjustedComparison): string {
  const [a, b] = [cleanName(names.a), cleanName(names.b)];
  return [
    `Scores on ${cleanName(names.benchmark)} (scale ${scale}, judge ${cleanName(names.judge)}), ${a} less ${b}, paired by task`,
    line('overall', overall),
    ...(domainClustered === null ? [] : [line(`overall, ${domainClustered.clusters} domains as clusters`, domainClustered)]),
    ...section('by axis', byAxis),
    ...section('by domain', byDomain),
    `  variance of ${a}: ${parts(variance.a)}`,
    `  variance of ${b}: ${parts(variance.b)}`,
  ].join('\n');
}

function section(name: string, family: Readonly<Record<string, FamilyDifference>>): string[] {
  const rows = Object.entries(family);
  if (rows.length === 0) return [];
  const tests = rows.filter(([, { p }]) => p !== null).length;
  return [
    `  ${name}${tests > 1 ? ` (p after Holm over ${tests} tests)` : ''}`,
    ...rows.map(([group, difference]) => line(`  ${cleanName(group)}`, { ...difference, p: difference.adjustedP })),
  ];
}

function line(name: string, { mean, ci, p, n }: PairedDifference): string {
  const interval = ci === null ? 'no interval' : `95% [${signed(ci[0])}, ${signed(ci[1])}]`;
  return `  ${name.padEnd(34)} ${signed(mean).padStart(7)}  ${interval}${p === null ? '' : `, p = ${pText(p)}`}, ${n} ${n === 1 ? 'task' : 'tasks'}`;
}

function signed(value: number): string {
  return value > 0 ? `+${scoreText(value)}` : scoreText(value);
}

function parts({ tasks, runs, trials }: VarianceParts): string {
  return `between tasks ${component(tasks)}, between runs ${component(runs)}, between judge trials ${component(trials)}`;
}

function component(part: VarianceComponent | null): string {
  return part === null ? 'unknown (needs repeats)' : scoreText(part.variance);
}
