import { expect, test } from 'vitest';
import { auditRewards } from '../../../reports/rewards/audit.ts';
import { auditChart, learningChart } from '../../../reports/rewards/charts.ts';
import { rewardsPage } from '../../../reports/rewards/page.ts';
import { LEARNING, learningCurve } from '../../../reports/rewards/simulate.ts';
import { rewardsText } from '../../../reports/rewards/text.ts';

const RUBRIC = [{ id: 'a', criterion: 'Does a.', weight: 1 }];
const label = (said: 'satisfied' | 'partial') => new Map([[1, new Map([['a', said]])]]);
const REPORTS = [
  { task: 't', rubric: RUBRIC, labels: label('satisfied') },
  { task: 't', rubric: RUBRIC, labels: label('partial') },
];
const size = { ...LEARNING, runs: 2, steps: 5 };
const AUDIT = {
  audits: [{ benchmark: '<b>mine</b>', judge: 'j', ...auditRewards(REPORTS, 1) }],
  simulation: { seed: 1, ...size, curves: [learningCurve({ ...size, scale: 'strict', noise: 0.3, seed: 1 })] },
};

test('the page escapes what comes from a store, says what is not known, and carries both charts', () => {
  const page = rewardsPage(AUDIT, { language: 'zh' });
  expect(page).not.toContain('<b>mine</b>');
  expect(page).toContain('data-chart="rewards-0"');
  expect(page).toContain('data-chart="learning"');
  expect(page).toContain('judge again with --trials 3');
});

test('charts and tables hold the same figures', () => {
  const chart = auditChart(AUDIT.audits[0] as (typeof AUDIT.audits)[0], { language: 'en', theme: 'light' });
  // Measures that no mapping has a value of are not drawn: flips and noise need a second trial.
  expect(chart.data.yLabels).toEqual(['Groups whose rewards are all the same', 'Rewards at 1', 'Rewards at 0 or below']);
  expect(chart.data.datasets.map(({ data }) => data)).toEqual([
    [0, 0.5, 0],
    [0, 0.5, 0.5],
    [0, 0.5, 0.5],
  ]);
  const text = rewardsText(AUDIT, false);
  expect(text).toMatch(/Rewards at 0 or below +│ 0\.0% +│ 50\.0% +│ 50\.0%/);
  expect(text).toContain('strict, noise 30%');
  expect(learningChart(AUDIT, { language: 'en', theme: 'dark' }).data.datasets[0]?.data).toHaveLength(6);
});
