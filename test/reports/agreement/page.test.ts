/** The page and charts of a judge's agreement: the figures of the document, in both languages, and nothing that runs. */
import { expect, test } from 'vitest';
import { judgeCard } from '../../../reports/agreement/card.ts';
import { agreementCharts } from '../../../reports/agreement/charts.ts';
import { type JudgedPair, labelAgreement } from '../../../reports/agreement/labels.ts';
import { agreementPage } from '../../../reports/agreement/page.ts';
import { agreementText } from '../../../reports/agreement/text.ts';
import { frameOf } from '../../../reports/charts/frame.ts';
import { renderPng } from '../../../reports/charts/png.ts';

/** Twenty tasks; the judge is right about flaws, and calls everything else satisfied. */
const PAIRS = Array.from({ length: 20 }, (_, i): JudgedPair[] => [
  { truth: i % 2 ? 'satisfied' : 'partial', judged: 'satisfied', task: `t${i}`, sign: 'positive', language: 'zh', confidence: 0.95 },
  {
    truth: i % 2 ? 'satisfied' : 'unsatisfied',
    judged: i % 2 ? 'satisfied' : 'unsatisfied',
    task: `t${i}`,
    sign: 'negative',
    confidence: 0.75,
  },
]).flat();
/** Five pairs: what is kept is judged right, of what is changed one in five. */
const TWINS = Array.from({ length: 5 }, (_, i): JudgedPair[] => [
  { truth: 'satisfied', judged: 'satisfied', task: `w${i}`, pair: `p${i}`, change: 'kept' },
  { truth: 'unsatisfied', judged: i === 0 ? 'unsatisfied' : 'satisfied', task: `w${i}`, pair: `p${i}`, change: 'number' },
]).flat();
const measured = (pairs: readonly JudgedPair[]) => ({ judge: '<b>me</b>', against: 'people', ...labelAgreement(pairs, 1), undecided: 2 });
const MEASURED = {
  ...measured(PAIRS),
  cost: { calls: 40, verdicts: 40, inputTokens: 900, outputTokens: 60, per1000: { amount: 0.5, currency: 'USD', basis: 'measured' } },
  speed: { calls: 40, median: 1.25, p90: 3 },
} as const;

test('the page escapes names, says cost, speed and what was left out in both languages, and carries all charts', () => {
  const page = agreementPage(MEASURED, { language: 'zh' });
  expect(page).not.toContain('<b>me</b>');
  for (const chart of ['agreement', 'calibration', 'confusion']) expect(page).toContain(`data-chart="${chart}"`);
  expect(page).toContain('A thousand verdicts: 0.50 USD; 900 tokens read and 60 written a verdict.');
  expect(page).toContain('单次调用 1.25 秒得到答复（中位数），90% 在 3.00 秒以内；计时 40 次。');
  expect(page).toContain('2 criteria on which one side was of several minds are left out.');
  expect(page).toContain('权重：负权重');
});

test('charts hold the figures of the document, and are drawn', () => {
  const charts = agreementCharts(MEASURED, { language: 'en', theme: 'light' });
  const [kappa, calibration, confusion] = charts.map(({ config }) => config);
  expect(kappa?.data.yLabels).toEqual(['Three labels', 'Satisfied or not', 'Weight: negative', 'Weight: positive', 'Language: Chinese']);
  // Of what is not a flaw it says one label only, which agrees as often as chance does.
  expect(kappa?.data.datasets[0]?.data.slice(2, 4)).toEqual([
    { x: 1, y: 2 },
    { x: 0, y: 3 },
  ]);
  expect(calibration?.data.datasets[0]?.data).toEqual([
    { x: 0.75, y: 1 },
    { x: expect.closeTo(0.95, 12), y: 0.5 },
  ]);
  expect(confusion?.options?.plugins?.heat).toMatchObject({ texts: ['20', '0', '0', '10', '0', '0', '0', '0', '10'] });
  for (const { config } of charts) {
    const png = renderPng(config, { theme: 'light' });
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * frameOf(config).size.width, 2 * frameOf(config).size.height]);
  }
});

test('a judge that states no confidence has no calibration chart', () => {
  const silent = measured(PAIRS.map(({ confidence: _, ...pair }) => pair));
  expect(agreementCharts(silent, { language: 'en', theme: 'dark' }).map(({ name }) => name)).toEqual(['agreement', 'confusion']);
  expect(agreementText(silent)).toContain('The judge states no confidence.');
});

test('twins are right only in pairs, and a change that the judge does not see is on its card', () => {
  const seen = measured([...PAIRS, ...TWINS]);
  expect(seen.twins).toEqual({ number: { pairs: 5, bothRight: 0.2 } });
  expect(agreementText(seen)).toContain('both right: number 20.0% of 5');
  const card = judgeCard(
    { ...seen, cost: MEASURED.cost, speed: MEASURED.speed },
    { set: 'mine', date: '2026-11-28', trainedOn: { rows: 3 } },
  );
  expect(card).toMatchObject({
    judge: '<b>me</b>',
    trainedOn: { rows: 3 },
    cost: { per1000: { amount: 0.5 } },
    speed: { median: 1.25 },
    knownFailures: [
      'twins by number: both right in 1 of 5 pairs',
      'sign positive: kappa 0.000 on 20 criteria',
      expect.stringMatching(/^language zh/),
    ],
  });
  expect(card.agreement.measures).not.toHaveProperty('cost');
});
