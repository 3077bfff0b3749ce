/** Two agents' scores on the criteria that were judged for both: the difference, on the whole, by axis and by domain, and where it varies. */
import { reward, type Scale } from '../../judge/checklist/reward.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import type { StoredTask } from '../../runners/store/tasks.ts';
import { type MatchedTask, matchedTask } from '../leaderboard/matched.ts';
import { AgentRewards, byAgent, byCriterion, type ScoredTask, scoredTask } from '../leaderboard/rewards.ts';
import { type PairedDifference, pairedDifference, type TaskDifference } from '../stats/differences.ts';
import { type Reward, type VariancePart, varianceParts } from '../stats/variance.ts';

export interface ScoreComparison {
  readonly benchmark: string;
  readonly scale: Scale;
  readonly judge: string;
  /** Of the evaluation, as on the leaderboard. */
  readonly fingerprint?: string;
  readonly a: string;
  readonly b: string;
  /** a - b, on 0-100, on matched criteria; errors clustered by the tasks' family, or by task. */
  readonly overall: PairedDifference;
  /** The same with domains as clusters, since tasks of one domain may be alike; null where there are fewer than two. */
  readonly domainClustered: PairedDifference | null;
  readonly byAxis: Readonly<Record<string, PairedDifference>>;
  readonly byDomain: Readonly<Record<string, PairedDifference>>;
  /** Tasks that only one of the two was scored on; they are left out. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Attempts of each that failed and count 0, or were left out uncounted. */
  readonly failed: { readonly a: number; readonly b: number; readonly leftOut: boolean };
  /** Share of each one's criteria that have a verdict, in [0, 1]. */
  readonly coverage: { readonly a: number; readonly b: number };
  /** The difference if every missing verdict spoke against a and for b, and the reverse; null where none is missing. */
  readonly bounds: readonly [low: number, high: number] | null;
  /** How often it was tried on average: attempts of each agent at a task, and trials of the judge on a report. */
  readonly design: { readonly a: Design; readonly b: Design };
  /** Of each agent's rewards (x 100), from criteria judged in every trial of the judge. */
  readonly variance: { readonly a: readonly VariancePart[]; readonly b: readonly VariancePart[] };
}

export interface Design {
  readonly repeats: number;
  readonly trials: number;
}

export interface ComparisonOptions {
  readonly benchmark: string;
  readonly scale: Scale;
  readonly judge: string;
  readonly fingerprint?: string;
  /** Whether attempts that failed are left out; they count 0 otherwise. */
  readonly withoutFailed?: boolean | undefined;
}

class Side {
  readonly rewards = new AgentRewards();
  readonly trials: Reward[] = [];
  failed = 0;

  countFailed(trials: readonly TrialRow[]): void {
    this.failed += trials.filter(({ failed }) => failed).length;
  }

  #tasks = 0;
  #attempts = 0;
  #reports = 0;
  #judged = 0;

