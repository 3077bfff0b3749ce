/** Planning: how many tasks and repeats would show a difference of scores, from the spread that a store has seen. */
import type { Scale } from '../judge/checklist/reward.ts';
import { InputError } from '../judge/errors.ts';
import { agentsJudgedBy, chooseJudge } from '../runners/store/judges.ts';
import { trialRows } from '../runners/store/results.ts';
import { benchmarkNames, checkSweep, tasksOf } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { type ScoreComparison, scoreComparisons } from './head-to-head/score-comparison.ts';
import { type DifferenceNoise, tasksForDifference, visibleDifference } from './stats/planning.ts';
import { POWER } from './stats/power.ts';
import { ALPHA } from './stats/rank-sets.ts';
import { FEWEST_TASKS } from './stats/score-estimate.ts';

export interface PlanOptions {
  readonly sweep?: string | undefined;
  readonly benchmark?: string | undefined;
  readonly judge?: string | undefined;
  readonly scale: Scale;
  /** In points, on 0-100. */
  readonly difference: number;
  /** Attempts of each agent at every task that are planned for. */
  readonly repeats: readonly number[];
}

export interface PlannedRepeats {
  readonly repeats: number;
  readonly tasks: number;
  /** The same where all pairs are compared together, whose first step by Holm asks the most. */
  readonly tasksHolm: number;
  /** The smallest difference, in points, that as many tasks as there are now would show. */
  readonly visible: number;
}

export interface PairPlan {
  readonly a: string;
  readonly b: string;
  /** That both were scored on now. */
  readonly tasks: number;
  /** Standard deviation over tasks of the true difference, in points; where nothing was repeated, of what was seen. */
  readonly sdTasks: number;
  /** Of one attempt of each, with the judge's part; null where no agent was run again, so that it cannot be told from the tasks. */
  readonly sdAttempts: readonly [a: number, b: number] | null;
  /** One for each number of repeats asked for; where attempts cannot be told apart, only for as many as there are now. */
  readonly plans: readonly PlannedRepeats[];
}

export interface DifferencePlan {
  readonly benchmark: string;
  readonly scale: Scale;
  readonly judge: string;
  readonly difference: number;
  readonly power: number;
  readonly alpha: number;
  /** Of every two agents with five shared tasks or more. */
  readonly pairs: readonly PairPlan[];
  /** With the mean variances of all pairs. */
  readonly whole: Omit<PairPlan, 'a' | 'b'>;
}

/** One a benchmark. @throws InputError where no two agents share five scored tasks */
export function planDifference(at: StoreAt, options: PlanOptions): Promise<DifferencePlan[]> {
  return withStore(at, { mode: 'read' }, (store) => {
    if (options.sweep !== undefined) checkSweep(store, options.sweep);
    const names = benchmarkNames(store, options.sweep).filter((name) => options.benchmark === undefined || name === options.benchmark);
    const plans = names.flatMap((name) => planOf(store, name, options) ?? []);
    if (plans.length > 0) return plans;
    throw new InputError(`${store.path}: no two agents share ${FEWEST_TASKS} scored tasks here, and fewer tell nothing about their spread`);
  });
}

function planOf(store: Store, benchmark: string, options: PlanOptions): DifferencePlan | undefined {
  const { sweep, scale, difference } = options;
  const selection = { benchmark, sweep };
  const judge = chooseJudge(store, selection, options.judge);
  const agents = agentsJudgedBy(store, selection, judge.id);
  const tasks = [...tasksOf(store, selection).values()];
  const comparisons = agents.flatMap((a, i) =>
    scoreComparisons(a, agents.slice(i + 1), tasks, (task) => trialRows(store, selection, task, judge.id), {
      benchmark,
      scale,
      judge: judge.name,
    }),
  );
  const spreads = comparisons.filter(({ overall }) => overall.n >= FEWEST_TASKS && overall.se !== null).map(spreadOf);
  if (spreads.length === 0) return undefined;
  const pairs = spreads.map((spread) => ({ a: spread.a, b: spread.b, ...plansOf(spread, spreads.length, options) }));
  return {
    benchmark,
    scale,
    judge: judge.name,
    difference,
    power: POWER,
    alpha: ALPHA,
    pairs,
    whole: plansOf(meanOf(spreads), spreads.length, options),
  };
}

interface Spread {
  readonly tasks: number;
  /** Squared points; attempts are 0 where they cannot be told from the tasks. */
  readonly noise: DifferenceNoise;
  readonly known: boolean;
  /** Of each agent, as they are now. */
  readonly repeats: number;
}

/** What the error of the mean difference says of one task, so that families of tasks count as they do there, less what attempts add. */
function spreadOf({ a, b, overall, design, variance }: ScoreComparison): Spread & { readonly a: string; readonly b: string } {
  const seen = (overall.se ?? 0) ** 2 * overall.n;
  const attempts = [attemptVariance(variance.a, design.a.trials), attemptVariance(variance.b, design.b.trials)] as const;
  const [first, second] = attempts;
  const known = first !== null && second !== null;
  const noise: DifferenceNoise = known
    ? { tasks: Math.max(0, seen - first / design.a.repeats - second / design.b.repeats), attempts: [first, second] }
    : { tasks: seen, attempts: [0, 0] };
  return { a, b, tasks: overall.n, noise, known, repeats: Math.round((design.a.repeats + design.b.repeats) / 2) };
}

/** Of one attempt at a task: what differs between attempts, and the judge's trials on one. Null where nothing was attempted twice. */
function attemptVariance(parts: ScoreComparison['variance']['a'], trials: number): number | null {
  const runs = parts.find(({ of }) => of[0] === 'runs');
  if (runs === undefined) return null;
  const alone = parts.find(({ of }) => of[0] === 'trials');
  return runs.sd ** 2 + (alone === undefined ? 0 : alone.sd ** 2 / trials);
}

function meanOf(spreads: readonly Spread[]): Spread {
  const mean = (of: (spread: Spread) => number) => spreads.reduce((sum, spread) => sum + of(spread), 0) / spreads.length;
  return {
    tasks: Math.round(mean(({ tasks }) => tasks)),
    noise: {
      tasks: mean(({ noise }) => noise.tasks),
      attempts: [mean(({ noise }) => noise.attempts[0]), mean(({ noise }) => noise.attempts[1])],
    },
    known: spreads.every(({ known }) => known),
    repeats: Math.round(mean(({ repeats }) => repeats)),
  };
}

function plansOf(
  { tasks, noise, known, repeats: now }: Spread,
  pairs: number,
  { difference, repeats }: PlanOptions,
): Omit<PairPlan, 'a' | 'b'> {
  const plans = (known ? repeats : [now]).map((each): PlannedRepeats => {
    // Where attempts cannot be told apart, the spread is that of as many as there are.
    const asked = known ? each : 1;
    return {
      repeats: each,
      tasks: tasksForDifference(difference, noise, { repeats: asked, alpha: ALPHA }),
      tasksHolm: tasksForDifference(difference, noise, { repeats: asked, alpha: ALPHA / pairs }),
      visible: visibleDifference(tasks, noise, { repeats: asked, alpha: ALPHA }),
    };
  });
  const [first, second] = noise.attempts;
  return { tasks, sdTasks: Math.sqrt(noise.tasks), sdAttempts: known ? [Math.sqrt(first), Math.sqrt(second)] : null, plans };
}
