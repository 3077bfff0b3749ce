/**
 * A judge trained and measured end to end, in one command, where Python with TRL and a small base model are given:
 *
 *   npm run train:model -- --python PYTHON --model FOLDER|FILE.gguf [--rows FILE.jsonl] [--prompt FILE] [--labels 2|3] [--train N] [--test N]
 *                          [--before N] [--minutes M] [--threads N] [--quick] [--out DIR]
 *
 * labels -> train label -> train export -> LoRA -> served -> judge -> agreement with people on the test split -> card. Without --rows it takes the
 * bundled sample labels, which prove the chain and no figure. The judge is trained and asked with the short prompt beside this file unless
 * --prompt names another (`--prompt own`: gavel's own, with which a small base on a CPU learns nothing in an hour). --before N asks the untrained base
 * about N of the test rows, too; --quick makes do with a busy CPU (see lora.py). With a GPU and a base of 8B take the exported configuration instead: `trl sft --config config-8b.yaml` in OUT/export,
 * then vLLM, then `gavel judge` and `gavel agreement` as here.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageData, packageRoot } from '../../benchmarks/files/paths.ts';
import { loadTasks } from '../../benchmarks/load.ts';
import { groupBy } from '../../judge/group-by.ts';
import { fingerprint } from '../../judge/hash.ts';
import { complete, type LabelRow, labelLine, readLabelRows } from '../../runners/training/label-row.ts';

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    model: { type: 'string' },
    rows: { type: 'string' },
    prompt: { type: 'string' },
    labels: { type: 'string', default: '2' },
    train: { type: 'string', default: '120' },
    test: { type: 'string', default: '40' },
    before: { type: 'string', default: '0' },
    minutes: { type: 'string', default: '0' },
    threads: { type: 'string', default: '0' },
    quick: { type: 'boolean', default: false },
    out: { type: 'string', default: 'gavel-out/train' },
  },
});
if (values.python === undefined || values.model === undefined)
  throw new Error(
    'give --python (with torch, transformers, trl, peft, datasets) and --model (a folder or a GGUF file); see the head of bench/train/real-run.ts',
  );
const python = values.python;
const out = resolve(values.out);
const here = join(packageRoot(), 'bench', 'train');
const gavel = (...words: string[]) => run(process.execPath, [join(packageRoot(), 'dist', 'cli', 'gavel.js'), ...words]);
const prompt = values.prompt === 'own' ? [] : ['--judge-prompt', resolve(values.prompt ?? join(here, 'prompt.txt'))];
const asking = [...prompt, '--labels', values.labels];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const rows = values.rows === undefined ? await sampleRows() : await readLabelRows([resolve(values.rows)]);
writeFileSync(join(out, 'rows.jsonl'), rows.map((row) => `${labelLine(row)}\n`).join(''));
gavel('train', 'label', 'rows.jsonl', '--out', 'labels', '--store', 'labels.db');
gavel('train', 'export', 'labels', '--for', 'trl', '--kind', 'sft', '--bare', ...asking, '--out', 'export');
run(python, [
  join(here, 'lora.py'),
  'export',
  resolve(values.model),
  'model',
  '--rows',
  values.train,
  '--minutes',
  values.minutes,
  '--threads',
  values.threads,
  ...(values.quick ? ['--quick'] : []),
]);
const test = (await readLabelRows([join(out, 'labels', 'labels.jsonl')]))
  .filter(({ split }) => split === 'test')
  .slice(0, Number(values.test));
const before = Number(values.before);
if (before > 0) await measured('base', 'untrained', test.slice(0, before));
await measured('merged', 'trained', test);

/** A folder of the model is served, judges the rows, and is held against people: judge and agreement of gavel as of anybody. */
async function measured(folder: 'base' | 'merged', name: string, rows: readonly LabelRow[]): Promise<void> {
  const files = { tasks: `${name}-tasks.jsonl`, reports: `${name}-reports.jsonl`, people: `${name}-people.jsonl` };
  writeTest(rows, files);
  const server = spawn(python, [join(here, 'serve.py'), join(out, 'model', folder), '0', name], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await portOf(server);
    const store = ['--store', `${name}.db`];
    gavel('import', 'reports', files.reports, '--benchmark', `test=${files.tasks}`, ...store);
    gavel('import', 'verdicts', files.people, '--benchmark', `test=${files.tasks}`, ...store);
    const judge = ['--judge-url', `http://127.0.0.1:${port}/v1`, '--judge-model', name, '--judge-confidence', 'logprobs', ...asking];
    const learnt = folder === 'merged' ? ['--trained-on', 'labels'] : [];
    gavel('rejudge', 'import', ...judge, '--concurrency', '1', '--timeout', '1800', ...store);
    gavel(
      'agreement',
      '--judge',
      name,
      '--against',
      'people',
      '--card',
      `${name}-card.json`,
      '--out',
      `${name}-pages`,
      ...learnt,
      ...store,
    );
  } finally {
    server.kill();
  }
}

