/**
 * Replaying a cascade on stored labels: what it would have said and cost at every threshold, without a call, and the threshold to take for each
 * kind of criterion.
 */
import { CRITERION_KINDS, type CriterionKind, isSure, kindOf, type Thresholds } from '../judge/checklist/cascade.ts';
import { LABELS, type Label } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
import { judgedCriteria, opinion } from './agreement/said.ts';
import { checkJudge } from './measure-agreement.ts';
import { type AgreementEstimate, agreement } from './stats/agreement.ts';

export interface ReplayOptions {
  readonly first: string;
  readonly next: string;
  /** People, or a judge that is believed. */
  readonly against: string;
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
  readonly seed: number;
}

/** What the cascade comes to at one threshold. */
export interface ReplayPoint {
  /** From which the first is believed; above 1 it never is. */
  readonly threshold: number;
  /** Share of the criteria that the next judge is asked about: what the cascade costs in calls of that one. */
  readonly passedOn: number;
  readonly accuracy: AgreementEstimate;
  readonly kappa: AgreementEstimate;
}

export interface ReplayOfKind {
  readonly n: number;
  readonly curve: readonly ReplayPoint[];
  /** Index into the curve. */
  readonly chosen: number;
}

export interface Replay {
  readonly first: string;
  readonly next: string;
  readonly against: string;
  readonly n: number;
  readonly tasks: number;
  /** All kinds at one threshold. */
  readonly all: ReplayOfKind;
  /** Kinds with enough labels for a threshold of their own. */
  readonly kinds: Readonly<Partial<Record<CriterionKind, ReplayOfKind>>>;
  readonly thresholds: Thresholds;
  /** With these thresholds. */
  readonly cascade: Omit<ReplayPoint, 'threshold'>;
}

interface Labelled {
  readonly kind: CriterionKind;
  readonly truth: Label;
  readonly first: { readonly label: Label; readonly confidence?: number } | undefined;
  readonly next: Label;
  readonly task: string;
}

/** Thresholds that are tried: never, and in steps of a twentieth. */
const STEPS = [...Array.from({ length: 21 }, (_, i) => i / 20), 1.01];
/** Fewest labels of a kind for a threshold of its own. */
const FEWEST = 50;
/** Accuracy that may be given up for a lower cost: what a threshold is chosen on is uncertain by more. */
const GIVEN_UP = 0.005;
const ROUNDS = 300;

/** @throws InputError for judges that the store does not know, and where not all three have labelled a criterion */
export function replayCascade(at: StoreAt, options: ReplayOptions): Promise<Replay> {
  return withStore(at, { mode: 'read' }, (store) => {
    const { first, next, against, seed, ...selection } = options;
    for (const name of [first, next, against]) checkJudge(store, name);
    const rows = [...judgedCriteria(store, selection)].flatMap(({ benchmark, task, criterion, verdicts }): Labelled[] => {
      const [truth, one, other] = [against, first, next].map((name) => opinion(verdicts, name));
      if (truth?.label === undefined || other?.label === undefined) return [];
      const before = one?.label === undefined ? undefined : { ...one, label: one.label };
      return [{ kind: kindOf(criterion), truth: truth.label, first: before, next: other.label, task: `${benchmark} ${task.id}` }];
    });
    if (rows.every((row) => row.first === undefined))
      throw new InputError(
        `${store.path}: no criterion is labelled by "${first}", "${next}" and "${against}": judge the same reports with both first`,
      );
    return { first, next, against, ...replay(rows, seed) };
  });
}

function replay(rows: readonly Labelled[], seed: number): Omit<Replay, 'first' | 'next' | 'against'> {
  const all = ofKind(rows, seed);
  const named = CRITERION_KINDS.flatMap((kind) => {
    const of = rows.filter((row) => row.kind === kind);
    return of.length < FEWEST ? [] : [[kind, ofKind(of, seed)] as const];
  });
  const thresholds: Thresholds = {
    default: thresholdIn(all),
    ...Object.fromEntries(named.map(([kind, of]) => [kind, thresholdIn(of)])),
  };
  return {
    n: rows.length,
    tasks: new Set(rows.map(({ task }) => task)).size,
    all,
    kinds: Object.fromEntries(named),
    thresholds,
    cascade: measured(rows, thresholds, seed),
  };
}

function thresholdIn({ curve, chosen }: ReplayOfKind): number {
  return curve[chosen]?.threshold ?? 1;
}

/** Of those that agree about as well as the best, the threshold at which the next judge is asked least. */
function ofKind(rows: readonly Labelled[], seed: number): ReplayOfKind {
  const curve = STEPS.map((threshold) => ({ threshold, ...measured(rows, { default: threshold }, seed) }));
  const best = Math.max(...curve.map(({ accuracy }) => accuracy.value ?? 0));
  const good = curve.map((point, i) => ({ ...point, i })).filter(({ accuracy }) => (accuracy.value ?? 0) >= best - GIVEN_UP);
  const cheapest = good.reduce((low, point) => (point.passedOn < low.passedOn - 1e-9 ? point : low));
  return { n: rows.length, curve, chosen: cheapest.i };
}

function measured(rows: readonly Labelled[], thresholds: Thresholds, seed: number): Omit<ReplayPoint, 'threshold'> {
  let passed = 0;
  const pairs = rows.map(({ kind, truth, first, next, task }) => {
    const sure = first !== undefined && isSure(first, kind, thresholds);
    if (!sure) passed++;
    return { truth, judged: sure ? first.label : next, cluster: task };
  });
  const several = new Set(pairs.map(({ cluster }) => cluster)).size > 1;
  const { accuracy, kappa } = agreement(pairs, LABELS, several ? { rounds: ROUNDS, seed } : undefined);
  return { passedOn: passed / rows.length, accuracy, kappa };
}
