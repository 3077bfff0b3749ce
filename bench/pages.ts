/**
 * Measures the pages of the board in Chromium, over stores made for it: how soon the first board and a case are there, how the largest grid
 * scrolls, and whether the server's memory stays flat.
 *
 *     npm run bench:pages [-- 12x100x25 30x500x20]      agents x tasks x criteria
 *
 * Ends with 1 where a bound is missed. Needs Chromium (GAVEL_CHROMIUM, else /usr/bin/chromium).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { Task } from '../benchmarks/task.ts';
import { view } from '../reports/view.ts';
import { storeAgent } from '../runners/store/agents.ts';
import { storeEvidence } from '../runners/store/evidence.ts';
import { storeJudge } from '../runners/store/judges.ts';
import { storeRun } from '../runners/store/runs.ts';
import { Store } from '../runners/store/store.ts';
import { storeTask } from '../runners/store/tasks.ts';
import { storeTrial } from '../runners/store/trials.ts';

const AT = '2026-01-01T00:00:00.000Z';
const SIZES = ['12x100x25', '30x500x20'];
/** Milliseconds, but for frames a second and megabytes. */
const BOUNDS = { board: 150, again: 150, case: 200, frames: 54, growth: 60 } as const;
/** Pages asked for between two looks at the memory. */
const ASKED = 60;

interface Size {
  readonly agents: number;
  readonly tasks: number;
  readonly criteria: number;
}

function sizeOf(text: string): Size {
  const [agents = 0, tasks = 0, criteria = 0] = text.split('x').map(Number);
  return { agents, tasks, criteria };
}

/** A report of about 6,000 characters that holds what is quoted of it. */
function reportOn(task: number, agent: number, criteria: number): string {
  const section = (i: number) =>
    `## Point ${i}\n\nOn point ${i} of task ${task} the answer of agent ${agent} is **${(task * 7 + agent * 3 + i) % 97} per cent**, as the source says.\n\n| year | value |\n|---|---:|\n| 2024 | ${i} |\n`;
  return `# Task ${task}\n\n${Array.from({ length: criteria }, (_, i) => section(i)).join('\n')}`;
}

function fill(path: string, { agents, tasks, criteria }: Size): void {
  const store = new Store(path, { mode: 'write' });
  store.transaction(() => {
    const judgeId = storeJudge(store, { name: 'bench-judge', model: 'bench', identity: { kind: 'model', model: 'bench' } });
    const stored = Array.from({ length: tasks }, (_, t) =>
      storeTask(store, 'bench', {
        id: `task-${String(t).padStart(3, '0')}`,
        query: `What is known about subject ${t}, and how sure is it?`,
        language: 'en',
        domain: `Domain ${t % 9}`,
        rubric: Array.from({ length: criteria }, (_, c) => ({
          id: `c${String(c).padStart(2, '0')}`,
          criterion: `Names point ${c} of subject ${t} and says where it comes from`,
          weight: c % 8 === 7 ? -2 : 1 + (c % 5),
          axis: `axis ${c % 6}`,
        })),
      } satisfies Task),
    );
    const insert = store.sql(
      'INSERT INTO verdict (judge_id, report_id, trial, criterion_id, label, confidence, parts, evidence_id) VALUES (?, ?, 1, ?, ?, 0.8, NULL, ?)',
    );
    for (let a = 0; a < agents; a++) {
      const agentId = storeAgent(store, { name: `agent-${String(a).padStart(2, '0')}`, identity: { kind: 'bench', a } });
      storeRun(store, { sweep: 'bench', benchmark: 'bench', agentId, judgeId, repeats: 1, judgeTrials: 1, at: AT, tasks: stored });
      for (const [t, task] of stored.entries()) {
        const trial = storeTrial(store, { agentId, queryId: task.queryId, repeat: 1, at: AT }, { report: reportOn(t, a, criteria) }, 1);
        const report = store.sql<[number], { report_id: number }>('SELECT report_id FROM trial WHERE id = ?').get(trial)?.report_id;
        for (const [c, id] of [...task.criteria.values()].entries()) {
          const quotes = [{ text: `On point ${c} of task ${t} the answer of agent ${a}`, verified: true }];
          const evidence = storeEvidence(store, { reason: `The report speaks of point ${c}.`, quotes });
          insert.run(judgeId, report, id, (t * 5 + a * 3 + c * 7 + ((t * c) % 4)) % 3, evidence);
        }
      }
    }
  });
  store.close();
}