/** The bundled samples with the labels of their readers. */
async function sampleRows(): Promise<LabelRow[]> {
  const set = join(packageData(), 'demo');
  const labelled: LabelRow[] = [];
  const tasks = new Map((await loadTasks(join(set, 'tasks.jsonl'))).map((task) => [task.id, task]));
  for (const line of readFileSync(join(set, 'labels.jsonl'), 'utf8').trim().split('\n')) {
    const {
      agent,
      task: id,
      criterion,
      label,
    } = JSON.parse(line) as Record<'agent' | 'task' | 'criterion', string> & { label: LabelRow['label'] };
    const task = tasks.get(id);
    const asked = task?.rubric?.find((each) => each.id === criterion);
    if (task === undefined || asked === undefined || label === undefined) continue;
    const report = readFileSync(join(set, 'reports', agent, `${id}.md`), 'utf8');
    labelled.push(
      complete({
        query: task.query,
        report,
        criterion: asked.criterion,
        weight: asked.weight,
        language: task.language,
        label,
        source: 'sample',
      }),
    );
  }
  return labelled;
}

/** Tasks, reports and people's labels of the test rows, as files of a benchmark. */
function writeTest(test: readonly LabelRow[], files: Readonly<Record<'tasks' | 'reports' | 'people', string>>): void {
  const reports = [...groupBy(test, ({ query, report }) => fingerprint(`${query}\0${report}`))];
  const lines = (name: string, values: readonly object[]) =>
    writeFileSync(join(out, name), values.map((value) => `${JSON.stringify(value)}\n`).join(''));
  lines(
    files.tasks,
    reports.map(([id, of]) => {
      const rubric = of.map(({ id, criterion, weight }) => ({ id, criterion, weight }));
      // A rubric needs something to gain.
      const filler = rubric.some(({ weight }) => weight > 0) ? [] : [{ id: 'any', criterion: 'Answers the query.', weight: 1 }];
      return { id, query: of[0]?.query || 'Report.', language: of[0]?.language, domain: 'test', rubric: [...rubric, ...filler] };
    }),
  );
  lines(
    files.reports,
    reports.map(([task, of]) => ({ task, agent: 'texts', report: of[0]?.report })),
  );
  lines(
    files.people,
    reports.flatMap(([task, of]) =>
      of.map(({ id, label }) => ({ agent: 'texts', task, criterion: id, label, judge: 'people', by: 'person' })),
    ),
  );
}

function run(program: string, words: readonly string[]): void {
  console.log(`$ ${[program.split('/').at(-1), ...words.map((word) => word.replace(packageRoot(), '.'))].join(' ')}`);
  const { status } = spawnSync(program, words, { cwd: out, stdio: 'inherit' });
  // 1 of gavel: something is left without a verdict, which the figures say.
  if (status !== 0 && !(status === 1 && program === process.execPath)) throw new Error(`ended with ${status}`);
}

function portOf(server: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    server.stdout?.on('data', (piece: Buffer) => {
      said += piece.toString();
      const port = /ready (\d+)/.exec(said)?.[1];
      if (port !== undefined) found(port);
    });
    server.on('exit', (code) => failed(new Error(`the server ended with ${code}`)));
  });
}
