/** JudgedReport: one report with its verdicts, and its reward written out: what every criterion brought and cost. */
import { points, reward, type Scale } from '../../judge/checklist/reward.ts';
import type { Criterion, Rubric } from '../../judge/checklist/rubric.ts';
import type { Label, Probabilities } from '../../judge/checklist/verdict.ts';
import type { Quote } from '../../judge/reading/quotes.ts';

export interface ShownVerdict {
  readonly judge: string;
  /** Present where a person gave it. */
  readonly by?: 'person';
  readonly trial: number;
  readonly label: Label;
  readonly confidence?: number;
  /** Of each label, where the judge gives them. */
  readonly probabilities?: Probabilities;
  readonly reason: string;
  readonly quotes: readonly Quote[];
}

/** A verdict that a judge did not give, and why. */
export interface MissingVerdict {
  readonly judge: string;
  readonly trial: number;
  readonly error: string;
}

export interface ShownCriterion {
  readonly id: string;
  readonly criterion: string;
  readonly weight: number;
  readonly axis: string | null;
  readonly fatal: boolean;
  /** In [0, 1], the mean over the trials of the judge; null where it gave no verdict. Of a flaw: how far it is there. */
  readonly points: number | null;
  /** What keeps the reward from 1, in units of weight; null as above. */
  readonly lost: number | null;
  /** Of every judge and trial. */
  readonly verdicts: readonly ShownVerdict[];
  readonly unscored?: readonly MissingVerdict[];
}

/** reward = earned / positive, unless a fatal flaw sets it to 0. */
export interface WrittenReward {
  /** Null where no criterion of positive weight was judged. A trial without a report counts 0. */
  readonly reward: number | null;
  /** Sum of weight x points. */
  readonly earned: number;
  /** Sum of the positive weights of criteria that were judged. */
  readonly positive: number;
  /** Id of the fatal criterion that set the reward to 0. */
  readonly fatal?: string;
  /** By points lost, the fatal one first; those that were not judged last. */
  readonly criteria: readonly Pick<ShownCriterion, 'id' | 'criterion' | 'weight' | 'axis' | 'fatal' | 'points' | 'lost'>[];
}

/** @param labels by criterion id, one for each valid trial of the judge; undefined where the agent gave no report */
export function writtenReward(rubric: Rubric, labels: ReadonlyMap<string, readonly Label[]> | undefined, scale: Scale): WrittenReward {
  const given = labels ?? new Map<string, readonly Label[]>();
  const whole = reward(rubric, given, scale);
  const criteria = rubric.map((criterion) => onScale(criterion, given.get(criterion.id) ?? [], scale));
  const judged = criteria.filter(({ points }) => points !== null);
  const rank = ({ id, lost }: (typeof criteria)[number]) => (id === whole.fatal ? Number.POSITIVE_INFINITY : (lost ?? -1));
  return {
    reward: labels === undefined && rubric.length > 0 ? 0 : (whole.reward ?? null),
    earned: judged.reduce((sum, { weight, points }) => sum + weight * (points ?? 0), 0),
    positive: judged.reduce((sum, { weight }) => sum + Math.max(0, weight), 0),
    ...(whole.fatal !== undefined && { fatal: whole.fatal }),
    criteria: criteria.toSorted((a, b) => rank(b) - rank(a) || 0),
  };
}

function onScale({ id, criterion, weight, axis, fatal = false }: Criterion, labels: readonly Label[], scale: Scale) {
  const about = { id, criterion, weight, axis: axis ?? null, fatal };
  if (labels.length === 0) return { ...about, points: null, lost: null };
  const mean = labels.reduce((sum, label) => sum + points(label, weight, scale), 0) / labels.length;
  return { ...about, points: mean, lost: Math.abs(weight) * (weight > 0 ? 1 - mean : mean) };
}

/** What became of an attempt, as in exported lines. */
export interface ShownAttempt {
  readonly status: 'done' | 'limit' | 'failed' | 'interrupted';
  readonly notes?: readonly string[];
  readonly error?: string;
  /** The end of what a program that failed wrote there, several lines. */
  readonly stderr?: string;
}

export interface JudgedReport extends Omit<WrittenReward, 'criteria'>, ShownAttempt {
  readonly benchmark: string;
  readonly task: string;
  readonly agent: string;
  readonly repeat: number;
  readonly scale: Scale;
  /** Whose labels the reward is made of; null where none has judged. */
  readonly judge: string | null;
  /** All that gave verdicts. */
  readonly judges: readonly string[];
  readonly criteria: readonly ShownCriterion[];
  readonly report?: string;
  readonly trace?: readonly ShownEvent[];
}

/** What an agent did, as it recorded it. */
export interface ShownEvent {
  readonly turn: number;
  readonly kind: 'message' | 'tool' | 'error';
  readonly name?: string;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly at: string;
}
