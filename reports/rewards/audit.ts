/** auditRewards: what a judge's labels are worth as rewards, under each mapping. Judged reports in, figures out. */
import { points, reward, type Scale } from '../../judge/checklist/reward.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import { LABELS, type Label } from '../../judge/checklist/verdict.ts';
import { InputError } from '../../judge/errors.ts';
import { groupBy } from '../../judge/group-by.ts';
import { clopperPearson, type Interval, meanInterval } from '../stats/intervals.ts';
import { bootstrapIntervals } from '../stats/resample.ts';
import { FEWEST_TASKS } from '../stats/score-estimate.ts';

/** The mappings that differ on three labels. */
export const AUDITED = ['ternary', 'strict', 'partial-is-not'] as const satisfies readonly Scale[];

/** What one judge said of one report. */
export interface AuditedReport {
  readonly task: string;
  readonly rubric: Rubric;
  /** By the judge's trial, then by criterion. */
  readonly labels: ReadonlyMap<number, ReadonlyMap<string, Label>>;
}

export interface AuditFigure {
  readonly value: number;
  readonly ci: Interval | null;
}

export interface ScaleAudit {
  readonly scale: Scale;
  /** Rewards of one trial of the judge each, 0 to 1 and below. */
  readonly mean: number;
  /** Of reports on one task: the root of the mean variance over groups; null where no task has two reports. */
  readonly spread: number | null;
  /** Share of groups whose rewards are all the same: they teach a policy nothing. */
  readonly flatGroups: AuditFigure | null;
  /** Share of rewards at 1, and at 0 or below. */
  readonly top: number;
  readonly bottom: number;
  /** Share of the variance within groups that is the judge's own, seen between its trials; null with one trial. */
  readonly noise: AuditFigure | null;
  /** Share of criteria of a report whose points differ between trials; null with one trial. */
  readonly flips: AuditFigure | null;
}

export interface RewardAudit {
  readonly tasks: number;
  readonly reports: number;
  /** Tasks with two reports or more: what a policy would be compared within. */
  readonly groups: number;
  /** Most trials of the judge on one report. */
  readonly trials: number;
  /** Judgments that lack a criterion, and stand in no reward. */
  readonly incomplete: number;
  readonly labels: Readonly<Record<Label, number>>;
  /** Share of criteria of a report that were labelled differently in another trial, and how many of those involve *partial*. */
  readonly flips: { readonly criteria: number; readonly flipped: number; readonly withPartial: number } | null;
  readonly scales: readonly ScaleAudit[];
}

/** Rewards that differ by less are the same number, added up in another order. */
const EQUAL = 1e-9;

/** @throws InputError where no report was judged */
export function auditRewards(reports: readonly AuditedReport[], seed: number): RewardAudit {
  const judged = reports.filter(({ labels }) => labels.size > 0);
  if (judged.length === 0) throw new InputError('no judged report to audit');
  const counts = Object.fromEntries(LABELS.map((label) => [label, 0])) as Record<Label, number>;
  let incomplete = 0;
  for (const { labels, rubric } of judged)
    for (const trial of labels.values()) {
      if (rubric.some(({ id }) => !trial.has(id))) incomplete++;
      for (const label of trial.values()) counts[label]++;
    }
  const total = LABELS.reduce((sum, label) => sum + counts[label], 0);
  return {
    tasks: new Set(judged.map(({ task }) => task)).size,
    reports: judged.length,
    groups: [...groupBy(judged, ({ task }) => task).values()].filter((group) => group.length > 1).length,
    trials: Math.max(...judged.map(({ labels }) => labels.size)),
    incomplete,
    labels: Object.fromEntries(LABELS.map((label) => [label, counts[label] / total])) as Record<Label, number>,
    flips: labelFlips(judged),
    scales: AUDITED.map((scale) => auditScale(judged, scale, seed)),
  };
}

/** All labels of one criterion of one report, where it has several. */
function* repeated(reports: readonly AuditedReport[]): Generator<{ task: string; weight: number; labels: Label[] }> {
  for (const { task, rubric, labels } of reports)
    for (const { id, weight } of rubric) {
      const given = [...labels.values()].flatMap((trial) => trial.get(id) ?? []);
      if (given.length > 1) yield { task, weight, labels: given };
    }
}

function labelFlips(reports: readonly AuditedReport[]): RewardAudit['flips'] {
  const all = [...repeated(reports)];
  if (all.length === 0) return null;
  const flipped = all.filter(({ labels }) => new Set(labels).size > 1);
  return { criteria: all.length, flipped: flipped.length, withPartial: flipped.filter(({ labels }) => labels.includes('partial')).length };
}

