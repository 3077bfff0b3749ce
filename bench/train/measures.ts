/** Measures of predicted levels against labelled ones, for the training report: macro-F1, kappa, balanced accuracy, AUC, calibration error, pairs. */
import type { Example } from '../../runners/training/fit-small.ts';

export interface Measures {
  readonly n: number;
  readonly macroF1: number;
  readonly kappa: number;
  /** Of satisfied or not. */
  readonly balancedAccuracy: number;
  readonly auc: number;
  readonly ece: number;
  /** Share of right and wrong versions of one sentence of which both are judged right; undefined where there are no pairs. */
  readonly bothRight?: number;
}

/** @param predicted probabilities of levels 0, 1 and 2 */
export function measure(examples: readonly Example[], predicted: readonly (readonly number[])[]): Measures {
  const truth = examples.map(({ level }) => level);
  const said = predicted.map((p) => p.indexOf(Math.max(...p)));
  const both = bothRight(examples, said);
  return {
    n: truth.length,
    macroF1: macroF1(truth, said),
    kappa: kappa(truth, said),
    balancedAccuracy: balanced(truth, said),
    auc: auc(
      truth,
      predicted.map((p) => p[2] ?? 0),
    ),
    ece: calibrationError(
      truth,
      said,
      predicted.map((p) => Math.max(...p)),
    ),
    ...(both !== undefined && { bothRight: both }),
  };
}

function macroF1(truth: readonly number[], said: readonly number[]): number {
  const levels = [...new Set(truth)];
  const f1 = levels.map((level) => {
    const hits = truth.filter((value, i) => value === level && said[i] === level).length;
    return (2 * hits) / Math.max(1, count(truth, level) + count(said, level));
  });
  return f1.reduce((sum, value) => sum + value, 0) / levels.length;
}

function kappa(truth: readonly number[], said: readonly number[]): number {
  const n = truth.length;
  const observed = truth.filter((value, i) => value === said[i]).length / n;
  const chance = [0, 1, 2].reduce((sum, level) => sum + (count(truth, level) / n) * (count(said, level) / n), 0);
  return (observed - chance) / (1 - chance);
}

function balanced(truth: readonly number[], said: readonly number[]): number {
  const rate = (satisfied: boolean) => {
    const at = truth.flatMap((value, i) => ((value === 2) === satisfied ? [i] : []));
    return at.filter((i) => (said[i] === 2) === satisfied).length / Math.max(1, at.length);
  };
  return (rate(true) + rate(false)) / 2;
}

/** Probability that a satisfied one is ranked above one that is not, ties counted half (Mann-Whitney). */
function auc(truth: readonly number[], scores: readonly number[]): number {
  const sorted = scores.map((score, i) => ({ score, yes: truth[i] === 2 })).sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (j < sorted.length && sorted[j]?.score === sorted[i]?.score) j++;
    for (let k = i; k < j; k++) if (sorted[k]?.yes) ranks += (i + j + 1) / 2;
    i = j;
  }
  const yes = sorted.filter((one) => one.yes).length;
  return (ranks - (yes * (yes + 1)) / 2) / (yes * (sorted.length - yes));
}

function calibrationError(truth: readonly number[], said: readonly number[], confidence: readonly number[]): number {
  let error = 0;
  for (let bin = 0; bin < 10; bin++) {
    const at = confidence.flatMap((value, i) => (Math.min(9, Math.floor(value * 10)) === bin ? [i] : []));
    if (at.length === 0) continue;
    const stated = at.reduce((sum, i) => sum + (confidence[i] ?? 0), 0) / at.length;
    const right = at.filter((i) => truth[i] === said[i]).length / at.length;
    error += (at.length / truth.length) * Math.abs(stated - right);
  }
  return error;
}

function bothRight(examples: readonly Example[], said: readonly number[]): number | undefined {
  const pairs = new Map<string, { satisfied: boolean; right: boolean }[]>();
  examples.forEach(({ pair, level }, i) => {
    if (pair === undefined) return;
    const list = pairs.get(pair) ?? [];
    pairs.set(pair, list);
    list.push({ satisfied: level === 2, right: (level === 2) === (said[i] === 2) });
  });
  let [all, both] = [0, 0];
  for (const list of pairs.values())
    for (const one of list)
      for (const other of list) {
        if (!one.satisfied || other.satisfied) continue;
        all++;
        if (one.right && other.right) both++;
      }
  return all === 0 ? undefined : both / all;
}

function count(values: readonly number[], level: number): number {
  return values.filter((value) => value === level).length;
}
