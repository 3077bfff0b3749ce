/** The rank sets of a leaderboard: every two agents tested on the tasks and criteria that they share. */
import type { Scale } from '../../judge/checklist/reward.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import { pairedDifference, type TaskDifference } from '../stats/differences.ts';
import { orderOf, type PairTest } from '../stats/rank-sets.ts';
import { isComplete, matchedTask } from './matched.ts';
import type { AgentRewards, ScoredTask, TaskReward } from './rewards.ts';

/** Of more agents no two are tested: the work grows with the square of their number, and of thousands it would not end. */
export const MOST_RANKED = 500;

/** Differences on tasks where a verdict is missing; on all others the rewards themselves are compared. */
export class MatchedDifferences {
  /** By both agents, then by task; null where nothing was judged for both. */
  readonly #pairs = new Map<string, Map<string, TaskDifference | null>>();

  /** @param agents all that have been at the task */
  add(task: ScoredTask, agents: readonly (readonly [agent: string, trials: readonly TrialRow[]])[], scale: Scale): void {
    const partial = new Set(agents.filter(([, trials]) => !isComplete(task, trials)).map(([agent]) => agent));
    if (partial.size === 0 || agents.length > MOST_RANKED) return;
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

  /** By task, those that lack a verdict of either; of the first in order of name less the second. */
  of(a: string, b: string): ReadonlyMap<string, TaskDifference | null> | undefined {
    return this.#pairs.get(pairKey(a, b));
  }
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a}\0${b}` : `${b}\0${a}`;
}

/** In the order of the agents. Those who share fewer than five tasks are not tested against each other, and of more than MOST_RANKED nobody is. */
export function scoreRanks(
  agents: readonly { readonly agent: string; readonly rewards: AgentRewards }[],
  matched: MatchedDifferences,
): readonly (readonly [best: number, worst: number])[] {
  if (agents.length > MOST_RANKED) return orderOf(agents.length, []).ranks;
  const places = new Map<string, number>();
  const tested = agents.map(({ agent, rewards }) => atPlaces(agent, rewards, places));
  const tests = tested.flatMap((a, first) =>
    tested.slice(first + 1).flatMap((b, k): PairTest[] => {
      const differences = sharedDifferences(a, b, matched);
      if (differences.length === 0) return [];
      const { mean, p } = pairedDifference(differences);
      return [{ first, second: first + 1 + k, difference: mean, p }];
    }),
  );
  return orderOf(agents.length, tests).ranks;
}

interface Tested {
  readonly agent: string;
  /** A task has the same place for every agent. */
  readonly tasks: readonly (TaskReward | undefined)[];
}

/** @param places of tasks by id, which those of this agent are added to */
function atPlaces(agent: string, { tasks }: AgentRewards, places: Map<string, number>): Tested {
  const placed: (TaskReward | undefined)[] = new Array(places.size).fill(undefined);
  for (const one of tasks) {
    const place = places.get(one.task.id) ?? places.size;
    places.set(one.task.id, place);
    placed[place] = one;
  }
  return { agent, tasks: placed };
}

/** Of two agents on the tasks and criteria that they share, the first less the second. */
export function pairDifferences(
  [a, mine]: readonly [agent: string, rewards: AgentRewards],
  [b, theirs]: readonly [agent: string, rewards: AgentRewards],
  matched: MatchedDifferences,
): TaskDifference[] {
  const places = new Map<string, number>();
  return sharedDifferences(atPlaces(a, mine, places), atPlaces(b, theirs, places), matched);
}

/** Runs for every two agents over all tasks: it makes nothing but what it returns. */
function sharedDifferences(a: Tested, b: Tested, matched: MatchedDifferences): TaskDifference[] {
  const partial = matched.of(a.agent, b.agent);
  const sign = a.agent < b.agent ? 1 : -1;
  const shared: TaskDifference[] = [];
  for (let place = 0; place < a.tasks.length; place++) {
    const [one, other] = [a.tasks[place], b.tasks[place]];
    if (one === undefined || other === undefined) continue;
    const found = partial?.get(one.task.id);
    if (found === null) continue;
    const difference = found === undefined ? 100 * (one.reward - other.reward) : sign * found.difference;
    const size = found === undefined ? 100 * Math.max(Math.abs(one.reward), Math.abs(other.reward)) : found.size;
    shared.push({ difference, size, cluster: one.task.family });
  }
  return shared;
}
