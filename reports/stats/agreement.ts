/** How often a judge and people say the same, and how much of that is more than chance. */
import { InputError } from '../../judge/errors.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { Interval } from './intervals.ts';
import { type BootstrapOptions, bootstrapIntervals } from './resample.ts';
import { at, sum } from './vector.ts';

export interface LabelPair {
  /** What people said. */
  readonly truth: string;
  /** What the judge said. */
  readonly judged: string;
  /** What is resampled together: the task or report. Each pair its own cluster where absent. */
  readonly cluster?: string;
}

/** Null where it is undefined: a ratio without cases, an interval over too few clusters. */
export interface AgreementEstimate {
  readonly value: number | null;
  readonly ci: Interval | null;
}

export interface Agreement {
  readonly n: number;
  readonly labels: readonly string[];
  /** Counts: one row a true label, one column a judged label, in the order of `labels`. */
  readonly confusion: readonly (readonly number[])[];
  readonly accuracy: AgreementEstimate;
  /** Mean recall over the labels that people used. */
  readonly balancedAccuracy: AgreementEstimate;
  /** Mean F1 over the labels that either used. */
  readonly macroF1: AgreementEstimate;
  /** Cohen's kappa; undefined where chance alone would agree always. */
  readonly kappa: AgreementEstimate;
}

type Measures = Readonly<Record<'accuracy' | 'balancedAccuracy' | 'macroF1' | 'kappa', number | null>>;

/** Cell row x size + column of the square table of counts. */
function measures(cells: ArrayLike<number>, size: number): Measures {
  const indices = Array.from({ length: size }, (_, i) => i);
  const rows = indices.map((row) => sum(indices.map((column) => at(cells, row * size + column))));
  const columns = indices.map((column) => sum(indices.map((row) => at(cells, row * size + column))));
  const n = sum(rows);
  if (n === 0) return { accuracy: null, balancedAccuracy: null, macroF1: null, kappa: null };
  const right = indices.map((i) => at(cells, i * size + i));
  const observed = sum(right) / n;
  const chance = sum(indices.map((i) => at(rows, i) * at(columns, i))) / (n * n);
  const recalls = indices.filter((i) => at(rows, i) > 0).map((i) => at(right, i) / at(rows, i));
  const f1s = indices.filter((i) => at(rows, i) + at(columns, i) > 0).map((i) => (2 * at(right, i)) / (at(rows, i) + at(columns, i)));
  return {
    accuracy: observed,
    balancedAccuracy: sum(recalls) / recalls.length,
    macroF1: sum(f1s) / f1s.length,
    kappa: chance === 1 ? null : (observed - chance) / (1 - chance),
  };
}

/** Throws InputError on no pairs and on a label outside `labels`; with `bootstrap` every measure gets an interval over clusters. */
export function agreement(pairs: readonly LabelPair[], labels: readonly string[], bootstrap?: BootstrapOptions): Agreement {
  if (pairs.length === 0) throw new InputError('expected at least one pair of labels, got none');
  const size = labels.length;
  const cellOf = pairs.map((pair) => labelIndex(labels, pair.truth) * size + labelIndex(labels, pair.judged));
  const clusters = [...groupBy(pairs.entries(), ([i, { cluster }]) => cluster ?? i).values()].map((members) =>
    members.map(([i]) => at(cellOf, i)),
  );
  const tally = (counts: ArrayLike<number>): Float64Array => {
    const cells = new Float64Array(size * size);
    clusters.forEach((members, i) => {
      for (const cell of members) cells[cell] = at(cells, cell) + at(counts, i);
    });
    return cells;
  };
  const cells = tally(new Int32Array(clusters.length).fill(1));
  const values = measures(cells, size);
  const intervals = bootstrap && bootstrapIntervals(clusters.length, (counts) => measures(tally(counts), size), bootstrap);
  const estimate = (name: keyof Measures): AgreementEstimate => ({ value: values[name], ci: intervals?.[name] ?? null });
  return {
    n: pairs.length,
    labels,
    confusion: labels.map((_, row) => [...cells.slice(row * size, (row + 1) * size)]),
    accuracy: estimate('accuracy'),
    balancedAccuracy: estimate('balancedAccuracy'),
    macroF1: estimate('macroF1'),
    kappa: estimate('kappa'),
  };
}

function labelIndex(labels: readonly string[], label: string): number {
  const index = labels.indexOf(label);
  if (index < 0) throw new InputError(`expected one of the labels ${labels.join(', ')}, got "${label}"`);
  return index;
}
