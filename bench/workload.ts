/** A benchmark of the size of ResearchRubrics with one report a task, the same bytes for the same numbers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../reports/stats/random.ts';

export interface Workload {
  readonly tasksFile: string;
  readonly reportsDir: string;
  readonly criteria: number;
}

const SUBJECTS = [
  'urban heat',
  'coastal wind',
  'transit pricing',
  'soil carbon',
  'rural broadband',
  'battery recycling',
  'flood insurance',
  'port automation',
];
const CLAIMS = [
  'reduces household cost',
  'raises peak demand',
  'shifts the five-year trend',
  'explains part of the reported error',
  'masks regional inequality',
];

/** Writes `tasks` tasks of 25 or 26 criteria and reports of about `chars` characters into `dir`. */
export function writeWorkload(dir: string, tasks: number, chars = 12_000): Workload {
  const random = createRandom(101);
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? '';
  const sentence = () =>
    `The record on ${pick(SUBJECTS)} ${pick(CLAIMS)} by ${Math.floor(random() * 97)} percent, and ${pick(SUBJECTS)} ${pick(CLAIMS)}.`;
  const reportsDir = join(dir, 'reports');
  mkdirSync(reportsDir, { recursive: true });
  let criteria = 0;
  const lines: string[] = [];
  for (let task = 0; task < tasks; task++) {
    const id = `task-${String(task).padStart(4, '0')}`;
    const rubric = Array.from({ length: 25 + (task % 3 === 0 ? 0 : 1) }, (_, i) => ({
      criterion: `States how ${pick(SUBJECTS)} ${pick(CLAIMS)}, with a dated figure (${i}).`,
      weight: i % 8 === 7 ? -3 : 1 + (i % 5),
      axis: i % 2 === 0 ? 'explicit' : 'synthesis',
    }));
    criteria += rubric.length;
    lines.push(
      JSON.stringify({ id, query: `Write a sourced report on ${pick(SUBJECTS)}.`, language: 'en', domain: pick(SUBJECTS), rubric }),
    );
    let report = `# A review\n\n`;
    while (report.length < chars) report += `${sentence()}${random() < 0.2 ? '\n\n' : ' '}`;
    writeFileSync(join(reportsDir, `${id}.md`), report);
  }
  const tasksFile = join(dir, 'tasks.jsonl');
  writeFileSync(tasksFile, `${lines.join('\n')}\n`);
  return { tasksFile, reportsDir, criteria };
}
