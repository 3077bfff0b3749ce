/** makeSite: the board as files that need no server: what `gavel view` shows of judged benchmarks, by the same code. */
import { deflateRawSync } from 'node:zlib';
import { SCALES, type Scale } from '../judge/checklist/reward.ts';
import { InputError } from '../judge/errors.ts';
import { judgesOf } from '../runners/store/judges.ts';
import { checkSweep } from '../runners/store/runs.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { countedTrials } from '../runners/store/trials.ts';
import { quotesOf } from './board/quotes-of.ts';
import { axesOf } from './judged-report/axes.ts';
import type { JudgedReport } from './judged-report/judged-report.ts';
import { readAsked } from './read-asked.ts';
import { readBattlesOn } from './read-battles-on.ts';
import { boardBenchmarks, readBoard, readTask, type TaskAround } from './read-board.ts';
import { readAllComparisons } from './read-comparison.ts';
import { readCriteriaOn } from './read-criteria-on.ts';
import { readJudges } from './read-judges.ts';
import { readSheet, SHEETS } from './read-sheet.ts';
import { OPEN, renderReport } from './rendering/report.ts';
import { showReport } from './show-report.ts';
import type { Case } from './web/board/case-page.ts';
import type { WrittenSheet } from './web/board/pages.ts';
import type { TaskView } from './web/board/task-page.ts';
import { siteDocument } from './web/site-document.ts';
import {
  askedKey,
  battlesKey,
  boardKey,
  caseKey,
  compareKey,
  criteriaKey,
  judgesKey,
  type SiteHead,
  sheetKey,
  taskKey,
} from './web/site-parts.ts';
import type { Language } from './words/translate.ts';

/** A larger site is a page with files beside it. */
export const LARGEST_FILE = 20e6;

export interface SiteOptions {
  readonly sweep?: string | undefined;
  /** Undefined: all that are judged. */
  readonly benchmark?: readonly string[] | undefined;
  /** Whose labels pages open with, and comparisons are made of; undefined: the judge of the leaderboard. */
  readonly judge?: string | undefined;
  /** On which pages open, and comparisons are made. */
  readonly scale: Scale;
  readonly language: Language;
  /** Whether the texts of reports stay out; verdicts and the passages that they quote stay in. */
  readonly withoutReports: boolean;
  /** Of the one file that a smaller site is, in bytes; LARGEST_FILE where absent. */
  readonly largest?: number | undefined;
}

export interface Site {
  /** With their paths in its folder. */
  readonly files: readonly (readonly [path: string, content: string | Buffer])[];
  readonly pages: number;
}

/** @throws InputError where the store has no such sweep, benchmark or judge, or nothing is judged */
export function makeSite(at: StoreAt, options: SiteOptions): Promise<Site> {
  return withStore(at, { mode: 'read' }, async (store) => {
    const { sweep, language, largest = LARGEST_FILE } = options;
    if (sweep !== undefined) checkSweep(store, sweep);
    const names = await publishable(store, options);
    const parts: { name: string; bytes: Buffer }[] = [];
    const benchmarks: SiteHead['benchmarks'][number][] = [];
    for (const benchmark of names) {
      const add = (name: string, value: unknown) => parts.push({ name, bytes: deflateRawSync(JSON.stringify(value)) });
      benchmarks.push(await publish(store, benchmark, options, add));
    }
    const whole = { head: { benchmarks }, language, parts };
    const one = siteDocument({ ...whole, files: false });
    if (Buffer.byteLength(one) <= largest) return { files: [['index.html', one]], pages: parts.length };
    const beside = parts.map(({ bytes }, i) => [`data/${i}.bin`, bytes] as const);
    return { files: [['index.html', siteDocument({ ...whole, files: true })], ...beside], pages: parts.length };
  });
}

async function publishable(store: Store, { sweep, benchmark: asked }: SiteOptions): Promise<readonly string[]> {
  const there = (await boardBenchmarks(store, sweep)).filter((benchmark) => judgesOf(store, { benchmark, sweep }).length > 0);
  const missing = asked?.find((name) => !there.includes(name));
  if (missing !== undefined)
    throw new InputError(`${store.path}: nothing is judged on benchmark "${missing}"; there is: ${there.join(', ') || 'nothing'}`);
  if (there.length === 0) throw new InputError(`${store.path}: nothing is judged yet`);
  return asked ?? there;
}

