/**
 * Makes `data/twins`: single-edit twins of the bundled samples, for judges and for training, whose labels are known by construction:
 *
 *     npm run make:twins
 *
 * Criteria: what stands in a report, and the same with one fact changed. Pairs of reports: one with a paragraph taken out, one with a
 * paragraph said twice, one with two parts in another order.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { readRows } from '../benchmarks/files/jsonl.ts';
import { packageData } from '../benchmarks/files/paths.ts';
import { loadTasks } from '../benchmarks/load.ts';
import type { Task } from '../benchmarks/task.ts';
import { LABELS } from '../judge/checklist/verdict.ts';
import { groupBy } from '../judge/group-by.ts';
import { type LabelledRow, type LabelRow, labelLine, rowId } from '../runners/training/label-row.ts';
import { makeTwins } from '../runners/training/twin-rows.ts';
import { reportPairs } from './report-pairs.ts';

const SEED = 1;
const data = packageData();
const SETS = [
  { tasks: join(data, 'adr-bench', 'tasks.jsonl'), folder: join(data, 'adr-bench', 'samples') },
  { tasks: join(data, 'demo', 'tasks.jsonl'), folder: join(data, 'demo') },
];
const AGENTS = ['sample-prose', 'sample-tables', 'sample-notes', 'sample-thorough', 'sample-listy', 'sample-careless'];

const labelSchema = z.object({ agent: z.string(), task: z.string(), criterion: z.string(), label: z.enum(LABELS) });

/** What a tolerance or a way of counting says is no fact of the report: a change there would change no label. */
const ASIDE = /[（(][^（()）]{0,80}(?:允许|亦可|也算|的不算|口径|tolerance)[^（()）]{0,80}[)）]/gu;
/** Documents by name: other words there are another document. */
const TITLE = /《[^》]{1,80}》/gu;

async function satisfiedRows(): Promise<LabelRow[]> {
  const rows: LabelRow[] = [];
  for (const { tasks: file, folder } of SETS) {
    const tasks = new Map((await loadTasks(file)).map((task) => [task.id, task]));
    for (const { value } of await readRows(join(folder, 'labels.jsonl'), labelSchema)) {
      const row = rowOf(value, tasks, folder);
      if (row !== undefined) rows.push(row);
    }
  }
  return rows;
}

function rowOf(value: z.infer<typeof labelSchema>, tasks: ReadonlyMap<string, Task>, folder: string): LabelRow | undefined {
  const task = tasks.get(value.task);
  const found = task?.rubric?.find(({ id }) => id === value.criterion);
  if (task === undefined || found === undefined || found.check !== undefined || found.weight < 0 || value.label !== 'satisfied')
    return undefined;
  const { query, language, id: group } = task;
  const report = readFileSync(join(folder, 'reports', value.agent, `${task.id}.md`), 'utf8');
  const row = { query, report, criterion: found.criterion.replace(ASIDE, ''), weight: found.weight };
  return { ...row, id: rowId(row), language, group, label: 'satisfied', from: 'gavel samples', licence: 'MIT' };
}

/** Another name is often no sentence, and one label for two halves is no single edit. */
const LEFT_OUT = ['kept', 'joined', 'name'];

/** Pairs whose kept half names every document as the criterion does, and whose change lies outside of its titles. */
function sound(rows: readonly LabelledRow[], titles: ReadonlySet<string>): LabelledRow[] {
  const named = ({ criterion }: LabelledRow) => criterion.match(TITLE) ?? [];
  const kept = new Map(rows.filter(({ change }) => change === 'kept').map((row) => [row.id, row]));
  return [...groupBy(rows, ({ pair = '' }) => pair).values()].flatMap((group) => {
    const first = kept.get(group[0]?.pair ?? '');
    if (first === undefined || named(first).some((title) => !titles.has(title))) return [];
    const others = group.filter((row) => !LEFT_OUT.includes(row.change ?? '') && named(row).join() === named(first).join());
    return others.length === 0 ? [] : [first, ...others];
  });
}

const rows = await satisfiedRows();
const titles = new Set(rows.flatMap(({ criterion }) => criterion.match(TITLE) ?? []));
const twins = sound(makeTwins(rows, SEED).rows, titles);
const reports = SETS.flatMap(({ folder }) => AGENTS.map((agent) => ({ agent, folder: join(folder, 'reports', agent) })));
const tasks = (await Promise.all(SETS.map((set) => loadTasks(set.tasks)))).flat();
const pairs = reportPairs(tasks, reports);
write('criteria.jsonl.gz', twins.map(labelLine));
write(
  'reports.jsonl.gz',
  pairs.map((pair) => JSON.stringify(pair)),
);
const count = (language: string) => twins.filter((row) => row.change !== 'kept' && row.language === language).length;
console.log(`criteria: ${count('zh')} pairs in Chinese, ${count('en')} in English; reports: ${pairs.length} pairs`);

/** The same rows, the same bytes: no time of writing is kept. */
function write(name: string, lines: readonly string[]): void {
  writeFileSync(join(data, 'twins', name), gzipSync(lines.map((line) => `${line}\n`).join(''), { level: 9 }));
}
