/** What is owed of what was planned, and what an axis of flaws alone takes off the whole. */
import { expect, test } from 'vitest';
import type { Label } from '../../../judge/checklist/verdict.ts';
import { AgentRewards, onHundred, scoredTask } from '../../../reports/leaderboard/rewards.ts';
import type { TrialRow } from '../../../runners/store/results.ts';
import { taskOf } from '../../runners/work.ts';

const rubric = [
  { id: 'c01', criterion: 'One.', weight: 4, axis: 'depth' },
  { id: 'c02', criterion: 'Two.', weight: -1, axis: 'form' },
  { id: 'c03', criterion: 'Three.', weight: -2, axis: 'form' },
];
const task = scoredTask({ id: 1, queryId: 1, task: taskOf('a', [], { rubric }), criteria: new Map() });

function trial(labels: readonly Label[]): TrialRow {
  const given = new Map(labels.map((label, i) => [`c0${i + 1}`, label]));
  return {
    agent: 'x',
    taskId: 1,
    repeat: 1,
    failed: false,
    reportId: 1,
    labels: new Map([[1, given]]),
    judgeTrials: 1,
    unscored: 0,
    split: 0,
    truncated: false,
    seconds: null,
    model: null,
    usage: undefined,
    cost: undefined,
    judging: { calls: 0, usage: undefined },
    members: [],
  };
}

test('flaws alone show what they take off: 2 of 4 points for one that is there, half of one for another', () => {
  if (task === undefined) throw new Error('it has a rubric');
  const rewards = new AgentRewards();
  rewards.add(task, [trial(['satisfied', 'partial', 'satisfied'])], 'ternary');
  const [taken] = rewards.byAxis().get('form') ?? [];
  // (-1 x 0.5 - 2) / 4, of at worst -3 / 4.
  expect(taken && onHundred(taken)).toEqual({ value: -62.5, low: -75, high: 0, cluster: 'a' });
  expect(rewards.tasks[0]?.reward).toBe((4 - 0.5 - 2) / 4);
});

test('attempts that were planned and not made are owed, and lower the coverage', () => {
  if (task === undefined) throw new Error('it has a rubric');
  const rewards = new AgentRewards();
  rewards.add(task, [trial(['satisfied', 'unsatisfied', 'unsatisfied'])], 'ternary');
  expect([rewards.owed(), rewards.coverage()]).toEqual([0, 1]);
  // Three more attempts, each to be judged twice.
  rewards.owe(task, 3, 2);
  expect([rewards.owed(), rewards.coverage()]).toEqual([18, 3 / 21]);
});
