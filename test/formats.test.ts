/** docs/formats.md: its tables are those of the schemas, and each of its examples is read by what it is an example for. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadTasks } from '../benchmarks/load.ts';
import { taskSchema } from '../benchmarks/task.ts';
import { battleLine } from '../runners/exchange/battle-line.ts';
import { judgingEntry, reportLine } from '../runners/exchange/report-line.ts';
import { traceLine } from '../runners/exchange/trace-line.ts';
import { verdictLine } from '../runners/exchange/verdict-line.ts';
import { importBattles } from '../runners/import-battles.ts';
import { importReports } from '../runners/import-reports.ts';
import { importTraces } from '../runners/import-traces.ts';
import { importVerdicts } from '../runners/import-verdicts.ts';
import { Store } from '../runners/store/store.ts';
import { testFolder } from './benchmarks/folder.ts';
import { withKeyTables } from './key-tables.ts';
import { onTasks } from './runners/exchange/verdict-files.ts';

const folder = testFolder();
const text = readFileSync(new URL('../docs/formats.md', import.meta.url), 'utf8');
const SCHEMAS = { report: reportLine, judging: judgingEntry, trace: traceLine, verdict: verdictLine, battle: battleLine };

const EXAMPLES = [...text.matchAll(/<!-- example (\w+)(\.csv)? -->\n```\w+\n([\s\S]*?)```/g)].map(
  ([, kind = '', ending = '.jsonl', content = '']) => ({
    kind,
    ending,
    content,
    lines: content.trim().split('\n').length - (ending === '.csv' ? 1 : 0),
  }),
);

/** The tasks and reports that the other examples are about. */
async function prepared() {
  const [tasks, reports] = ['tasks', 'reports'].map((kind) => EXAMPLES.find((example) => example.kind === kind)?.content ?? '');
  const about = {
    benchmarks: onTasks(await loadTasks(folder.write('t.jsonl', tasks ?? '')), 'mine'),
    agent: 'my-agent',
    sweep: 's',
    at: 'now',
  };
  const store = new Store(':memory:', { mode: 'write' });
  await importReports(store, { ...about, file: folder.write('r.jsonl', reports ?? '') });
  return { store, about };
}

/** How many lines of it were taken for what they are. */
async function read({ kind, ending, content }: (typeof EXAMPLES)[number]): Promise<number> {
  const file = folder.write(`${kind}${ending}`, content);
  if (kind === 'tasks') return (await loadTasks(file)).length;
  const { store, about } = await prepared();
  if (kind === 'reports') return (await importReports(store, { ...about, file })).known;
  if (kind === 'traces') return (await importTraces(store, { ...about, file })).events;
  if (kind === 'battles') return (await importBattles(store, { file, benchmark: undefined, judge: undefined }))?.battles ?? 0;
  const { verdicts, unscored } = await importVerdicts(store, { ...about, judge: 'imported', file });
  return verdicts + unscored;
}

describe('docs/formats.md', () => {
  it('has the fields of the schemas (npm run docs writes them)', async () => {
    await expect(withKeyTables(text, SCHEMAS)).toMatchFileSnapshot('../docs/formats.md');
    const tasks = text.split('## Tasks')[1]?.split('<!--')[0] ?? '';
    expect([...tasks.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name)).toEqual(Object.keys(taskSchema.shape));
  });

  it('has examples of every kind', () => {
    expect([...new Set(EXAMPLES.map(({ kind }) => kind))]).toEqual(['tasks', 'reports', 'traces', 'verdicts', 'battles']);
  });

  it.each(EXAMPLES)('has an example of $kind that is read, every line of it: $content', async (example) => {
    expect(await read(example)).toBe(example.lines);
  });
});
