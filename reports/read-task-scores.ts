/** Reading scores task by task out of a store: what stands behind each row of a leaderboard. */
import type { Scale } from '../judge/checklist/reward.ts';
import { chooseJudge, judgesOf } from '../runners/store/judges.ts';
import { trialRows } from '../runners/store/results.ts';
import { benchmarkNames, checkSweep, tasksOf } from '../runners/store/runs.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
import { AgentRewards, byAgent, scoredTask } from './leaderboard/rewards.ts';

export interface TaskScoreOptions {
  readonly sweep?: string | undefined;
  /** Names, or `NAME=FILE`; undefined: all there are. */
  readonly benchmark?: readonly string[] | undefined;
  readonly judge?: string | undefined;
  readonly scale: Scale;
}

export interface TaskScore {
  readonly benchmark: string;
  readonly scale: Scale;
  readonly judge: string;
  readonly task: string;
  readonly domain: string;
  readonly agent: string;
  /** On 0-100, the mean over attempts; null where nothing was judged. */
  readonly score: number | null;
  readonly attempts: number;
  readonly failed: number;
  readonly unscored: number;
  readonly owed: number;
  readonly coverage: number;
}

/** By benchmark, task and agent, by the judge that the leaderboard shows. */
export function readTaskScores(at: StoreAt, options: TaskScoreOptions): Promise<TaskScore[]> {
  return withStore(at, { mode: 'read' }, (store) => {
    const { sweep, scale } = options;
    if (sweep !== undefined) checkSweep(store, sweep);
    const asked = options.benchmark?.map((spec) => spec.split('=')[0] ?? spec);
    const names = benchmarkNames(store, sweep).filter((name) => asked === undefined || asked.includes(name));
    return names.flatMap((benchmark) => {
      const selection = { benchmark, sweep };
      if (judgesOf(store, selection).length === 0) return [];
      const judge = chooseJudge(store, selection, options.judge);
      return [...tasksOf(store, selection).values()].flatMap((stored) => {
        const task = scoredTask(stored);
        if (task === undefined) return [];
        return [...byAgent(trialRows(store, selection, stored, judge.id))].map(([agent, trials]): TaskScore => {
          const rewards = new AgentRewards();
          rewards.add(task, trials, scale);
          const [whole] = rewards.tasks;
          return {
            benchmark,
            scale,
            judge: judge.name,
            task: task.id,
            domain: task.domain,
            agent,
            score: whole === undefined || !rewards.isScored() ? null : 100 * whole.reward,
            attempts: trials.length,
            failed: trials.filter(({ failed }) => failed).length,
            unscored: trials.reduce((sum, { unscored, split }) => sum + unscored + split, 0),
            owed: rewards.owed(),
            coverage: rewards.coverage(),
          };
        });
      });
    });
  });
}
