/**
 * Measures the pages of the board in Chromium, over stores made for it: how soon the first board and a case are there, how the largest grid
 * scrolls, and whether the server's memory stays flat.
 *
 *     npm run bench:pages [-- 12x100x25 30x500x20]      agents x tasks x criteria
 *
 * The first board comes in a new tab of a browser that has another open, as a person's has; a case, and the board after it, in the tab that
 * one is in. Every time is the least of several: what else the machine does can only make it longer. A page is there when all that a person sees of it
 * is drawn; the rows of a long grid that are out of sight come after that, and are waited for before it is scrolled. Frames are counted
 * against a display of 60 a second: one frame less in the time that is measured is the error of its clock. How soon pages are there is
 * judged for the first size, the others are told.
 *
 * Ends with 1 where a bound is missed. Needs Chromium (GAVEL_CHROMIUM, else /usr/bin/chromium).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
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
/** Scrolled for, in seconds. */
const SCROLLED = 2;
/** Milliseconds, but for frames a second and megabytes. */
const BOUNDS = { board: 150, again: 150, case: 200, frames: 60 - 1 / SCROLLED, growth: 30 } as const;
type Bounded = keyof typeof BOUNDS;
/** Those of the first size alone. */
const TIMES: readonly Bounded[] = ['board', 'again', 'case'];
/** How often each is tried, and the server started. */
const TRIES = 8;
const STARTS = 3;
/** Pages asked for between two looks at the memory; and before the first, so that what is compiled and cached is there and the heap has its size. */
const ASKED = 60;
const WARM = 60;
/** Before the path of a store: to be its server. */
const SERVE = 'serve';

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
  /** From the load event until it is drawn, in ms. */
  readonly afterLoad: number;
}

/** In a tab of its own, or in that of the page that one comes from. */
async function load(browser: BrowserContext, address: string, from?: Page): Promise<Loaded> {
  const page = from ?? (await browser.newPage());
  const devtools = await browser.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const before = from === undefined ? 0 : await worked();
  await page.goto(address, { waitUntil: 'load' });
  // A string: the function would be of this program, which knows no page.
  const times = (await page.evaluate(
    `new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
       const [entry] = performance.getEntriesByType('navigation');
       const drawn = performance.now();
       done({ first: entry.responseStart, drawn, afterLoad: drawn - entry.loadEventStart });
     })))`,
  )) as Omit<Loaded, 'work'>;
  const work = (await worked()) - before;
  await (from === undefined ? page.close() : devtools.detach());
  return { ...times, work };
}

/** The least that any of these needed. */
async function least(times: number, load: () => Promise<Loaded>): Promise<Loaded> {
  const all: Loaded[] = [];
  for (let i = 0; i < times; i++) all.push(await load());
  return leastOf(all);
}

function leastOf(all: readonly Loaded[]): Loaded {
  const of = (name: keyof Loaded) => Math.min(...all.map((one) => one[name]));
  return { work: of('work'), first: of('first'), drawn: of('drawn'), afterLoad: of('afterLoad') };
}

