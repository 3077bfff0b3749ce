/** Exporting what a store holds as lines, each kind in an order that depends on its content only. */
import { InputError } from '../judge/errors.ts';
import { battleLine, toBattleLine } from './exchange/battle-line.ts';
import { columnsOf } from './exchange/columns.ts';
import type { Written } from './exchange/fields.ts';
import { reportLine, toReportLine } from './exchange/report-line.ts';
import { traceLine } from './exchange/trace-line.ts';
import { toVerdictLine, verdictLine } from './exchange/verdict-line.ts';
import { csvLines, jsonLines, writeParquet } from './exchange/write-table.ts';
import { battleRows } from './store/battles.ts';
import { liveEvents } from './store/journal.ts';
import { JUDGED_BY, type JudgedBy } from './store/judges.ts';
import { judgings } from './store/results.ts';
import { benchmarkNames, type CountedSelection, checkSweep } from './store/runs.ts';
import type { Store } from './store/store.ts';
import { type StoredTask, storedTask } from './store/tasks.ts';
import { traces } from './store/traces.ts';
import { type CountedTrial, countedTrials, reportText } from './store/trials.ts';
import { reportVerdicts } from './store/verdicts.ts';

export { JUDGED_BY, type JudgedBy };

/** What is exported, each with the schema of its lines. */
const EXPORTS = {
  reports: { line: reportLine, lines: reportLines },
  traces: { line: traceLine, lines: traceLines },
  verdicts: { line: verdictLine, lines: verdictLines },
  battles: { line: battleLine, lines: battleLines },
} as const;
export type Exported = keyof typeof EXPORTS;

/** How lines are written. */
export const FORMATS = ['jsonl', 'csv', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

/** Which of what counts: of verdicts also those of one kind of judge. */
export type ExportSelection = CountedSelection & { readonly by?: JudgedBy | undefined };

/** In pieces of a line or row each. @throws InputError where the store has nothing of what was asked for */
export function exportText(store: Store, what: Exported, format: Exclude<Format, 'parquet'>, selection: ExportSelection): Iterable<string> {
  checkSelection(store, selection);
  const { line, lines } = EXPORTS[what];
  return format === 'csv' ? csvLines(lines(store, selection), columnsOf(line)) : jsonLines(lines(store, selection));
}

/** Writes a new file, or over an old one. @throws InputError where the store has nothing of what was asked for */
export function exportParquet(store: Store, what: Exported, file: string, selection: ExportSelection): void {
  checkSelection(store, selection);
  const { line, lines } = EXPORTS[what];
  writeParquet(file, lines(store, selection), columnsOf(line));
}

function checkSelection(store: Store, { benchmark, sweep }: CountedSelection): void {
  if (sweep !== undefined) checkSweep(store, sweep);
  if (benchmark === undefined) return;
  const there = benchmarkNames(store, sweep);
  if (!there.includes(benchmark))
    throw new InputError(`${store.path}: nothing on benchmark "${benchmark}"; there is: ${there.join(', ') || 'nothing'}`);
}

/** By agent, benchmark, task, repeat, judge, trial and place in the rubric. Nothing in a line tells when or how it was made. */
export function* verdictLines(store: Store, { by, ...selection }: ExportSelection = {}): Generator<Written<typeof verdictLine>> {
  for (const { trial, stored } of trialsWithTasks(store, selection)) {
    if (trial.reportId === null) continue;
    const work = { agent: trial.agent, benchmark: trial.benchmark, task: stored.task.id, repeat: trial.repeat };
    const rubric = new Map([...stored.criteria.values()].map((id, place) => [id, stored.task.rubric?.[place]]));
    for (const verdict of reportVerdicts(store, trial.reportId, rubric.keys())) {
      const criterion = rubric.get(verdict.criterion);
      if (criterion !== undefined && (by === undefined || verdict.by === by)) yield toVerdictLine(work, criterion, verdict);
    }
  }
}

/** By agent, benchmark, task and repeat: the newest attempt each. */
export function* reportLines(store: Store, selection: CountedSelection = {}): Generator<Written<typeof reportLine>> {
  for (const { trial, stored } of trialsWithTasks(store, selection)) {
    const text = trial.reportId === null ? undefined : reportText(store, trial.reportId);
    yield toReportLine(trial, stored.task.id, text, judgings(store, trial, stored, selection.sweep));
  }
}

export function* battleLines(store: Store): Generator<Written<typeof battleLine>> {
  for (const row of battleRows(store, { words: true })) yield toBattleLine(row);
}

/** By agent, benchmark, task and repeat, the events of each attempt in their order; then those of attempts that have not ended. */
export function* traceLines(store: Store, selection: CountedSelection = {}): Generator<Written<typeof traceLine>> {
  yield* traces(store, selection);
  yield* liveEvents(store, selection);
}

function* trialsWithTasks(store: Store, selection: CountedSelection): Generator<{ trial: CountedTrial; stored: StoredTask }> {
  const tasks = new Map<number, StoredTask>();
  for (const trial of countedTrials(store, selection)) {
    const stored = tasks.get(trial.taskId) ?? storedTask(store, trial.taskId);
    tasks.set(trial.taskId, stored);
    yield { trial, stored };
  }
}
