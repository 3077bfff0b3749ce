/** `npm run bench:serve`: `gavel serve` under the load of a training step, beside a bare server of the same framework. Prints a table. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '1024' },
    criteria: { type: 'string', default: '25' },
    rewards: { type: 'string', default: '200000' },
    outage: { type: 'string', default: '60' },
    latency: { type: 'string', default: '800' },
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: 'batch,cache,slime,outage,kill,memory' },
  },
});
const [samples, criteria, rewards, outage] = [values.samples, values.criteria, values.rewards, values.outage].map(Number) as [
  number,
  number,
  number,
  number,
];
const parts = new Set(values.only.split(','));

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'gavel-bench-serve-'));
const store = join(dir, 'serve.db');
const agent = new Agent({ connections: null, headersTimeout: 0, bodyTimeout: 0 });
const rows: [what: string, measured: string, bound: string][] = [];
const children = new Set<ChildProcess>();

interface Result {
  readonly id: string;
  readonly reward: number | null;
  readonly error?: { readonly kind: string };
}

try {
  const judge = await started([here('./mock-judge.js'), values.latency], 'stdout');
  let server = await serve(judge);
  if (parts.has('batch')) await batch(server.url, judge);
  if (parts.has('cache')) await cached(server.url);
  if (parts.has('slime')) await slime(server.url, judge);
  if (parts.has('outage')) await down(server.url, judge);
  if (parts.has('kill')) server = await killed(server, judge);
  if (parts.has('memory')) await memory(server, judge);
} finally {
  for (const child of children) child.kill('SIGKILL');
  await agent.close();
  rmSync(dir, { recursive: true, force: true });
}
process.stdout.write(
  values.json
    ? `${JSON.stringify(rows)}\n`
    : `| what | measured | bound |\n|---|---|---|\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`,
);

async function started(args: readonly string[], from: 'stdout' | 'stderr'): Promise<string> {
  return (await child(args, from)).url;
}

async function child(args: readonly string[], from: 'stdout' | 'stderr'): Promise<{ url: string; process: ChildProcess }> {
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, OPENAI_API_KEY: 'none' } });
  children.add(process_);
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    process_.once('exit', () => reject(new Error(said)));
    process_.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-4000);
    });
    process_[from].on('data', (chunk: Buffer) => {
      const found = /http:\/\/[\d.:]+/.exec(chunk.toString())?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  process_[from === 'stdout' ? 'stderr' : 'stdout'].resume();
  return { url, process: process_ };
}

function serve(judge: string): Promise<{ url: string; process: ChildProcess }> {
  const options = [
    '--port',
    '0',
    '--judge-url',
    `${judge}/v1`,
    '--judge-model',
    'bench',
    '--store',
    store,
    '--concurrency',
    '256',
    '--log',
    'none',
  ];
  return child([here('../cli/gavel.js'), 'serve', ...options], 'stderr');
}

async function post<T>(url: string, body: unknown): Promise<{ status: number; json: T }> {
  const answer = await request(url, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.statusCode, json: (await answer.body.json()) as T };
}

async function stats(judge: string): Promise<{ good: number; repeated: number }> {
  return (await (await request(`${judge}/stats`, { dispatcher: agent })).body.json()) as { good: number; repeated: number };
}

/** Of about 12,000 characters; eight samples of every query, as a trainer rolls them out. */
function sample(run: string, n: number, count = criteria) {
  const query = `Why did measure ${Math.floor(n / 8)} of run ${run} succeed?`;
  const rubrics = Array.from({ length: count }, (_, i) => ({
    criterion: `Says how point ${i} of measure ${Math.floor(n / 8)} came about, with a source. [${met(n, i) ? 'met' : 'unmet'}]`,
    weight: i % 8 === 7 ? -2 : 1 + (i % 5),
  }));
  return {
    id: String(n),
    query,
    report: `# Sample ${n} of run ${run}\n\n${'The audit of 2024 found that uptake rose by 12%, and that costs fell. '.repeat(170)}`,
    rubric: rubrics,
  };
}

function met(n: number, i: number): boolean {
  return (Math.floor(n / 8) * 7 + i * 3) % 5 < 3;
}

function wanted({ rubric }: ReturnType<typeof sample>): number {
  const earned = rubric.reduce((sum, { criterion, weight }) => sum + (criterion.endsWith('[met]') ? weight : 0), 0);
  return earned / rubric.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
}

function wrong(items: readonly ReturnType<typeof sample>[], results: readonly Result[]): number {
  return results.filter(({ reward }, i) => {
    const item = items[i];
    return reward !== null && (item === undefined || Math.abs(reward - wanted(item)) > 1e-9);
  }).length;
}

async function batch(url: string, judge: string): Promise<void> {
  const items = Array.from({ length: samples }, (_, n) => sample('batch', n));
  const begun = performance.now();
  const { json } = await post<{ results: Result[] }>(`${url}/v1/rewards`, { items });
  const seconds = (performance.now() - begun) / 1000;
  const missing = json.results.filter(({ reward }) => reward === null).length;
  const { repeated, good } = await stats(judge);
  rows.push([
    `${samples} samples x ${criteria} criteria in one POST (median 800 ms, sigma .6, 5% faults, concurrency 256)`,
    `${seconds.toFixed(0)} s`,
    '<= 170 s',
  ]);
  rows.push([
    'of them without a reward; with a wrong one; verdicts paid for twice',
    `${missing}; ${wrong(items, json.results)}; ${repeated} of ${good}`,
    '0; 0; 0',
  ]);
}

