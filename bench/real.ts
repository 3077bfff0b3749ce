/**
 * The whole flow through a real endpoint, small enough for a model on one's own machine: bundled reports are judged, a sweep lets the
 * model write a report of its own, two agents are compared and the leaderboard is read.
 *
 *     npm run bench:real -- --judge-url U --judge-model M [--tasks 1] [--criteria 4] [--concurrency 1] [any option of a judge]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { resolveBenchmark } from '../benchmarks/benchmark.ts';
import { packageData } from '../benchmarks/files/paths.ts';
import { addJudgeOptions, type JudgeFlags, judgeConfig } from '../cli/options/judge-options.ts';
import { wholeNumber } from '../cli/options/options.ts';
import { compareAgents } from '../reports/compare-agents.ts';
import { readLeaderboards } from '../reports/read-leaderboards.ts';
import { judgeFolder } from '../runners/judge-folder.ts';
import type { ModelConfig } from '../runners/judges/model.ts';
import type { RunBudget } from '../runners/judging/budget.ts';
import type { RunAround, RunOutcome } from '../runners/judging/carry-out.ts';
import { totalOf } from '../runners/judging/progress.ts';
import { runSweep } from '../runners/run-sweep.ts';
import { withStore } from '../runners/store/store.ts';
import { sweepSchema } from '../runners/sweep.ts';

const AGENTS = ['sample-thorough', 'sample-careless'] as const;
/** Of a report that the model writes. */
const REPORT_TOKENS = 400;

interface Flags extends JudgeFlags {
  readonly tasks: number;
  readonly criteria: number;
  readonly concurrency: number;
}

const folders = { dataDir: packageData(), cacheDir: packageData() };
const flags = addJudgeOptions(new Command('bench:real'), 'rubric')
  .option('--tasks <n>', 'bundled tasks', wholeNumber(1), 1)
  .option('--criteria <n>', 'criteria of each: the first, and its flaw', wholeNumber(1), 4)
  .option('--concurrency <n>', 'calls at once', wholeNumber(1), 1)
  .parse()
  .opts<Flags>();
const judge = judgeConfig(flags, { cwd: process.cwd(), stderr: process.stderr });
if (judge.kind !== 'model') throw new Error('bench:real needs --judge-model');
const folder = mkdtempSync(join(tmpdir(), 'gavel-real-'));
try {
  await bench(judge, flags);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench(judge: ModelConfig, { tasks, criteria, concurrency }: Flags): Promise<void> {
  const store = join(folder, 'real.db');
  const file = join(folder, 'tasks.jsonl');
  writeFileSync(file, smallTasks(tasks, criteria));
  const reports = join(packageData(), 'demo', 'reports');
  console.log('command      criteria  valid  asked again  unscored  calls a criterion  seconds');
  await paid('judge', async (around) => {
    const benchmark = await resolveBenchmark(`real=${file}`, folders);
    const agents = AGENTS.map((name) => ({ name, dir: join(reports, name) }));
    return judgeFolder(store, { benchmark, agents, repeats: 1, sweep: 'real', judge, concurrency, budget: {} }, around);
  });
  await paid('run', (around) => {
    const { model, apiKeyEnv, url } = judge;
    const writer = {
      kind: 'chat',
      name: 'own',
      model,
      apiKeyEnv,
      maxTokens: REPORT_TOKENS,
      concurrency: 1,
      ...(url !== undefined && { url }),
    };
    const benchmarks = [{ name: 'real', file, limit: 1 }];
    const sweep = sweepSchema.parse({ name: 'real', benchmarks, agents: [writer], judge, concurrency });
    return runSweep(store, { file: { sweep, notices: [], baseDir: folder }, folders }, around);
  });
  await timed('compare', async () => {
    const { scores } = await compareAgents(store, AGENTS[0], AGENTS[1], { scale: 'ternary' });
    return `${scores.length} comparison of scores`;
  });
  await timed('leaderboard', async () => {
    const { boards } = await withStore(store, { mode: 'read' }, (open) => readLeaderboards(open, { scale: 'ternary', currency: 'USD' }));
    return boards.flatMap(({ rows }) => rows.map(({ agent, score }) => `${agent} ${score === null ? '-' : score.toFixed(1)}`)).join(', ');
  });
}

/** The first tasks of the demo, each with its first criteria and, in place of the last of these, the first flaw. */
function smallTasks(count: number, criteria: number): string {
  const lines = readFileSync(join(packageData(), 'demo', 'tasks.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .slice(0, count);
  return lines
    .map((line) => {
      const task = JSON.parse(line) as { rubric: { weight: number }[] };
      const flaws = task.rubric.filter(({ weight }) => weight < 0).slice(0, criteria > 1 ? 1 : 0);
      const merits = task.rubric.filter(({ weight }) => weight > 0).slice(0, criteria - flaws.length);
      return `${JSON.stringify({ ...task, rubric: [...merits, ...flaws] })}\n`;
    })
    .join('');
}

async function paid(name: string, work: (around: RunAround) => Promise<RunOutcome>): Promise<void> {
  let spent: RunBudget | undefined;
  const begun = performance.now();
  const onNotice = (line: string) => console.error(`note: ${line}`);
  const { progress } = await work({
    env: process.env,
    onNotice,
    onProgress(_, budget) {
      spent = budget;
    },
  });
  const { wanted, judged, unscored, failed } = totalOf(progress);
  const [calls, again] = [spent?.calls ?? 0, spent?.retries.reply ?? 0];
  const cells = [String(wanted).padStart(8), String(judged).padStart(5), String(again).padStart(11), String(unscored).padStart(8)];
  const rate = (calls / Math.max(1, wanted)).toFixed(2).padStart(17);
  console.log(`${name.padEnd(11)}  ${cells.join('  ')}  ${rate}  ${((performance.now() - begun) / 1000).toFixed(1).padStart(7)}`);
  for (const problem of progress.problems.lines()) console.log(`  ${problem.slice(0, 300)}`);
  if (failed > 0) console.log(`  ${failed} failed trials`);
}

async function timed(name: string, work: () => Promise<string>): Promise<void> {
  const begun = performance.now();
  const said = await work();
  console.log(`${name.padEnd(11)}  ${said} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
}
