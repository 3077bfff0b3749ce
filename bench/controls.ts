/** What agents that know nothing of law and finance earn on each professional task of adr-bench, and what the query alone could give: `npm run bench:controls`. */
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

const tasks = (await loadTasks(join(packageData(), 'adr-bench', 'tasks.jsonl'))).filter(({ rubric }) => rubric !== undefined);
const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
const shown = (share: number | undefined) => (share === undefined ? '' : (100 * share).toFixed(0));

console.log(row(['task', 'merit from the query, %', ...AGENTS.map(([name]) => name)]));
console.log(row(['---', ...AGENTS.map(() => '---:'), '---:']));
const sums = AGENTS.map(() => 0);
for (const task of tasks) {
  const scores = await Promise.all(AGENTS.map(async ([, write]) => earned(task, await write(task))));
  scores.forEach((score, i) => {
    sums[i] = (sums[i] ?? 0) + score;
  });
  console.log(row([task.id.replace('adr-', ''), shown(queryShare(task.rubric ?? [])), ...scores.map(shown)]));
}
console.log(row(['**mean**', '', ...sums.map((sum) => shown(sum / tasks.length))]));
