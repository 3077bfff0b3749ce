/** A comparison of scores as text for a terminal. */

import type { PairedDifference } from '../stats/differences.ts';
import { FEWEST_TASKS } from '../stats/score-estimate.ts';
import type { Level, VariancePart } from '../stats/variance.ts';
import { cleanName, pText, scoreText, shareText } from '../words/text.ts';
import type { AdjustedComparison, FamilyDifference } from './score-families.ts';

export function scoreComparisonText(comparison: AdjustedComparison): string {
  const { scale, overall, domainClustered, byAxis, byDomain, variance, onlyFirst, onlySecond, ...names } = comparison;
  const [a, b] = [cleanName(names.a), cleanName(names.b)];
  const alone = onlyFirst + onlySecond;
  return [
    `Scores on ${cleanName(names.benchmark)} (scale ${scale}, judge ${cleanName(names.judge)}${comparison.fingerprint === undefined ? '' : `, fingerprint ${comparison.fingerprint}`}), ${a} less ${b}, paired by task, on criteria judged for both`,
    line('overall', overall, comparison.comparisons),
    ...(domainClustered === null ? [] : [line(`overall, ${domainClustered.clusters} domains as clusters`, domainClustered)]),
    ...(overall.n < FEWEST_TASKS ? [`  fewer than ${FEWEST_TASKS} tasks are too few for an interval or a test: none is given`] : []),
    ...failedLines(comparison),
    ...designLines(comparison),
    ...coverageLines(comparison),
    ...(alone === 0 ? [] : [`  ${alone} ${alone === 1 ? 'task' : 'tasks'} left out: only one of the two was scored there`]),
    ...section('by axis', byAxis),
    ...section('by domain', byDomain),
    `  standard deviation of ${a}: ${parts(variance.a)}`,
    `  standard deviation of ${b}: ${parts(variance.b)}`,
  ].join('\n');
}

function failedLines({ a, b, failed }: AdjustedComparison): string[] {
  if (failed.a + failed.b === 0) return [];
  const counts = `${cleanName(a)} ${failed.a}, ${cleanName(b)} ${failed.b}`;
  return [
    `  attempts that failed               ${counts}: ${failed.leftOut ? 'left out' : 'they count 0 (--without-failed leaves them out)'}`,
  ];
}

/** Tried unlike, what attempts and the judge vary by weighs unlike in the two means. */
function designLines({ design: { a, b } }: AdjustedComparison): string[] {
  const unlike = (word: string, one: number, other: number) =>
    Math.abs(one - other) < 1e-9
      ? []
      : [`  ${word.padEnd(34)} ${times(one)} against ${times(other)}: chance weighs less in the mean of more`];
  return [...unlike('attempts at a task', a.repeats, b.repeats), ...unlike('trials of the judge on a report', a.trials, b.trials)];
}

function times(mean: number): string {
  return Number.isInteger(mean) ? String(mean) : mean.toFixed(1);
}

/** Apart by more than this, coverage is unequal: what is missing for one may be what is hard. */
const UNEQUAL = 0.02;

function coverageLines({ coverage: { a, b }, bounds }: AdjustedComparison): string[] {
  if (bounds === null) return [];
  const unequal = Math.abs(a - b) > UNEQUAL ? '; unequal: the verdicts that are missing for one may be the hard ones' : '';
  return [
    `  coverage                           ${shareText(a)} against ${shareText(b)}${unequal}`,
    `  bounds                             ${signed(bounds[0])} if every missing verdict spoke against the first, ${signed(bounds[1])} if for it`,
  ];
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

/** @param tests of which the p after Holm is said too */
function line(name: string, { mean, ci, p, n, adjustedP = null }: PairedDifference & Partial<FamilyDifference>, tests = 1): string {
  const interval = ci === null ? 'no interval' : `95% [${signed(ci[0])}, ${signed(ci[1])}]`;
  const after = tests > 1 && adjustedP !== null ? `; ${pText(adjustedP)} after Holm over ${tests}` : '';
  const tested = p === null ? '' : `, p = ${pText(p)}${after}`;
  return `  ${name.padEnd(34)} ${signed(mean).padStart(7)}  ${interval}${tested}, ${n} ${n === 1 ? 'task' : 'tasks'}`;
}

function signed(value: number): string {
  return value > 0 ? `+${scoreText(value)}` : scoreText(value);
}

const LEVELS: Readonly<Record<Level, string>> = { tasks: 'tasks', runs: 'runs', trials: 'judge trials' };

function parts(variance: readonly VariancePart[]): string {
  if (variance.length === 0) return 'unknown';
  return variance.map(({ of, sd }) => `between ${listed(of.map((level) => LEVELS[level]))} ${scoreText(sd)}`).join(', ');
}

/** "tasks", or "tasks, runs and judge trials together". */
function listed(names: readonly string[]): string {
  return names.length === 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)} together`;
}