interface Loaded {
  /** What the page's own thread worked, in ms of CPU: on a busy machine it says more than the clock. */
  readonly work: number;
  /** Until the server's first byte, and until the page is there and drawn, in ms since it was asked for. */
  readonly first: number;
  readonly drawn: number;
}

async function load(browser: Browser, address: string): Promise<Loaded> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(address, { waitUntil: 'load' });
  // A string: the function would be of this program, which knows no page.
  const times = (await page.evaluate(
    `new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
       const [entry] = performance.getEntriesByType('navigation');
       done({ first: entry.responseStart, drawn: performance.now() });
     })))`,
  )) as Omit<Loaded, 'work'>;
  const { metrics } = await devtools.send('Performance.getMetrics');
  await page.close();
  return { ...times, work: (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000 };
}

/** Frames a second over two seconds of scrolling through the whole grid. */
async function scrolled(browser: Browser, address: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(address, { waitUntil: 'load' });
  const frames = (await page.evaluate(
    `new Promise((done) => {
       const grid = document.querySelector('.cells');
       const far = grid.scrollHeight - grid.clientHeight;
       const began = performance.now();
       let frames = 0;
       const step = (now) => {
         const share = (now - began) / 2000;
         if (share >= 1) return done(frames / 2);
         frames += 1;
         grid.scrollTop = far * share;
         requestAnimationFrame(step);
       };
       requestAnimationFrame(step);
     })`,
  )) as number;
  await page.close();
  return frames;
}

function megabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

function serve(path: string, stopping: AbortSignal): Promise<string> {
  return new Promise((onListening, reject) => {
    const options = { host: '127.0.0.1', port: 0, overlap: 2, annotators: [], language: 'en' } as const;
    view(path, options, { stopping, onListening, onError: console.error }).catch(reject);
  });
}

async function measure(browser: Browser, size: Size): Promise<Record<keyof typeof BOUNDS, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'gavel-pages-'));
  const stopping = new AbortController();
  try {
    const path = join(folder, 'bench.db');
    fill(path, size);
    const base = `${await serve(path, stopping.signal)}board/bench`;
    const blank = await load(browser, 'about:blank');
    const board = await load(browser, base);
    const again = await load(browser, base);
    const one = `${base}/task/task-000/agent/agent-01`;
    const cased = await load(browser, one);
    const frames = await scrolled(browser, base);
    const before = megabytes();
    for (let i = 0; i < ASKED; i++) await (await fetch(i % 3 === 0 ? base : `${base}/task/task-0${10 + (i % 50)}/agent/agent-01`)).text();
    console.log(
      `  first byte: board ${board.first.toFixed(0)} ms, again ${again.first.toFixed(0)} ms, case ${cased.first.toFixed(0)} ms; blank page ${blank.drawn.toFixed(0)} ms`,
    );
    console.log(
      `  CPU of the page's thread: board ${board.work.toFixed(0)} ms, again ${again.work.toFixed(0)} ms, case ${cased.work.toFixed(0)} ms`,
    );
    return { board: board.drawn, again: again.drawn, case: cased.drawn, frames, growth: megabytes() - before };
  } finally {
    stopping.abort();
    rmSync(folder, { recursive: true, force: true });
  }
}

const NAMES: Readonly<Record<keyof typeof BOUNDS, string>> = {
  board: 'first board after the start, ms',
  again: 'board again, ms',
  case: 'case, ms',
  frames: 'frames a second while it scrolls',
  growth: `growth of the server's memory over ${ASKED} pages, MB`,
};

const browser = await chromium.launch({
  executablePath: process.env.GAVEL_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-background-networking'],
});
try {
  const asked = process.argv.slice(2);
  for (const text of asked.length > 0 ? asked : SIZES) {
    const [load = 0] = loadavg();
    console.log(
      `${text}${load > availableParallelism() ? `, on a busy machine (load ${load.toFixed(0)} on ${availableParallelism()} cores): the clock says little` : ''}`,
    );
    const found = await measure(browser, sizeOf(text));
    for (const [name, bound] of Object.entries(BOUNDS) as [keyof typeof BOUNDS, number][]) {
      const holds = name === 'frames' ? found[name] >= bound : found[name] <= bound;
      if (!holds) process.exitCode = 1;
      console.log(`  ${NAMES[name]}: ${found[name].toFixed(0)} (${name === 'frames' ? '>=' : '<='} ${bound})${holds ? '' : ' MISSED'}`);
    }
  }
} finally {
  await browser.close();
}
