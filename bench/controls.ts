/**
 * What agents that know nothing of law and finance earn on each professional task of adr-bench, what the query alone could give, and what
 * the sample reports get by the same judge:
 *
 *     npm run bench:controls [-- --url URL --model NAME [--max-tokens N] [--closed-book] [--tasks ID,...]]
 *
 * With --url a real model, too, with search and without; --tasks takes these alone.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
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
import { startEndpoint } from './start-endpoint.ts';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    model: { type: 'string' },
    'max-tokens': { type: 'string' },
    'closed-book': { type: 'boolean' },
    tasks: { type: 'string' },
  },
});
const NEVER = new AbortController().signal;
const judge = byCode(createSmallJudge(bundledModel()));
/** A model that is a script: it searches and opens pages in turn where it can, and writes a report that says nothing. */
const script = await startEndpoint('./mock-researcher.js', 6);

const written = (entry: object) => {
  const agent = createAgent(agentSchema.parse({ name: 'a', ...entry }), { baseDir: '.', env: {}, fetch });
  return async (task: Task) => {
    const reply = await agent.attempt(task, 1, NEVER, NEVER);
    // An empty report earns 0, and one that is missing is not known.
    if (reply === undefined) throw new Error(`${task.id}: the agent wrote no report`);
    return reply.report;
  };
};
const endpoint = { model: 'bench', url: script.url };
const search = { kind: 'world' };

/** Without a search: nothing, and the query handed back. With one: passages of the bundled web, which knows nothing of these tasks. */
const AGENTS: readonly (readonly [string, (task: Task) => Promise<string>])[] = [
  ['empty report', async () => ''],
  ['closed book: the query repeated', async ({ query }) => query],
  ['closed book: scripted model', written({ kind: 'chat', ...endpoint })],
  ['search: extractive, bundled web', written({ kind: 'extractive', search })],
  ['search: scripted model, bundled web', written({ kind: 'react', search, ...endpoint })],
  ...real(),
];

/** The model that the command names. */
function real(): (readonly [string, (task: Task) => Promise<string>])[] {
  const { url, model, 'max-tokens': most, 'closed-book': closed } = values;
  if (url === undefined && model === undefined && most === undefined && closed === undefined) return [];
  if (url === undefined || model === undefined) {
    console.error('a real model is named by --url and --model together');
    process.exit(2);
  }
  const book = written({ kind: 'chat', url, model, ...(most !== undefined && { maxTokens: Number(most) }) });
  return [
    [`closed book: ${model}`, book],
    ...(closed === true ? [] : [[`search: ${model}, bundled web`, written({ kind: 'react', search, url, model })] as const]),
  ];
}

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

const only = values.tasks?.split(',');
const tasks = (await loadTasks(join(folder, 'tasks.jsonl'))).filter(
  ({ id, rubric }) => rubric !== undefined && (only === undefined || only.includes(id)),
);
if (tasks.length === 0) {
  console.error(`no professional task is called ${values.tasks}`);
  process.exit(2);
}
const scores = new Map<Task, number[]>();

console.log(row(['task', 'merit from the query, %', ...AGENTS.map(([name]) => name)]));
console.log(row(['---', ...AGENTS.map(() => '---:'), '---:']));
for (const task of tasks) {
  const mine: number[] = [];
  for (const [, write] of AGENTS) mine.push(await earned(task, await write(task)));
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
script.stop();
