/** Grid: tasks x agents, each cell the reward of an agent's reports on a task, in the order in which tasks were planned. */
import { reward, type Scale } from '../../judge/checklist/reward.ts';
import type { TrialRow } from '../../runners/store/results.ts';
import type { StoredTask } from '../../runners/store/tasks.ts';
import { byAgent, byCriterion } from '../leaderboard/rewards.ts';

export interface GridCell {
  /** Mean over the agent's attempts; null where nothing was judged. */
  readonly reward: number | null;
  /** Attempts without a report, each counted as 0. */
  readonly failed: number;
  /** Criteria (x judge trials) without a valid verdict. */
  readonly unscored: number;
  /** A fatal criterion set an attempt's reward. */
  readonly fatal: boolean;
}

export interface GridRow {
  readonly id: string;
  readonly query: string;
  readonly domain: string;
  readonly language: string;
  /** By agent; agents that have not attempted the task are left out. */
  readonly cells: Readonly<Record<string, GridCell>>;
}

/** @param trials of one task, the attempts of an agent together */
export function gridRow({ task }: StoredTask, trials: Iterable<TrialRow>, scale: Scale): GridRow {
  const cells = [...byAgent(trials)].map(([agent, attempts]) => [agent, cellOf(task.rubric ?? [], attempts, scale)] as const);
  return { id: task.id, query: task.query, domain: task.domain, language: task.language, cells: Object.fromEntries(cells) };
}

function cellOf(rubric: NonNullable<StoredTask['task']['rubric']>, attempts: readonly TrialRow[], scale: Scale): GridCell {
  const made = attempts.map(({ failed, labels }) => (failed ? { reward: 0 } : reward(rubric, byCriterion(labels.values()), scale)));
  const rewards = made.flatMap((one) => one.reward ?? []);
  return {
    reward: rewards.length === 0 ? null : rewards.reduce((sum, one) => sum + one, 0) / rewards.length,
    failed: attempts.filter(({ failed }) => failed).length,
    unscored: attempts.reduce((sum, { unscored, split }) => sum + unscored + split, 0),
    fatal: made.some((one) => 'fatal' in one && one.fatal !== undefined),
  };
}
