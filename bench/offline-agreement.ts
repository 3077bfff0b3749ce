/** How far the offline judge agrees with the labels of the bundled samples: `npm run bench:agreement`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readRows } from '../benchmarks/files/jsonl.ts';
import { packageData } from '../benchmarks/files/paths.ts';
import { loadTasks } from '../benchmarks/load.ts';
import type { Task } from '../benchmarks/task.ts';
import type { ChecklistJudge } from '../judge/checklist/judge.ts';
import { LABELS } from '../judge/checklist/verdict.ts';
import { createSmallJudge } from '../judge/small/small-judge.ts';
import { agreement, type LabelPair } from '../reports/stats/agreement.ts';
import { bundledModel } from '../runners/judges/small.ts';

const labelSchema = z.object({ agent: z.string(), task: z.string(), criterion: z.string(), label: z.enum(LABELS) });
type LabelRow = z.infer<typeof labelSchema>;

interface Judged extends LabelPair {
  readonly language: string;
  readonly sign: 'positive' | 'negative';
}

async function judgeReport(judge: ChecklistJudge, task: Task, report: string, rows: readonly LabelRow[]): Promise<Judged[]> {
  const { id, query, language, rubric } = task;
  if (rubric === undefined) throw new Error(`task ${id} has no rubric`);
  const owed = rows.map((row) => ({ criterion: row.criterion, trial: 1 }));
  const judged: Judged[] = [];
  await judge.judge(
    { query, report, rubric, owed },
    async ({ answers }) => {
      answers.forEach(({ question, answer }, i) => {
        const weight = rubric.find((criterion) => criterion.id === question.criterion)?.weight ?? Number.NaN;
        const truth = (rows[i] as LabelRow).label;
        judged.push({ truth, judged: answer.label, cluster: id, language, sign: weight < 0 ? 'negative' : 'positive' });
      });
    },
    new AbortController().signal,
  );
  return judged;
}

function print(name: string, pairs: readonly Judged[]): void {
  if (pairs.length === 0) return;
  const { n, accuracy, macroF1, kappa, confusion } = agreement(pairs, LABELS, { rounds: 500, seed: 1 });
  const shown = [accuracy, macroF1, kappa].map(({ value, ci }) => {
    const [low, high] = ci ?? [Number.NaN, Number.NaN];
    return `${(value ?? Number.NaN).toFixed(3)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  });
  console.log(`${name.padEnd(14)} n ${String(n).padStart(4)}  accuracy ${shown[0]}  macro-F1 ${shown[1]}  kappa ${shown[2]}`);
  console.log(`${''.padEnd(14)} ${LABELS.join(' / ')} by label, judged across: ${JSON.stringify(confusion)}`);
}

async function check(judge: ChecklistJudge, name: string, tasksFile: string, dir: string): Promise<void> {
  const tasks = new Map((await loadTasks(tasksFile)).map((task) => [task.id, task]));
  const byReport = new Map<string, LabelRow[]>();
  for (const { value } of await readRows(join(dir, 'labels.jsonl'), labelSchema)) {
    const key = join(value.agent, value.task);
    byReport.set(key, [...(byReport.get(key) ?? []), value]);
  }
  const all: Judged[] = [];
  for (const [key, rows] of byReport) {
    const task = tasks.get(rows[0]?.task ?? '');
    if (task === undefined) throw new Error(`no task for the labels of ${key}`);
    // What code decides is asked of no judge.
    const coded = new Set(task.rubric?.flatMap((criterion) => (criterion.check === undefined ? [] : [criterion.id])));
    const asked = rows.filter(({ criterion }) => !coded.has(criterion));
    all.push(...(await judgeReport(judge, task, await readFile(join(dir, 'reports', `${key}.md`), 'utf8'), asked)));
  }
  console.log(`\n${name}: ${byReport.size} reports, by ${judge.name}`);
  print('all', all);
  for (const language of new Set(all.map((pair) => pair.language))) {
    for (const sign of ['positive', 'negative'] as const) {
      print(
        `${language} ${sign}`,
        all.filter((pair) => pair.language === language && pair.sign === sign),
      );
    }
  }
}

const data = packageData();
const judge = createSmallJudge(bundledModel());
await check(judge, 'demo', join(data, 'demo', 'tasks.jsonl'), join(data, 'demo'));
await check(judge, 'adr-bench', join(data, 'adr-bench', 'tasks.jsonl'), join(data, 'adr-bench', 'samples'));
