/** Leaderboards to draw: made-up numbers, and names as bad as they come. */
import type { CostPerReport, GroupScore, Leaderboard, LeaderboardRow } from '../../../reports/leaderboard/leaderboard.ts';

export function cost(amount: number | null, currency = 'RMB', basis: CostPerReport['basis'] = 'measured'): CostPerReport {
  return { amount, currency, basis: amount === null ? 'unknown' : basis };
}

export function group(score: number, ci: GroupScore['ci'] = [score - 5, score + 5]): GroupScore {
  return { score, ci, tasks: 4 };
}

export function row(agent: string, score: number, over: Partial<LeaderboardRow> = {}): LeaderboardRow {
  return {
    agent,
    rankSet: [1, 2],
    score,
    ci: [score - 3, score + 3],
    tasks: 101,
    trials: 303,
    failed: 2,
    failureRate: { value: 0.0066, ci: [0.0008, 0.0236] },
    unscored: 7,
    owed: 0,
    coverage: 0.9991,
    fatal: 0,
    costPerReport: cost(1.5),
    judgeCost: cost(0.012, 'USD'),
    byDomain: { STEM: group(score + 1), 'AI & ML': group(score - 1, null) },
    byAxis: { 'Explicit Criteria': group(score + 2), 'Implicit Criteria': group(score - 2) },
    ...over,
  };
}

export function board(rows: readonly LeaderboardRow[], over: Partial<Leaderboard> = {}): Leaderboard {
  return { benchmark: 'researchrubrics', scale: 'ternary', judge: 'judge-1', rows, ...over };
}

export const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror="alert(1)">',
  '=HYPERLINK("http://evil.example")',
  'a|b\n| c | `d` [e](javascript:alert(1))',
  '\u202etxt.exe\u0000\u001b[31m',
  '通义千问深度研究智能体（长上下文版本）',
  'n'.repeat(5000),
  '',
  '__proto__',
];
