/** fitTemperature: how much less sure, or surer, a judge has to be so that it is right as often as it says. */
import { LABELS, type Label } from '../../judge/checklist/verdict.ts';
import { likeliest } from '../../judge/small/small-model.ts';
import { tempered } from '../../judge/small/temper.ts';

/** What was said of one claim by forests that had not seen its group, and its label. */
export interface Said {
  readonly probabilities: Readonly<Record<Label, number>>;
  readonly truth: Label;
}

/** Temperatures from a half to 4, by the twentieth. */
const TRIED = Array.from({ length: 71 }, (_, i) => 0.5 + i / 20);
const BINS = 10;

/** The temperature at which the largest calibration error of the sets is least; of two equal ones that nearer to 1. */
export function fitTemperature(sets: readonly (readonly Said[])[]): number {
  const worst = (temperature: number) => Math.max(...sets.map((set) => calibrationError(set, temperature)));
  const nearest = [...TRIED].sort((a, b) => Math.abs(a - 1) - Math.abs(b - 1) || a - b);
  return nearest.map((temperature) => ({ temperature, error: worst(temperature) })).reduce((a, b) => (b.error < a.error - 1e-9 ? b : a))
    .temperature;
}

/** Mean difference, over ten bins of the probability of the likeliest label, between it and how often it is right; in [0, 1]. */
function calibrationError(set: readonly Said[], temperature: number): number {
  const stated = new Float64Array(BINS);
  const right = new Float64Array(BINS);
  for (const { probabilities, truth } of set) {
    const said = tempered(probabilities, temperature);
    const label = likeliest(said);
    const bin = Math.min(BINS - 1, Math.floor(said[label] * BINS));
    stated[bin] = (stated[bin] as number) + said[label];
    if (label === truth) right[bin] = (right[bin] as number) + 1;
  }
  return stated.reduce((sum, value, bin) => sum + Math.abs(value - (right[bin] as number)), 0) / Math.max(1, set.length);
}

/** By level: 0 for unsatisfied, 1 for partial, 2 for satisfied. */
export function saidOf([unsatisfied = 0, partial = 0, satisfied = 0]: readonly number[], level: number): Said {
  return { probabilities: { satisfied, partial, unsatisfied }, truth: LABELS[2 - level] as Label };
}