type Add = (name: string, value: unknown) => void;

async function publish(store: Store, benchmark: string, options: SiteOptions, add: Add): Promise<SiteHead['benchmarks'][number]> {
  const { sweep, judge, scale } = options;
  const reading = { benchmark, sweep, judge, scale };
  const first = await readBoard(store, reading);
  if (first === undefined) throw new InputError(`${benchmark}: nothing is judged`);
  const own = first.grid.judge;
  for (const each of first.grid.judges)
    for (const on of SCALES) {
      const board = each === own && on === scale ? first : await readBoard(store, { ...reading, judge: each, scale: on });
      if (board !== undefined) add(boardKey(benchmark, each, on), board);
    }
  for (const each of first.grid.judges) add(criteriaKey(benchmark, each), await readCriteriaOn(store, { ...reading, judge: each }));
  for (const view of SHEETS)
    for (const on of view === 'leaderboard' || view === 'history' ? SCALES : [scale]) {
      const { main, charts } = await readSheet(store, view, { ...reading, scale: on, currency: 'USD' });
      add(sheetKey(benchmark, view, on), { benchmark, view, html: main.html, charts } satisfies WrittenSheet);
    }
  for (const { id } of first.grid.rows) await publishTask(store, reading, id, options.withoutReports, add);
  for (const each of first.grid.judges) {
    const open = await readJudges(store, { ...reading, judge: each });
    add(judgesKey(benchmark, each, undefined), open);
    for (const against of open.judges)
      if (against !== each)
        add(
          judgesKey(benchmark, each, against),
          against === open.against ? open : await readJudges(store, { ...reading, judge: each, against }),
        );
  }
  const comparisons = await readAllComparisons(store, reading);
  for (const part of comparisons) add(compareKey(benchmark, part.compared.a, part.compared.b), part);
  const agents = comparisons[0]?.compared.agents ?? first.board.rows.map(({ agent }) => agent);
  return { name: benchmark, judge: own, scale, agents };
}

interface Reading extends Pick<SiteOptions, 'sweep' | 'judge' | 'scale'> {
  readonly benchmark: string;
}

async function publishTask(store: Store, reading: Reading, task: string, withoutReports: boolean, add: Add): Promise<void> {
  const { benchmark, sweep } = reading;
  const around = await readTask(store, { ...reading, task });
  if (around === undefined) return;
  const reports: JudgedReport[] = [];
  for (const { agent, repeat } of [...countedTrials(store, { benchmark, sweep, task })]) {
    const { shown } = await showReport(store, { ...reading, task, agent, repeat, report: true });
    const one = caseOf(shown, around, withoutReports);
    add(caseKey(benchmark, task, agent, repeat), one);
    add(askedKey(benchmark, task, agent, repeat), await readAsked(store, { ...reading, task, agent, repeat, withReport: false }));
    if (!reports.some((report) => report.agent === agent)) reports.push(withoutWords(one.shown));
  }
  add(battlesKey(benchmark, task), await readBattlesOn(store, { benchmark, sweep, task }));
  const { query, language, judge, judges } = around;
  add(taskKey(benchmark, task), { benchmark, task, query, language, judge, judges, reports } satisfies TaskView);
}

function caseOf(shown: JudgedReport, around: TaskAround, withoutReports: boolean): Case {
  const { report = '', ...about } = shown;
  const { html, marked } = withoutReports ? { html: '', marked: [] } : renderReport(report, OPEN, 'report', quotesOf(shown));
  return {
    ...around,
    shown: about,
    rendered: { html, marked },
    names: axesOf(shown),
    ...(withoutReports && report !== '' && { isWithheld: true }),
  };
}

/** Labels alone, as a task's page shows them. */
function withoutWords(report: JudgedReport): JudgedReport {
  const { stderr: _, ...rest } = report;
  return {
    ...rest,
    criteria: report.criteria.map(({ verdicts, ...criterion }) => ({
      ...criterion,
      verdicts: verdicts.map((verdict) => ({ ...verdict, reason: '', quotes: [] })),
    })),
  };
}