/** Both sides alternate, so that a slow moment of the machine meets both. */
async function cached(url: string): Promise<void> {
  const echo = await started([here('./bare-echo.js')], 'stdout');
  const items = Array.from({ length: samples }, (_, n) => sample('batch', n));
  await post(`${url}/v1/rewards`, { items });
  const [times, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round++) {
    bare.push(await timed(`${echo}/v1/rewards`, { items }));
    times.push(await timed(`${url}/v1/rewards`, { items }));
  }
  const [ours, theirs] = [median(times), median(bare)];
  rows.push([
    `${samples} samples asked for again, beside a bare server that reads them`,
    `${(theirs / ours).toFixed(2)} x (${Math.round((samples * 1000) / ours)} rewards/s)`,
    '>= 0.3 x',
  ]);
}

async function timed(url: string, body: unknown): Promise<number> {
  const begun = performance.now();
  await post(url, body);
  return performance.now() - begun;
}

async function slime(url: string, judge: string): Promise<void> {
  await configure(judge, {});
  const [times, bad]: [number[], number[]] = [[], []];
  let next = 0;
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (next < 256) {
        const n = next++;
        const { query, report, rubric, ...rest } = sample('slime', n);
        const begun = performance.now();
        const { json } = await post<number>(`${url}/slime`, { prompt: query, response: report, label: { query, rubrics: rubric } });
        times.push((performance.now() - begun) / 1000);
        if (typeof json !== 'number' || Math.abs(json - wanted({ query, report, rubric, ...rest })) > 1e-9) bad.push(n);
      }
    }),
  );
  const sorted = times.toSorted((a, b) => a - b);
  rows.push([
    `slime, 64 connections, 256 reports x ${criteria}: seconds a report, p50 and p99`,
    `${(sorted[sorted.length >> 1] ?? 0).toFixed(1)}, ${(sorted[Math.floor(sorted.length * 0.99)] ?? 0).toFixed(1)}`,
    'p99 <= 30',
  ]);
  rows.push(['of them wrong or failed', String(bad.length), '0']);
}

async function down(url: string, judge: string): Promise<void> {
  await configure(judge, { medianMs: 200 });
  const items = Array.from({ length: 128 }, (_, n) => sample('outage', n));
  const asked = post<{ results: Result[] }>(`${url}/v1/rewards`, { items });
  await delay(1500);
  await configure(judge, { down: true });
  await delay(outage * 500);
  const ready = await request(`${url}/ready`, { dispatcher: agent });
  await ready.body.dump();
  await delay(outage * 500);
  await configure(judge, { down: false });
  const back = performance.now();
  const { json } = await asked;
  const missing = json.results.filter(({ reward }) => reward === null).length;
  const recovered = (performance.now() - back) / 1000;
  rows.push([
    `judge down for ${outage} s amid 128 samples: /ready meanwhile; without a reward; wrong; answered after it was back`,
    `${ready.statusCode}; ${missing}; ${wrong(items, json.results)}; ${recovered.toFixed(0)} s`,
    '503; 0; 0',
  ]);
  await configure(judge, { medianMs: 800 });
}

async function killed(server: { url: string; process: ChildProcess }, judge: string): Promise<{ url: string; process: ChildProcess }> {
  await configure(judge, { medianMs: 100, faults: 0 });
  const items = Array.from({ length: 64 }, (_, n) => sample('kill', n));
  const asked = post(`${server.url}/v1/rewards`, { items }).catch(() => undefined);
  await delay(2500);
  const before = await stats(judge);
  server.process.kill('SIGKILL');
  await once(server.process, 'exit');
  await asked;
  const again = await serve(judge);
  const { json } = await post<{ results: Result[] }>(`${again.url}/v1/rewards`, { items });
  const { good, repeated } = await stats(judge);
  const missing = json.results.filter(({ reward }) => reward === null).length;
  rows.push([
    `kill -9 after ${before.good} verdicts and the same again: without a reward; wrong; paid for twice`,
    `${missing}; ${wrong(items, json.results)}; ${repeated} of ${good}`,
    '0; 0; <= 256 in flight',
  ]);
  await configure(judge, { medianMs: 800, faults: 0.05 });
  return again;
}

async function memory(server: { url: string; process: ChildProcess }, judge: string): Promise<void> {
  await configure(judge, { medianMs: 1, sigma: 0.1, faults: 0 });
  let next = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < rewards) {
        const from = next;
        next += 64;
        // Half of them new, half asked before.
        const items = Array.from({ length: 64 }, (_, i) => sample('memory', i % 2 === 0 ? from + i : Math.max(0, from + i - 4096), 1));
        await post(`${server.url}/v1/rewards`, { items });
        most = Math.max(most, residentMegabytes(server.process));
      }
    }),
  );
  rows.push([`peak memory over ${rewards.toLocaleString('en')} rewards`, `${Math.round(most)} MB`, '<= 400 MB']);
}

function residentMegabytes({ pid }: ChildProcess): number {
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
  return (Number(pages) * 4096) / 2 ** 20;
}

async function configure(judge: string, more: object): Promise<void> {
  const answer = await request(`${judge}/config`, { dispatcher: agent, method: 'POST', body: JSON.stringify(more) });
  await answer.body.dump();
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
