/** The rank sets of a leaderboard: every two agents tested on the tasks and criteria that they share. */
import type { Scale } from '../../judge/checklist/reward.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import { pairedDifference, type TaskDifference } from '../stats/differences.ts';
import { orderOf, type PairTest } from '../stats/rank-sets.ts';
import { isComplete, matchedTask } from './matched.ts';
import type { AgentRewards, ScoredTask, TaskReward } from './rewards.ts';

/** Differences on tasks where a verdict is missing; on all others the rewards themselves are compared. */
export class MatchedDifferences {
  /** By both agents, then by task; null where nothing was judged for both. */
  readonly #pairs = new Map<string, Map<string, TaskDifference | null>>();

  /** @param agents all that have been at the task */
  add(task: ScoredTask, agents: readonly (readonly [agent: string, trials: readonly TrialRow[]])[], scale: Scale): void {
    const partial = new Set(agents.filter(([, trials]) => !isComplete(task, trials)).map(([agent]) => agent));
    if (partial.size === 0) return;
    agents.forEach(([a, mine], i) => {
      for (const [b, theirs] of agents.slice(i + 1)) {
        if (!partial.has(a) && !partial.has(b)) continue;
        const [first, second] = a < b ? [mine, theirs] : [theirs, mine];
        const matched = matchedTask(task, first, second, scale);
        const key = pairKey(a, b);
        const tasks = this.#pairs.get(key) ?? new Map<string, TaskDifference | null>();
        this.#pairs.set(key, tasks.set(task.id, matched === undefined ? null : { ...matched.whole, cluster: task.family }));
      }
    });
  }

  /** Undefined where all verdicts of both are there; of the first in order of name less the second. */
  at(a: string, b: string, task: string): TaskDifference | null | undefined {
    return this.#pairs.get(pairKey(a, b))?.get(task);
  }
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a}\0${b}` : `${b}\0${a}`;
}

/** In the order of the agents. Those who share fewer than five tasks are not tested against each other. */
export function scoreRanks(
  agents: readonly { readonly agent: string; readonly rewards: AgentRewards }[],
  matched: MatchedDifferences,
): readonly (readonly [best: number, worst: number])[] {
  const tasks = agents.map(({ rewards }) => new Map(rewards.tasks.map((one) => [one.task.id, one])));
  const tests = agents.flatMap((first, i) =>
    agents.slice(i + 1).flatMap((second, k): PairTest[] => {
      const j = i + 1 + k;
      const differences = sharedDifferences([first.agent, tasks[i]], [second.agent, tasks[j]], matched);
      if (differences.length === 0) return [];
      const { mean, p } = pairedDifference(differences);
      return [{ first: i, second: j, difference: mean, p }];
    }),
  );
  return orderOf(agents.length, tests).ranks;
}

type OfTasks = readonly [agent: string, rewards: ReadonlyMap<string, TaskReward> | undefined];

function sharedDifferences([a, mine]: OfTasks, [b, theirs]: OfTasks, matched: MatchedDifferences): TaskDifference[] {
  return [...(mine ?? [])].flatMap(([id, { task, reward }]): TaskDifference[] => {
    const other = theirs?.get(id);
    if (other === undefined) return [];
    const found = matched.at(a, b, id);
    if (found === null) return [];
    if (found !== undefined) return [a < b ? found : { ...found, difference: -found.difference }];
    const size = 100 * Math.max(Math.abs(reward), Math.abs(other.reward));
    return [{ difference: 100 * (reward - other.reward), size, cluster: task.family }];
  });
}