/** Frames a second while the whole grid is scrolled through. */
async function scrolled(browser: BrowserContext, address: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForSelector('.cells:not([aria-busy])');
  const frames = (await page.evaluate(
    `new Promise((done) => {
       const grid = document.querySelector('.cells');
       const far = grid.scrollHeight - grid.clientHeight;
       const began = performance.now();
       let frames = 0;
       const step = (now) => {
         const share = (now - began) / ${SCROLLED * 1000};
         if (share >= 1) return done(frames / ${SCROLLED});
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

/** The server in a process of its own, so that its memory is no one else's. */
interface Server {
  readonly base: string;
  readonly megabytes: () => Promise<number>;
  readonly stop: () => void;
}

async function start(path: string): Promise<Server> {
  const child = fork(process.argv[1] ?? '', [SERVE, path], { execArgv: ['--expose-gc'] });
  const said = async () => ((await once(child, 'message')) as [string | number])[0];
  const address = await said();
  // As long as it takes to open a browser at the address: the server reads ahead meanwhile.
  await setTimeout(2000);
  const megabytes = async () => {
    const answer = said();
    child.send('memory');
    return Number(await answer);
  };
  return { base: `${address}board/bench`, megabytes, stop: () => child.kill() };
}

/** What that process does. */
async function serve(path: string): Promise<void> {
  const options = { host: '127.0.0.1', port: 0, overlap: 2, annotators: [], language: 'en' } as const;
  process.on('message', () => {
    globalThis.gc?.();
    process.send?.(process.memoryUsage().rss / 2 ** 20);
  });
  const onListening = (address: string) => process.send?.(address);
  await view(path, options, { stopping: new AbortController().signal, onListening, onError: console.error });
}

/** A board with its later rows, or a case. */
async function ask(base: string, i: number): Promise<void> {
  const addresses = i % 3 === 0 ? [base, `${base}?from=16`] : [`${base}/task/task-0${10 + (i % 50)}/agent/agent-01`];
  for (const address of addresses) await (await fetch(address)).text();
}

async function measure(browser: BrowserContext, size: Size): Promise<Record<Bounded, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'gavel-pages-'));
  const path = join(folder, 'bench.db');
  let server: Server | undefined;
  try {
    fill(path, size);
    const blank = await least(TRIES, () => load(browser, 'about:blank'));
    const board = await least(STARTS, async () => {
      server?.stop();
      server = await start(path);
      return load(browser, server.base);
    });
    const { base, megabytes } = server ?? (await start(path));
    const tab = await browser.newPage();
    await load(browser, base, tab);
    const all: { readonly again: Loaded; readonly cased: Loaded }[] = [];
    for (let i = 0; i < TRIES; i++) {
      const cased = await load(browser, `${base}/task/task-000/agent/agent-01`, tab);
      all.push({ cased, again: await load(browser, base, tab) });
    }
    await tab.close();
    const [again, cased] = [leastOf(all.map((one) => one.again)), leastOf(all.map((one) => one.cased))];
    let frames = 0;
    for (let i = 0; i < TRIES && frames < BOUNDS.frames; i++) frames = Math.max(frames, await scrolled(browser, base));
    for (let i = 0; i < WARM; i++) await ask(base, i);
    const before = await megabytes();
    for (let i = 0; i < ASKED; i++) await ask(base, i);
    const growth = (await megabytes()) - before;
    for (const name of ['first', 'work', 'drawn', 'afterLoad'] as const)
      console.log(
        `  ${TOLD[name]}: board ${board[name].toFixed(0)}, again ${again[name].toFixed(0)}, case ${cased[name].toFixed(0)}, blank page ${blank[name].toFixed(0)}`,
      );
    return { board: board.afterLoad, again: again.drawn, case: cased.drawn, frames, growth };
  } finally {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const TOLD = {
  first: 'first byte, ms',
  work: "CPU of the page's thread, ms",
  drawn: 'drawn, ms since it was asked for',
  afterLoad: 'drawn, ms after the load event',
} as const;

const NAMES: Readonly<Record<Bounded, string>> = {
  board: 'first board after the start and its load event, ms',
  again: 'board again, ms',
  case: 'case, ms',
  frames: 'frames a second while it scrolls',
  growth: `growth of the server's memory over ${ASKED} pages, MB`,
};

async function main(asked: readonly string[]): Promise<void> {
  const chrome = await chromium.launch({
    executablePath: process.env.GAVEL_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-background-networking'],
  });
  const browser = await chrome.newContext({ viewport: { width: 1440, height: 900 } });
  // As with a person, some page is open already.
  await browser.newPage();
  try {
    for (const text of asked.length > 0 ? asked : SIZES) {
      const [load = 0] = loadavg();
      console.log(
        `${text}${load > availableParallelism() ? `, on a busy machine (load ${load.toFixed(0)} on ${availableParallelism()} cores): the clock says little` : ''}`,
      );
      const found = await measure(browser, sizeOf(text));
      for (const [name, bound] of Object.entries(BOUNDS) as [Bounded, number][]) {
        if (text !== SIZES[0] && TIMES.includes(name)) continue;
        const holds = name === 'frames' ? found[name] >= bound : found[name] <= bound;
        if (!holds) process.exitCode = 1;
        console.log(
          `  ${NAMES[name]}: ${found[name].toFixed(name === 'frames' ? 1 : 0)} (${name === 'frames' ? '>=' : '<='} ${bound})${holds ? '' : ' MISSED'}`,
        );
      }
    }
  } finally {
    await chrome.close();
  }
}

const [first, path = ''] = process.argv.slice(2);
if (first === SERVE) await serve(path);
else await main(process.argv.slice(2));
