/** readPage: what a page of the board is made of, out of a store. */
import { printable } from '../benchmarks/files/check.ts';
import { InputError } from '../judge/errors.ts';
import type { StoreAt } from '../runners/store/store.ts';
import { quotesOf } from './board/quotes-of.ts';
import { axesOf } from './judged-report/axes.ts';
import { readAsked } from './read-asked.ts';
import { readBattlesOn } from './read-battles-on.ts';
import { attemptsAt, boardBenchmarks, readBoard, readTask } from './read-board.ts';
import { readComparison } from './read-comparison.ts';
import { readCriteriaOn } from './read-criteria-on.ts';
import { readJudges } from './read-judges.ts';
import { readSheet, SHEETS, type SheetView } from './read-sheet.ts';
import { OPEN, renderReport } from './rendering/report.ts';
import { showReport } from './show-report.ts';
import type { BoardState, Place } from './web/board/address.ts';
import type { PageData } from './web/board/pages.ts';
import { isBeside, needsCriteria } from './web/site-parts.ts';

export interface PageAddress {
  readonly place: Place;
  readonly state: BoardState;
  readonly sweep?: string | undefined;
}

/** Undefined where there is no such page. @throws InputError where the store has nothing of what the address names */
export async function readPage(at: StoreAt, { place, state, sweep }: PageAddress): Promise<PageData | undefined> {
  const { benchmark, view = 'board', task, agent } = place;
  if (benchmark === undefined) return { kind: 'home', benchmarks: await boardBenchmarks(at, sweep) };
  const { judge, scale } = state;
  const reading = { benchmark, sweep, judge, scale };
  if (task !== undefined && agent !== undefined) return await readCase(at, { ...reading, task, agent }, state);
  if (task !== undefined) return await readTaskView(at, { ...reading, task });
  const sheet = SHEETS.find((name) => name === view);
  if (sheet !== undefined) return await writtenSheet(at, sheet, reading);
  const asks = needsCriteria(place, state);
  if (view === 'compare') {
    const compared = await readComparison(at, { ...reading, a: state.of, b: state.beside });
    const { a, b } = compared;
    return { kind: 'compare', ...compared, ...(asks && { criteriaOn: await readCriteriaOn(at, { ...reading, agents: [a, b] }) }) };
  }
  if (view === 'judges') return { kind: 'judges', ...(await readJudges(at, { ...reading, against: state.against })) };
  if (view !== 'board') return undefined;
  const found = await readBoard(at, reading);
  if (found === undefined) return await writtenSheet(at, 'ratings', reading);
  return { kind: 'board', ...found, ...(asks && { criteriaOn: await readCriteriaOn(at, reading) }) };
}

interface Reading {
  readonly benchmark: string;
  readonly sweep: string | undefined;
  readonly judge: string | undefined;
  readonly scale: BoardState['scale'];
}

async function writtenSheet(at: StoreAt, view: SheetView, reading: Reading): Promise<PageData> {
  const { main, charts } = await readSheet(at, view, { ...reading, currency: 'USD' });
  return { kind: 'sheet', benchmark: reading.benchmark, view, html: main.html, charts };
}

/** @throws InputError */
async function around(at: StoreAt, { benchmark, sweep, judge, task }: Reading & { readonly task: string }) {
  const found = await readTask(at, { benchmark, sweep, task, judge });
  if (found === undefined) throw new InputError(`no task "${printable(task, 80)}" with a rubric on ${printable(benchmark, 80)}`);
  return found;
}

async function readTaskView(at: StoreAt, reading: Reading & { readonly task: string }): Promise<PageData> {
  const { benchmark, task } = reading;
  const { agents, judge, judges, query, language } = await around(at, reading);
  const reports = await Promise.all(agents.map((agent) => showReport(at, { ...reading, agent })));
  return { kind: 'task', benchmark, task, query, language, judge, judges, reports: reports.map(({ shown }) => shown) };
}

async function readCase(
  at: StoreAt,
  reading: Reading & { readonly task: string; readonly agent: string },
  state: BoardState,
): Promise<PageData> {
  const rest = await around(at, reading);
  const { beside = reading.agent, against = reading.judge, repeat, tab } = state;
  const isCompared = isBeside(state);
  const { shown } = await showReport(at, { ...reading, repeat, report: !isCompared, trace: tab === 'trace' });
  if (isCompared) {
    const attempt = state.besideRepeat ?? (beside === reading.agent ? repeat : undefined);
    const other = await showReport(at, { ...reading, agent: beside, judge: against, repeat: attempt });
    const met = beside === reading.agent ? {} : { battles: await readBattlesOn(at, reading) };
    return { kind: 'beside', shown, other: other.shown, judges: rest.judges, names: axesOf(shown), ...met };
  }
  const { report = '', ...about } = shown;
  const { html, marked } = renderReport(report, OPEN, 'report', quotesOf(shown));
  const attempts = await attemptsAt(at, reading);
  return {
    kind: 'case',
    ...rest,
    shown: about,
    rendered: { html, marked },
    attempts,
    names: axesOf(shown),
    ...(tab === 'raw' && { raw: report }),
    ...(tab === 'battles' && { battles: await readBattlesOn(at, reading) }),
    ...(tab === 'prompt' && {
      asked: await readAsked(at, { ...reading, repeat, criterion: state.criterion ?? shown.criteria[0]?.id, withReport: true }),
    }),
  };
}