function auditScale(reports: readonly AuditedReport[], scale: Scale, seed: number): ScaleAudit {
  const rewards = reports.map(({ task, rubric, labels }) => ({ task, trials: trialRewards(rubric, labels, scale) }));
  const all = rewards.flatMap(({ trials }) => [...trials.values()]);
  const groups = [...groupBy(rewards, ({ task }) => task).values()].map((group) => group.map(({ trials }) => trials));
  const parts = groups.map(partsOf).filter((part) => part.within !== null);
  const within = meanOf(parts.map((part) => part.within ?? 0));
  return {
    scale,
    mean: meanOf(all) ?? 0,
    spread: within === null ? null : Math.sqrt(within),
    flatGroups: flatGroups(groups),
    top: shareOf(all, (value) => value >= 1 - EQUAL),
    bottom: shareOf(all, (value) => value <= EQUAL),
    noise: noiseShare(parts, seed),
    flips: pointFlips(reports, scale),
  };
}

/** One a trial that labelled every criterion. */
function trialRewards(rubric: Rubric, labels: AuditedReport['labels'], scale: Scale): Map<number, number> {
  const rewards = new Map<number, number>();
  for (const [trial, given] of labels) {
    const got = reward(rubric, new Map([...given].map(([id, label]) => [id, [label]])), scale);
    if (got.judged === got.criteria && got.reward !== undefined) rewards.set(trial, got.reward);
  }
  return rewards;
}

interface Parts {
  /** Variance between reports, of the rewards of one trial each; null where fewer than two have one. */
  readonly within: number | null;
  /** Variance between trials of one report; null where none has two. */
  readonly noise: number | null;
}

function partsOf(group: readonly ReadonlyMap<number, number>[]): Parts {
  const trials = [...new Set(group.flatMap((rewards) => [...rewards.keys()]))];
  const between = trials.flatMap((trial) => variance(group.flatMap((rewards) => rewards.get(trial) ?? [])) ?? []);
  const among = group.flatMap((rewards) => variance([...rewards.values()]) ?? []);
  return { within: meanOf(between), noise: meanOf(among) };
}

/** A ratio of means over groups, which are drawn again for its interval. */
function noiseShare(parts: readonly Parts[], seed: number): AuditFigure | null {
  const both = parts.flatMap(({ within, noise }) => (within === null || noise === null ? [] : [{ within, noise }]));
  const ratio = (counts: ArrayLike<number>): number | null => {
    const sum = (of: 'within' | 'noise') => both.reduce((total, part, i) => total + (counts[i] ?? 0) * part[of], 0);
    return sum('within') > 0 ? sum('noise') / sum('within') : null;
  };
  const value = ratio(both.map(() => 1));
  if (value === null) return null;
  const ci = both.length < FEWEST_TASKS ? null : bootstrapIntervals(both.length, (counts) => ({ ratio: ratio(counts) }), { seed }).ratio;
  return { value, ci: ci ?? null };
}

/** By the first trial of each report. */
function flatGroups(groups: readonly (readonly ReadonlyMap<number, number>[])[]): AuditFigure | null {
  const firsts = groups.map((group) => group.flatMap((rewards) => [...rewards.values()].slice(0, 1))).filter((values) => values.length > 1);
  if (firsts.length === 0) return null;
  const flat = firsts.filter((values) => Math.max(...values) - Math.min(...values) < EQUAL).length;
  return { value: flat / firsts.length, ci: clopperPearson(flat, firsts.length) };
}

function pointFlips(reports: readonly AuditedReport[], scale: Scale): AuditFigure | null {
  const all = [...repeated(reports)];
  if (all.length === 0) return null;
  const flipped = all.map(({ weight, labels }) => (new Set(labels.map((label) => points(label, weight, scale))).size > 1 ? 1 : 0));
  const { mean, clusters, ci } = meanInterval(flipped, { clusters: all.map(({ task }) => task) });
  return { value: mean, ci: ci === null || clusters < FEWEST_TASKS ? null : [Math.max(0, ci[0]), Math.min(1, ci[1])] };
}

function variance(values: readonly number[]): number | null {
  const mean = meanOf(values);
  if (mean === null || values.length < 2) return null;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shareOf(values: readonly number[], test: (value: number) => boolean): number {
  return values.length === 0 ? 0 : values.filter(test).length / values.length;
}
