import { describe, expect, it } from 'vitest';
import type { Label } from '../../../judge/checklist/verdict.ts';
import { type AuditedReport, auditRewards } from '../../../reports/rewards/audit.ts';

const RUBRIC = [
  { id: 'a', criterion: 'Does a.', weight: 1 },
  { id: 'b', criterion: 'Does b.', weight: 1 },
];
const WORDS: Record<string, Label> = { s: 'satisfied', p: 'partial', u: 'unsatisfied' };

/** @param trials as in `sp`: satisfied, then partial */
function report(task: string, ...trials: string[]): AuditedReport {
  const labels = new Map(
    trials.map((said, i) => [i + 1, new Map([...said].map((letter, j) => [RUBRIC[j]?.id ?? '', WORDS[letter] ?? 'partial']))]),
  );
  return { task, rubric: RUBRIC, labels };
}
const scaleOf = (reports: AuditedReport[], name: string) => auditRewards(reports, 1).scales.find(({ scale }) => scale === name);

describe('auditRewards', () => {
  it('tells what is between reports from what is between trials of the judge', () => {
    // Ternary: 1 and .75 in two trials (variance 1/32), 0 and 0. Between reports of trial 1: 1 and 0 (1/2); of trial 2: .75 and 0 (9/32).
    const reports = [report('t', 'ss', 'sp'), report('t', 'uu', 'uu')];
    expect(scaleOf(reports, 'ternary')).toMatchObject({
      mean: expect.closeTo(1.75 / 4),
      spread: expect.closeTo(Math.sqrt((1 / 2 + 9 / 32) / 2)),
      noise: { value: expect.closeTo(1 / 32 / 2 / ((1 / 2 + 9 / 32) / 2)), ci: null },
    });
    // Strict: 1 and .5 (1/8), 0 and 0; between reports 1/2 and 1/8.
    expect(scaleOf(reports, 'strict')?.noise?.value).toBeCloseTo(1 / 8 / 2 / ((1 / 2 + 1 / 8) / 2));
  });

  it('counts flips of labels, and those of points under each mapping', () => {
    // a: partial and unsatisfied; b: the same twice.
    const reports = [report('t', 'ps', 'us')];
    expect(auditRewards(reports, 1).flips).toEqual({ criteria: 2, flipped: 1, withPartial: 1 });
    expect(scaleOf(reports, 'ternary')?.flips?.value).toBe(0.5);
    expect(scaleOf(reports, 'strict')?.flips?.value).toBe(0);
  });

  it('finds groups without any spread, and rewards at the ends', () => {
    const reports = [report('t1', 'pp'), report('t1', 'pu'), report('t2', 'ss'), report('t2', 'us')];
    expect(scaleOf(reports, 'strict')).toMatchObject({ flatGroups: { value: 0.5 }, top: 0.25, bottom: 0.5 });
    expect(scaleOf(reports, 'ternary')).toMatchObject({ flatGroups: { value: 0 }, bottom: 0 });
  });

  it('says nothing of noise with one trial, nor of groups with one report a task, and gives no interval of few tasks', () => {
    const { groups, flips, scales } = auditRewards([report('t1', 'sp'), report('t2', 'uu')], 1);
    expect([groups, flips]).toEqual([0, null]);
    expect(scales[0]).toMatchObject({ spread: null, noise: null, flips: null, flatGroups: null });
  });

  it('leaves a judgment that lacks a criterion out of rewards, and says so', () => {
    const { incomplete, labels, scales } = auditRewards([report('t', 's'), report('t', 'su')], 1);
    expect([incomplete, labels.satisfied, scales[0]?.mean]).toEqual([1, expect.closeTo(2 / 3), 0.5]);
    expect(() => auditRewards([], 1)).toThrow('no judged report');
  });

  it('gives an interval of the noise over tasks, the same for the same seed', () => {
    const reports = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((task, i) => [
      report(task, 'ss', i % 2 ? 'sp' : 'ss'),
      report(task, 'uu', 'pu'),
    ]);
    const { noise } = scaleOf(reports, 'ternary') ?? {};
    expect(noise).toEqual(scaleOf(reports, 'ternary')?.noise);
    expect(noise?.ci?.[0]).toBeLessThan(noise?.value ?? 0);
    expect(noise?.ci?.[1]).toBeGreaterThan(noise?.value ?? 1);
  });
});
