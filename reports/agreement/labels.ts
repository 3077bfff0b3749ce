/** LabelAgreement: how far a judge's labels agree with others', on the whole and cut by kind of criterion and report, with intervals. */
import { LABELS, type Label } from '../../judge/checklist/verdict.ts';
import { groupBy } from '../../judge/group-by.ts';
import { type Agreement, type AgreementEstimate, agreement, type LabelPair } from '../stats/agreement.ts';

/** One criterion of one report, as both labelled it. */
export interface JudgedPair {
  readonly truth: Label;
  readonly judged: Label;
  /** Resampled together. */
  readonly task: string;
  readonly sign?: string;
  readonly axis?: string;
  readonly language?: string;
  /** Of the report: short, medium or long. */
  readonly length?: string;
  /** Of the criterion, as CRITERION_KINDS. */
  readonly kind?: string;
  /** The judge's own, in [0, 1]. */
  readonly confidence?: number;
  /** Of two criteria that differ by one fact: what they have in common, and what was changed in the other of them. */
  readonly pair?: string;
  readonly change?: string;
}

/** Longest report, in characters, that counts as short, and as medium. */
const SHORT = 4_000;
const MEDIUM = 12_000;

export function lengthOf(report: string): 'short' | 'medium' | 'long' {
  return lengthBand(report.length);
}

/** @param characters of a report */
export function lengthBand(characters: number): 'short' | 'medium' | 'long' {
  return characters <= SHORT ? 'short' : characters <= MEDIUM ? 'medium' : 'long';
}

export const CUTS = ['sign', 'kind', 'axis', 'language', 'length'] as const;
export type Cut = (typeof CUTS)[number];

export type Estimates = Readonly<Record<'accuracy' | 'balancedAccuracy' | 'macroF1' | 'kappa', AgreementEstimate>>;

/** One bin of the calibration curve. */
export interface CalibrationBin {
  readonly n: number;
  /** Mean confidence that was stated, and the share that was right. */
  readonly stated: number;
  readonly right: number;
}

/** Of pairs that differ by one fact: how many there are, and the share of which both are judged right. */
export interface TwinsRight {
  readonly pairs: number;
  readonly bothRight: number;
}

export interface LabelAgreement extends Estimates {
  readonly n: number;
  readonly tasks: number;
  readonly labels: readonly Label[];
  /** By the true label, how often each label was given. */
  readonly confusion: Readonly<Record<Label, Readonly<Record<Label, number>>>>;
  /** Of satisfied or not. */
  readonly binary: Estimates;
  /** Expected calibration error over ten bins of equal width, and mean squared error of the confidence; null where none was stated. */
  readonly ece: number | null;
  readonly brier: number | null;
  readonly calibration: readonly CalibrationBin[];
  readonly by: Readonly<Partial<Record<Cut, Readonly<Record<string, Estimates & { readonly n: number }>>>>>;
  /** By what was changed; only where there are twins. */
  readonly twins?: Readonly<Record<string, TwinsRight>>;
}

const BINS = 10;
/** Of the bootstrap over tasks. */
const ROUNDS = 1000;
const SATISFIED_OR_NOT = ['satisfied', 'not'] as const;

/** @throws InputError where there is no pair */
export function labelAgreement(pairs: readonly JudgedPair[], seed: number): LabelAgreement {
  const whole = measured(pairs, LABELS, seed);
  const curve = calibration(pairs);
  const stated = pairs.flatMap((pair) => (pair.confidence === undefined ? [] : [{ ...pair, confidence: pair.confidence }]));
  return {
    n: pairs.length,
    tasks: new Set(pairs.map(({ task }) => task)).size,
    labels: LABELS,
    ...estimates(whole),
    confusion: Object.fromEntries(
      LABELS.map((row, i) => [row, Object.fromEntries(LABELS.map((column, j) => [column, whole.confusion[i]?.[j] ?? 0]))]),
    ) as LabelAgreement['confusion'],
    binary: estimates(measured(pairs.map(satisfiedOrNot), SATISFIED_OR_NOT, seed)),
    ece: stated.length === 0 ? null : curve.reduce((sum, bin) => sum + (bin.n / stated.length) * Math.abs(bin.stated - bin.right), 0),
    brier:
      stated.length === 0 ? null : stated.reduce((sum, pair) => sum + (pair.confidence - (isRight(pair) ? 1 : 0)) ** 2, 0) / stated.length,
    calibration: curve,
    by: Object.fromEntries(CUTS.flatMap((cut) => cutBy(pairs, cut, seed))),
    ...twinsRight(pairs),
  };
}

/** A claim that is kept may be the twin of several that are changed. */
function twinsRight(pairs: readonly JudgedPair[]): { readonly twins?: Record<string, TwinsRight> } {
  const twins = [...groupBy(pairs, ({ pair }) => pair)].flatMap(([pair, rows]) => {
    const kept = rows.find(({ change }) => change === KEPT);
    if (pair === undefined || kept === undefined) return [];
    return rows.flatMap((row) =>
      row === kept || row.change === undefined ? [] : [{ change: row.change, right: isRight(kept) && isRight(row) }],
    );
  });
  if (twins.length === 0) return {};
  const byChange = [...groupBy(twins, ({ change }) => change)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    twins: Object.fromEntries(
      byChange.map(([change, of]) => [change, { pairs: of.length, bothRight: of.filter(({ right }) => right).length / of.length }]),
    ),
  };
}

/** `change` of what stands in the report. */
export const KEPT = 'kept';

function cutBy(pairs: readonly JudgedPair[], cut: Cut, seed: number): [Cut, Record<string, Estimates & { readonly n: number }>][] {
  const values = [...new Set(pairs.flatMap((pair) => pair[cut] ?? []))].sort();
  if (values.length === 0) return [];
  const parts = values.map((value) => pairs.filter((pair) => pair[cut] === value));
  return [[cut, Object.fromEntries(values.map((value, i) => [value, part(parts[i] ?? [], seed)]))]];
}

function part(pairs: readonly JudgedPair[], seed: number): Estimates & { readonly n: number } {
  return { n: pairs.length, ...estimates(measured(pairs, LABELS, seed)) };
}

function measured(
  pairs: readonly Omit<LabelPair & { readonly task: string }, 'cluster'>[],
  labels: readonly string[],
  seed: number,
): Agreement {
  const clustered = pairs.map(({ truth, judged, task }) => ({ truth, judged, cluster: task }));
  // One task tells nothing of how others would come out.
  const several = new Set(clustered.map(({ cluster }) => cluster)).size > 1;
  return agreement(clustered, labels, several ? { rounds: ROUNDS, seed } : undefined);
}

function estimates({ accuracy, balancedAccuracy, macroF1, kappa }: Agreement): Estimates {
  return { accuracy, balancedAccuracy, macroF1, kappa };
}

function satisfiedOrNot({ truth, judged, task }: JudgedPair) {
  const of = (label: Label) => (label === 'satisfied' ? 'satisfied' : 'not');
  return { truth: of(truth), judged: of(judged), task };
}

function isRight({ truth, judged }: JudgedPair): boolean {
  return truth === judged;
}

function calibration(pairs: readonly JudgedPair[]): CalibrationBin[] {
  return Array.from({ length: BINS }, (_, bin) =>
    pairs.filter(({ confidence }) => confidence !== undefined && Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin),
  ).flatMap((inBin) => {
    if (inBin.length === 0) return [];
    const stated = inBin.reduce((sum, { confidence = 0 }) => sum + confidence, 0) / inBin.length;
    return [{ n: inBin.length, stated, right: inBin.filter(isRight).length / inBin.length }];
  });
}