  design(): Design {
    const [repeats, trials] = [this.#attempts / this.#tasks, this.#judged / this.#reports];
    return { repeats: this.#tasks === 0 ? 1 : repeats, trials: this.#reports === 0 ? 1 : trials };
  }

  add(task: ScoredTask, trials: readonly TrialRow[], scale: Scale): void {
    const reports = trials.filter(({ failed, labels }) => !failed && labels.size > 0);
    if (reports.length > 0 || trials.some(({ failed }) => failed)) this.#tasks++;
    this.#attempts += reports.length + trials.filter(({ failed }) => failed).length;
    this.#reports += reports.length;
    this.#judged += reports.reduce((sum, { labels }) => sum + labels.size, 0);
    this.rewards.add(task, trials, scale);
    this.trials.push(...trialRewards(task, trials, scale));
  }
}

/** Of one agent with each of the others: those with whom it shares a task that was scored for both. */
export function scoreComparisons(
  a: string,
  others: readonly string[],
  tasks: Iterable<StoredTask>,
  trialsOf: (task: StoredTask) => Iterable<TrialRow>,
  options: ComparisonOptions,
): ScoreComparison[] {
  const first = new Side();
  const sides = new Map(others.map((other) => [other, { side: new Side(), matched: [] as MatchedTask[] }]));
  const { scale, withoutFailed = false } = options;
  for (const stored of tasks) {
    const task = scoredTask(stored);
    if (task === undefined) continue;
    const attempts = new Map<string, readonly TrialRow[]>();
    for (const [agent, trials] of byAgent(trialsOf(stored))) {
      if (agent !== a && !sides.has(agent)) continue;
      (agent === a ? first : sides.get(agent)?.side)?.countFailed(trials);
      const counted = withoutFailed ? trials.filter(({ failed }) => !failed) : trials;
      if (counted.length > 0) attempts.set(agent, counted);
    }
    const mine = attempts.get(a);
    if (mine !== undefined) first.add(task, mine, scale);
    for (const [other, { side, matched }] of sides) {
      const theirs = attempts.get(other);
      if (theirs !== undefined) side.add(task, theirs, scale);
      const both = mine && theirs && matchedTask(task, mine, theirs, scale);
      if (both !== undefined) matched.push(both);
    }
  }
  return [...sides].flatMap(([b, { side, matched }]) => compared(a, first, b, side, matched, options) ?? []);
}

/** Undefined where no task was scored for both. */
function compared(
  a: string,
  first: Side,
  b: string,
  second: Side,
  matched: readonly MatchedTask[],
  { benchmark, scale, judge, fingerprint, withoutFailed = false }: ComparisonOptions,
): ScoreComparison | undefined {
  if (!first.rewards.isScored() || !second.rewards.isScored() || matched.length === 0) return undefined;
  const [only, other] = [first.rewards.tasks, second.rewards.tasks];
  const coverage = { a: first.rewards.coverage(), b: second.rewards.coverage() };
  return {
    benchmark,
    scale,
    judge,
    ...(fingerprint !== undefined && { fingerprint }),
    a,
    b,
    overall: pairedDifference(matched.map(onFamily)),
    domainClustered: domainClustered(matched),
    byAxis: byAxis(matched),
    byDomain: byDomain(matched),
    onlyFirst: without(only, other),
    onlySecond: without(other, only),
    failed: { a: first.failed, b: second.failed, leftOut: withoutFailed },
    coverage,
    bounds: coverage.a === 1 && coverage.b === 1 ? null : meanBounds(matched),
    design: { a: first.design(), b: second.design() },
    variance: { a: varianceOf(first.trials), b: varianceOf(second.trials) },
  };
}

function onFamily({ task, whole }: MatchedTask): TaskDifference {
  return { ...whole, cluster: task.family };
}

function domainClustered(matched: readonly MatchedTask[]): PairedDifference | null {
  const found = pairedDifference(matched.map(({ task, whole }) => ({ ...whole, cluster: task.domain })));
  return found.clusters < 2 ? null : found;
}

function byAxis(matched: readonly MatchedTask[]): Record<string, PairedDifference> {
  const parts = matched.flatMap(({ task, axes }) => [...axes].map(([axis, part]) => ({ axis, part: { ...part, cluster: task.family } })));
  return families([...groupBy(parts, ({ axis }) => axis)].map(([axis, all]) => [axis, all.map(({ part }) => part)]));
}

function byDomain(matched: readonly MatchedTask[]): Record<string, PairedDifference> {
  return families([...groupBy(matched, ({ task }) => task.domain)].map(([domain, all]) => [domain, all.map(onFamily)]));
}

function families(groups: readonly (readonly [name: string, differences: readonly TaskDifference[]])[]): Record<string, PairedDifference> {
  const sorted = groups.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, differences]) => [name, pairedDifference(differences)]));
}

function without(tasks: AgentRewards['tasks'], others: AgentRewards['tasks']): number {
  const known = new Set(others.map(({ task }) => task.id));
  return tasks.filter(({ task }) => !known.has(task.id)).length;
}

function meanBounds(matched: readonly MatchedTask[]): readonly [number, number] {
  const mean = (end: 0 | 1) => matched.reduce((sum, { bounds }) => sum + bounds[end], 0) / matched.length;
  return [mean(0), mean(1)];
}

function varianceOf(trials: readonly Reward[]): VariancePart[] {
  return trials.length === 0 ? [] : varianceParts(trials);
}

/** One reward a trial of the judge, all on the same criteria: other criteria would be a spread that nobody made. */
function trialRewards({ id: task, rubric }: ScoredTask, trials: readonly TrialRow[], scale: Scale): Reward[] {
  const given = trials.flatMap(({ labels }) => [...labels.values()]);
  const common = rubric.filter((criterion) => given.every((labels) => labels.has(criterion.id)));
  return trials.flatMap((trial): Reward[] => {
    const run = String(trial.repeat);
    if (trial.failed) return [{ task, run, value: 0 }];
    return [...trial.labels.values()].flatMap((labels) => {
      const value = reward(common, byCriterion([labels]), scale).reward;
      return value === undefined ? [] : [{ task, run, value: value * 100 }];
    });
  });
}
