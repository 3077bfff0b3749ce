/** What agents that know nothing of law and finance earn on each professional task of adr-bench, what the query alone could give, and what the sample reports get by the same judge: `npm run bench:controls`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryShare } from '../benchmarks/composition.ts';
import { packageData } from '../benchmarks/files/paths.ts';
import { loadTasks } from '../benchmarks/load.ts';
import type { Task } from '../benchmarks/task.ts';
import { byCode } from '../judge/checklist/by-code.ts';
import { reward } from '../judge/checklist/reward.ts';
import type { Label } from '../judge/checklist/verdict.ts';
import { createSmallJudge } from '../judge/small/small-judge.ts';
import { agentSchema, createAgent } from '../runners/agents/create.ts';
import { bundledModel } from '../runners/judges/small.ts';

const NEVER = new AbortController().signal;
const judge = byCode(createSmallJudge(bundledModel()));
const extractive = createAgent(agentSchema.parse({ kind: 'extractive', name: 'extractive', search: { kind: 'world' } }), {
  baseDir: '.',
  env: {},
  fetch,
});

/** Without a search: nothing, and the query handed back. With one: passages of the bundled web, which knows nothing of these tasks. */
const AGENTS: readonly (readonly [string, (task: Task) => Promise<string>])[] = [
  ['empty report', async () => ''],
  ['closed book: the query repeated', async ({ query }) => query],
  ['search: extractive, bundled web', async (task) => (await extractive.attempt(task, 1, NEVER, NEVER))?.report ?? ''],
];

async function earned({ query, rubric = [] }: Task, report: string): Promise<number> {
  const given = new Map<string, Label[]>();
  await judge.judge(
    { query, report, rubric, owed: rubric.map(({ id }) => ({ criterion: id, trial: 1 })) },
    async ({ answers }) => {
      for (const { question, answer } of answers) given.set(question.criterion, [answer.label]);
    },
    NEVER,
  );
  return reward(rubric, given, 'ternary').reward ?? Number.NaN;
}

const folder = join(packageData(), 'adr-bench');
const SAMPLES = ['sample-prose', 'sample-tables', 'sample-notes'];
const sampleOf = (agent: string, { id }: Task) => join(folder, 'samples', 'reports', agent, `${id}.md`);

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
const shown = (share: number | undefined) => (share === undefined ? '' : (100 * share).toFixed(0));
const mean = (scores: readonly number[]) => scores.reduce((sum, score) => sum + score, 0) / scores.length;

const tasks = (await loadTasks(join(folder, 'tasks.jsonl'))).filter(({ rubric }) => rubric !== undefined);
const scores = new Map<Task, number[]>();

console.log(row(['task', 'merit from the query, %', ...AGENTS.map(([name]) => name)]));
console.log(row(['---', ...AGENTS.map(() => '---:'), '---:']));
for (const task of tasks) {
  const mine = await Promise.all(AGENTS.map(async ([, write]) => earned(task, await write(task))));
  scores.set(task, mine);
  console.log(row([task.id.replace('adr-', ''), shown(queryShare(task.rubric ?? [])), ...mine.map(shown)]));
}
console.log(row(['**mean**', '', ...AGENTS.map((_, i) => shown(mean([...scores.values()].map((mine) => mine[i] ?? Number.NaN))))]));

const sampled = tasks.filter((task) => SAMPLES.every((agent) => existsSync(sampleOf(agent, task))));
console.log(`\n${row(['on the tasks of the samples', 'mean, %'])}\n${row(['---', '---:'])}`);
for (const [i, [name]] of AGENTS.entries())
  console.log(row([name, (100 * mean(sampled.map((task) => scores.get(task)?.[i] ?? Number.NaN))).toFixed(1)]));
for (const agent of SAMPLES) {
  const got = await Promise.all(sampled.map((task) => earned(task, readFileSync(sampleOf(agent, task), 'utf8'))));
  console.log(row([agent, (100 * mean(got)).toFixed(1)]));
}
