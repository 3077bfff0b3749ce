/**
 * Replaying a cascade on stored labels: what it would have said and cost at every threshold, without a call, and the threshold to take for each
 * kind of criterion.
 */
import { CRITERION_KINDS, type CriterionKind, isSure, kindOf, type Thresholds } from '../judge/checklist/cascade.ts';
import { LABELS, type Label } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { loadPrices } from '../runners/judging/prices.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
import { judgedCriteria, opinion } from './agreement/said.ts';
import type { CostPerReport } from './leaderboard/leaderboard.ts';
import { checkJudge, costOfJudge } from './measure-agreement.ts';
import { type AgreementEstimate, agreement } from './stats/agreement.ts';

export interface ReplayOptions {
  readonly first: string;
  readonly next: string;
  /** People, or a judge that is believed. */
  readonly against: string;
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
  readonly seed: number;
  /** A file of a person's own prices. */
  readonly prices?: string | undefined;
}

/** What the cascade comes to at one threshold. */
export interface ReplayPoint {
  /** From which the first is believed; above 1 it never is. */
  readonly threshold: number;
  /** Share of the criteria that the next judge is asked about: what the cascade costs in calls of that one. */
  readonly passedOn: number;
  /** Of a thousand criteria, by what both judges' verdicts cost in the store; unknown where one of these is, or they are in two currencies. */
  readonly per1000: CostPerReport;
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
    const { first, next, against, seed, prices: own, ...selection } = options;
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
    const prices = loadPrices(own);
    const [one, other] = [first, next].map((name) => costOfJudge(store, { ...selection, judge: name }, prices));
    return { first, next, against, ...replay(rows, { seed, costs: [one ?? UNKNOWN, other ?? UNKNOWN] }) };
  });
}

const UNKNOWN: CostPerReport = { amount: null, currency: 'USD', basis: 'unknown' };

interface Terms {
  readonly seed: number;
  /** Of a thousand verdicts, of the first and of the next. */
  readonly costs: readonly [CostPerReport, CostPerReport];
}

function replay(rows: readonly Labelled[], terms: Terms): Omit<Replay, 'first' | 'next' | 'against'> {
  const all = ofKind(rows, terms);
  const named = CRITERION_KINDS.flatMap((kind) => {
    const of = rows.filter((row) => row.kind === kind);
    return of.length < FEWEST ? [] : [[kind, ofKind(of, terms)] as const];
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
    cascade: measured(rows, thresholds, terms),
  };
}

function thresholdIn({ curve, chosen }: ReplayOfKind): number {
  return curve[chosen]?.threshold ?? 1;
}

/** Of those that agree about as well as the best, the threshold at which the next judge is asked least. */
function ofKind(rows: readonly Labelled[], terms: Terms): ReplayOfKind {
  const curve = STEPS.map((threshold) => ({ threshold, ...measured(rows, { default: threshold }, terms) }));
  const best = Math.max(...curve.map(({ accuracy }) => accuracy.value ?? 0));
  const good = curve.map((point, i) => ({ ...point, i })).filter(({ accuracy }) => (accuracy.value ?? 0) >= best - GIVEN_UP);
  const cheapest = good.reduce((low, point) => (point.passedOn < low.passedOn - 1e-9 ? point : low));
  return { n: rows.length, curve, chosen: cheapest.i };
}

function measured(rows: readonly Labelled[], thresholds: Thresholds, { seed, costs }: Terms): Omit<ReplayPoint, 'threshold'> {
  let passed = 0;
  const pairs = rows.map(({ kind, truth, first, next, task }) => {
    const sure = first !== undefined && isSure(first, kind, thresholds);
    if (!sure) passed++;
    return { truth, judged: sure ? first.label : next, cluster: task };
  });
  const several = new Set(pairs.map(({ cluster }) => cluster)).size > 1;
  const { accuracy, kappa } = agreement(pairs, LABELS, several ? { rounds: ROUNDS, seed } : undefined);
  const passedOn = passed / rows.length;
  return { passedOn, per1000: together(costs, passedOn), accuracy, kappa };
}

/** A part that is asked of nobody costs nothing, whatever its price. */
function together([first, next]: Terms['costs'], passedOn: number): CostPerReport {
  if (first.amount === null) return first;
  if (passedOn === 0 || next.amount === 0) return first;
  if (next.amount === null) return next;
  if (first.amount > 0 && first.currency !== next.currency) return UNKNOWN;
  return { amount: first.amount + passedOn * next.amount, currency: next.currency, basis: 'measured' };
}
