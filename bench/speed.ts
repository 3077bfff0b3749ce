/** `npm run bench`: what gavel adds to the model calls, beside a bare client on the same mock endpoint. Prints the table of the README. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Measured, measure } from './measure.ts';
import { type Row, scaffoldRows } from './scaffold.ts';
import { startEndpoint } from './start-endpoint.ts';
import { type Workload, writeWorkload } from './workload.ts';

const CONCURRENCY = 256;
const LATENCY_MS = 50;
/** Tasks of ResearchRubrics, whose judging with three trials is about 7,800 calls. */
const TASKS = 101;
const MILLION = 1_000_000;

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const gavel = here('../cli/gavel.js');
const dir = mkdtempSync(join(tmpdir(), 'gavel-bench-'));

const rows: Row[] = [];
const endpoint = await startEndpoint('./mock-endpoint.js', LATENCY_MS);
try {
  await startup();
  await calls();
  await memory();
  await million();
  await rewards();
  rows.push(...(await scaffoldRows(3)));
} finally {
  endpoint.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.stdout.write(`| what | measured | bound |\n|---|---|---|\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`);

function judge(workload: Workload, store: string, trials: number): Promise<Measured> {
  const { reportsDir, tasksFile } = workload;
  return measure([
    gavel,
    'judge',
    reportsDir,
    '--benchmark',
    `bench=${tasksFile}`,
    '--agent',
    'a',
    '--judge-url',
    endpoint.url,
    '--judge-model',
    'bench',
    '--trials',
    String(trials),
    '--criteria-per-call',
    '1',
    '--concurrency',
    String(CONCURRENCY),
    '--store',
    join(dir, store),
  ]);
}

async function startup(): Promise<void> {
  const fastest = async (args: readonly string[]) => {
    const times = [];
    for (let i = 0; i < 7; i++) times.push((await measure(args, { quiet: true })).seconds);
    return Math.min(...times);
  };
  const ratio = (await fastest([gavel, '--help'])) / (await fastest(['-e', '0']));
  rows.push(['`gavel --help` against `node -e 0`', `${ratio.toFixed(1)} x`, '<= 4 x']);
}

/** Both sides alternate, so that a slow moment of the machine meets both. */
async function calls(): Promise<void> {
  const workload = writeWorkload(join(dir, 'one'), TASKS);
  const ratios: number[] = [];
  const cpu: number[] = [];
  const sdkCpu: number[] = [];
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const bare = JSON.parse(
      (await measure([here('./bare-client.js'), endpoint.url, String(workload.criteria * 3), String(CONCURRENCY)])).stdout,
    ) as { callsPerSecond: number };
    const count = workload.criteria * 3;
    const sdk = await measure([here('./sdk-client.js'), endpoint.url, String(count), String(CONCURRENCY)]);
    sdkCpu.push((sdk.cpuSeconds * 1000) / count);
    const run = await judge(workload, `calls-${round}.db`, 3);
    const rate = (workload.criteria * 3) / run.seconds;
    best = Math.max(best, rate);
    ratios.push(rate / bare.callsPerSecond);
    cpu.push((run.cpuSeconds * 1000) / (workload.criteria * 3));
  }
  rows.push([
    `calls/s against a bare keep-alive client (one criterion a call, ${LATENCY_MS} ms, concurrency ${CONCURRENCY}, start and store included)`,
    `${median(ratios).toFixed(2)} x (${Math.round(best)} calls/s)`,
    '>= 0.5 x',
  ]);
  rows.push(['CPU a criterion, start and store included', `${median(cpu).toFixed(2)} ms`, '<= 1.0 ms']);
  rows.push(['CPU of the same calls through the `openai` package, without judging or storing', `${median(sdkCpu).toFixed(2)} ms`, '']);
}

async function memory(): Promise<void> {
  const once = await judge(writeWorkload(join(dir, 'x1'), TASKS), 'x1.db', 3);
  const ten = await judge(writeWorkload(join(dir, 'x10'), TASKS * 10), 'x10.db', 3);
  rows.push(['peak memory, 7,800 calls', `${Math.round(once.peakMegabytes)} MB`, '<= 300 MB']);
  rows.push(['peak memory, 78,000 calls (ten times as many tasks are held)', `${Math.round(ten.peakMegabytes)} MB`, '<= 300 MB']);
}

async function million(): Promise<void> {
  const workload = writeWorkload(join(dir, 'million'), TASKS, 100);
  const file = join(dir, 'verdicts.jsonl');
  const written = await writeVerdicts(workload, file);
  const store = join(dir, 'million.db');
  const insert = await measure([gavel, 'import', 'verdicts', file, '--benchmark', `bench=${workload.tasksFile}`, '--store', store]);
  rows.push([
    'verdicts imported a second, parsed, checked and stored',
    Math.round(written / insert.seconds).toLocaleString('en'),
    '>= 50,000',
  ]);
  const board = await measure([gavel, 'leaderboard', '--benchmark', 'bench', '--json', '--store', store], { quiet: true });
  rows.push([`leaderboard of a store of ${written.toLocaleString('en')} verdicts`, `${board.seconds.toFixed(2)} s`, '<= 2 s']);
}

/** `npm run bench:serve` measures the reward server further. */
async function rewards(): Promise<void> {
  const { stdout } = await measure([here('./serve.js'), '--samples', '256', '--latency', '5', '--only', 'cache', '--json']);
  rows.push(
    ...(JSON.parse(stdout) as [string, string, string][]).map(([what, ...row]): [string, string, string] => [
      `\`gavel serve\`: ${what}`,
      ...row,
    ]),
  );
}

/** Three trials of as many agents as make a million labels. */
async function writeVerdicts(workload: Workload, file: string): Promise<number> {
  const { readFileSync } = await import('node:fs');
  const tasks = readFileSync(workload.tasksFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; rubric: { criterion: string }[] });
  const labels = ['satisfied', 'partial', 'unsatisfied'];
  const out = createWriteStream(file);
  let written = 0;
  for (let agent = 0; written < MILLION; agent++) {
    let block = '';
    for (const task of tasks) {
      for (let trial = 1; trial <= 3; trial++) {
        for (const { criterion } of task.rubric) {
          block += `${JSON.stringify({ agent: `agent-${agent}`, task: task.id, criterion, label: labels[(written * 7 + agent) % 3], confidence: 0.9, reason: 'The second section names the figure and gives its source; nothing contradicts it.', judge: 'bench', trial })}\n`;
          written++;
        }
      }
    }
    if (!out.write(block)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  await new Promise<void>((resolve) => out.end(() => resolve()));
  return written;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
