/** What a report's words say about one criterion: a label with a confidence, and what it rests on. */
import type { Criterion } from '../checklist/rubric.ts';
import type { Label } from '../checklist/verdict.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { isGeneral, standing } from './general.ts';
import { isChinese, lettersOf, type ReadReport } from './read.ts';
import { type Measured, type Shape, shapeOf } from './shapes.ts';
import type { Wanted } from './terms.ts';
import { SELF_REFERENCE } from './vocabulary.ts';

type Basis =
  | { readonly kind: 'content'; readonly coverage: Coverage; readonly flaw: boolean }
  | { readonly kind: 'shape'; readonly shape: Shape; readonly measured: Measured }
  | { readonly kind: 'absence'; readonly coverage: Coverage }
  | { readonly kind: 'general' }
  | { readonly kind: 'foreign'; readonly coverage: Coverage };

export interface Assessment {
  readonly label: Label;
  /** In [0, 0.75]: words alone never make sure. */
  readonly confidence: number;
  readonly basis: Basis;
  /** First and last passage of the evidence; undefined when there is none. */
  readonly window: readonly [number, number] | undefined;
}

const LIMITS = {
  /** Weight of the whole report's coverage beside the best passage's. */
  whole: 0.2,
  /** Coverage from which a criterion is partial, and from which it is satisfied. */
  content: [0.36, 0.46] as readonly [number, number],
  /** The same for a flaw, which is only seen where it is said outright. */
  flaw: [0.5, 0.56] as readonly [number, number],
  /** Below this share of its figures a criterion is not fully met. */
  figures: 0.3,
  copied: 0.3,
};

const RANK: readonly Label[] = ['unsatisfied', 'partial', 'satisfied'];

export function assess(criterion: Criterion, wanted: Wanted, report: ReadReport, inQuery: ReadonlySet<number>): Assessment {
  const flaw = criterion.weight < 0;
  const shape = flaw || wanted.absence ? undefined : shapeOf(criterion.criterion);
  if (!flaw && isGeneral(criterion.criterion, shape !== undefined))
    return { ...standing(criterion.criterion, report), basis: { kind: 'general' }, window: undefined };
  const coverage = coverageOf(wanted, report, inQuery, flaw);
  if (shape !== undefined) return byShape(shape, report, coverage);
  const score = scoreOf(criterion, coverage, report, flaw);
  if (wanted.absence) return byAbsence(score, coverage);
  const thresholds = flaw ? LIMITS.flaw : LIMITS.content;
  const found = byScore(score, thresholds);
  const foreign = isChinese(criterion.criterion) !== report.chinese;
  const short = !flaw && found.label !== 'unsatisfied' && coverage.figures !== undefined && coverage.figures < LIMITS.figures;
  return {
    label: short ? lower(found.label) : found.label,
    confidence: foreign ? Math.min(found.confidence, 0.35) : short ? 0.45 : found.confidence,
    basis: foreign ? { kind: 'foreign', coverage } : { kind: 'content', coverage, flaw },
    window: coverage.window,
  };
}

function lower(label: Label): Label {
  return label === 'satisfied' ? 'partial' : 'unsatisfied';
}

function scoreOf({ criterion }: Criterion, coverage: Coverage, report: ReadReport, flaw: boolean): number {
  let score = (1 - LIMITS.whole) * coverage.best + LIMITS.whole * coverage.whole;
  if (flaw) score = coverage.best;
  return isCopied(criterion, coverage, report) ? score * LIMITS.copied : score;
}

/** A passage that holds the criterion word for word, with what it says of the report ("States that ..."), recites it. */
function isCopied(criterion: string, { window }: Coverage, report: ReadReport): boolean {
  if (window === undefined || !SELF_REFERENCE.test(criterion)) return false;
  const passage = report.text.slice(report.passages[window[0]]?.start, report.passages[window[1]]?.end);
  return lettersOf(passage).includes(lettersOf(criterion));
}

function byScore(score: number, [partial, satisfied]: readonly [number, number]): Pick<Assessment, 'label' | 'confidence'> {
  const label: Label = score >= satisfied ? 'satisfied' : score >= partial ? 'partial' : 'unsatisfied';
  const distance = label === 'satisfied' ? score - satisfied : label === 'partial' ? 0 : partial - score;
  return { label, confidence: round(label === 'partial' ? 0.38 : Math.min(0.75, 0.5 + distance)) };
}

function byAbsence(score: number, coverage: Coverage): Assessment {
  const { label, confidence } = byScore(score, LIMITS.content);
  const inverted = RANK[RANK.length - 1 - RANK.indexOf(label)] ?? 'partial';
  return { label: inverted, confidence: Math.min(confidence, 0.6), basis: { kind: 'absence', coverage }, window: coverage.window };
}

const isNear = ({ best, example }: Coverage) => best >= LIMITS.content[0] / 2 || example >= 0.5;

/** The form decides; where it cannot do so alone, its subject has to be found as well. */
function byShape(shape: Shape, report: ReadReport, coverage: Coverage): Assessment {
  const measured = shape.measure(report);
  const score = shape.alone ? measured.share : measured.share * (isNear(coverage) ? 1 : 0.6);
  const label: Label = score >= 0.99 ? 'satisfied' : score >= 0.34 ? 'partial' : 'unsatisfied';
  const { passage } = measured;
  return {
    label,
    confidence: label === 'partial' ? 0.45 : 0.65,
    basis: { kind: 'shape', shape, measured },
    window: passage === undefined ? undefined : [passage, passage],
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
