/**
 * Measures what must grow no faster than its input: CPU time at 1x and at 10x, less that of a run on next to nothing, and peak memory at one size.
 *
 *     node dist/bench/growth.js [WORD...]      only rows whose name holds one of the words
 *
 * Ends with 1 where a row takes more than 12 times as long at 10x, or more than 300 MB.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blindTo } from '../judge/blind/blind.ts';
import { verdictFormat } from '../judge/checklist/reply.ts';
import { quoteChecker } from '../judge/reading/quotes.ts';
import { measure } from './measure.ts';

const MOST_TIMES = 12;
const MOST_MEGABYTES = 300;
/** Below this many seconds at 10x a ratio is noise. */
const LEAST_SECONDS = 1;

const GAVEL = join(import.meta.dirname, '../cli/gavel.js');
const gavel = (dir: string, ...words: string[]) => measure([GAVEL, ...words], { cwd: dir });

interface Row {
  readonly name: string;
  /** At 1x. */
  readonly size: number;
  /** CPU seconds for an input of this size. */
  readonly seconds: (size: number) => Promise<number>;
}

async function inFolder<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'gavel-growth-'));
  try {
    return await use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Shape {
  readonly tasks: number;
  readonly criteria: number;
  readonly criterion?: (i: number) => string;
  readonly report?: string;
}

/** A folder with tasks and a report on each. */
function write(dir: string, { tasks, criteria, criterion = (i) => `Names point ${i} of the plan.`, report = REFUSAL }: Shape): void {
  mkdirSync(join(dir, 'reports'), { recursive: true });
  const rubric = Array.from({ length: criteria }, (_, i) => ({ criterion: criterion(i), weight: 1 }));
  const lines = Array.from({ length: tasks }, (_, i) => {
    writeFileSync(join(dir, 'reports', `t${i}.md`), report);
    return JSON.stringify({ id: `t${i}`, query: `What is plan ${i}?`, language: 'en', domain: 'd', rubric });
  });
  writeFileSync(join(dir, 'tasks.jsonl'), `${lines.join('\n')}\n`);
}

const REFUSAL = 'I am sorry, but I cannot help with this request, for reasons that I may not give here.\n';
const JUDGE = ['judge', 'reports', '--benchmark', 'b=tasks.jsonl', '--agent', 'a', '--store', 's.db'];
const BOARD = ['leaderboard', '--store', 's.db', '--json'];

function judging(shape: (size: number) => Shape): Row['seconds'] {
  return (size) =>
    inFolder(async (dir) => {
      write(dir, shape(size));
      return (await gavel(dir, ...JUDGE)).cpuSeconds;
    });
}

/** With a mock of a model in another process, whose time is not counted. */
function asking(shape: (size: number) => Shape, ...options: readonly string[]): Row['seconds'] {
  return async (size) => {
    const mock = spawn(process.execPath, [join(import.meta.dirname, 'mock-endpoint.js'), '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const url = String((await once(mock.stdout, 'data'))[0]).trim();
      return await inFolder(async (dir) => {
        write(dir, shape(size));
        return (await gavel(dir, ...JUDGE, '--judge-url', url, '--judge-model', 'bench', ...options)).cpuSeconds;
      });
    } finally {
      mock.kill();
    }
  };
}

function board(size: number): Promise<number> {
  return inFolder(async (dir) => {
    write(dir, { tasks: size, criteria: 200 });
    await gavel(dir, ...JUDGE);
    return (await gavel(dir, ...BOARD)).cpuSeconds;
  });
}

function lint(size: number): Promise<number> {
  return inFolder(async (dir) => {
    write(dir, {
      tasks: 1,
      criteria: size,
      criterion: (i) => `Names the cost of part ${i} of ${['bridge', 'road', 'canal'][i % 3]} ${i * 7}.`,
    });
    return (await gavel(dir, 'data', 'lint', 'b=tasks.jsonl', '--json')).cpuSeconds;
  });
}

/** In this process, where no command is needed. */
function here(work: (size: number) => unknown): Row['seconds'] {
  return async (size) => {
    const before = process.cpuUsage();
    try {
      work(size);
    } catch {
      // A reply that cannot be read is refused, which is the right answer; how long it takes is asked.
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}

const names = (count: number) => Array.from({ length: count }, (_, i) => `agent-of-house-${i}`);
const hidden = (characters: number) => here((count) => blindTo(names(count)).mask('agent-of-house '.repeat(characters / 15)));
const FACTS = Array.from({ length: 60 }, (_, i) => `In year ${i} the cost of the plan was ${i} euros.`).join(' ');

const ROWS: readonly Row[] = [
  { name: 'judge: one text under all tasks', size: 100, seconds: judging((tasks) => ({ tasks, criteria: 200 })) },
  {
    name: 'judge by a model: one text, 50 criteria a call',
    size: 100,
    seconds: asking((tasks) => ({ tasks, criteria: 200, report: FACTS }), '--criteria-per-call', '50'),
  },
  { name: 'leaderboard: one text under all tasks', size: 100, seconds: board },
  ...['1', '1,'].map((piece) => ({
    name: `judge: a criterion that ends in a run of ${piece}`,
    size: 4000,
    seconds: judging((size) => ({ tasks: 1, criteria: 1, criterion: () => `Names the cost ${piece.repeat(size)}`, report: FACTS })),
  })),
  { name: 'data lint: criteria of one task', size: 400, seconds: lint },
  { name: 'names hidden in 100 kB, from 100', size: 100, seconds: hidden(1e5) },
  { name: 'names hidden in 100 kB, from 1,000', size: 1000, seconds: hidden(1e5) },
  { name: 'names hidden in 1 MB, from 100', size: 100, seconds: hidden(1e6) },
  { name: 'names hidden in 1 MB, from 1,000', size: 1000, seconds: hidden(1e6) },
  { name: 'a reply of {x}, 0.6 MB', size: 2e5, seconds: here((size) => verdictFormat('positive', 3, 1).parse('{x}'.repeat(size))) },
  { name: 'ten quotes a..ab', size: 1e5, seconds: here((size) => quoteChecker('a'.repeat(size))(Array(10).fill(`${'a'.repeat(1999)}b`))) },
];

const MEMORY: readonly { readonly name: string; readonly shape: Shape }[] = [
  { name: '100 reports of 5 MB', shape: { tasks: 100, criteria: 5, report: FACTS.repeat(Math.ceil(5e6 / FACTS.length)) } },
  { name: '200,000 criteria', shape: { tasks: 2000, criteria: 100 } },
];

const wanted = ({ name }: { readonly name: string }) =>
  process.argv.length === 2 || process.argv.slice(2).some((word) => name.includes(word));
let missed = 0;

function say(name: string, figures: string, kept: boolean): void {
  if (!kept) missed++;
  console.log(`${kept ? '    ' : 'MISS'}  ${name.padEnd(46)} ${figures}`);
}

for (const { name, size, seconds } of ROWS.filter(wanted)) {
  const empty = await seconds(1);
  const [once, tenfold] = [await seconds(size), await seconds(10 * size)].map((each) => Math.max(each - empty, 0)) as [number, number];
  const times = tenfold / Math.max(once, LEAST_SECONDS / MOST_TIMES);
  say(name, `${once.toFixed(2)} s -> ${tenfold.toFixed(2)} s  (${times.toFixed(1)}x)`, times <= MOST_TIMES);
}
for (const { name, shape } of MEMORY.filter(wanted)) {
  const { peakMegabytes } = await inFolder(async (dir) => {
    write(dir, shape);
    return gavel(dir, ...JUDGE);
  });
  say(name, `${peakMegabytes.toFixed(0)} MB at its peak`, peakMegabytes <= MOST_MEGABYTES);
}
process.exitCode = missed > 0 ? 1 : 0;
