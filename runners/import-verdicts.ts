/** Importing verdicts: other people's, or those of another store, all of a file or nothing. */
import type { z } from 'zod';
import { check } from '../benchmarks/files/check.ts';
import type { Criterion } from '../judge/checklist/rubric.ts';
import type { Question } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { criteriaMeant } from './exchange/criterion-index.ts';
import { type ImportedRun, ImportedRuns } from './exchange/imported-runs.ts';
import { type BenchmarkSource, type ImportedTask, ImportedTasks } from './exchange/imported-tasks.ts';
import { columnsOfAny, type LineBatch, lineBatches } from './exchange/line-batches.ts';
import { once } from './exchange/once.ts';
import { isResearchRubricsResult, researchRubricsLine } from './exchange/research-rubrics-line.ts';
import { type VerdictLine, verdictLine } from './exchange/verdict-line.ts';
import { importedAgent } from './store/agents.ts';
import { type JudgedBy, judgeOfLine } from './store/judges.ts';
import { RowCounts } from './store/row-counts.ts';
import { isPlanned } from './store/runs.ts';
import type { Store } from './store/store.ts';
import type { StoredTask } from './store/tasks.ts';
import { latestAttempt, storeAbsentReport, storeBareTrial } from './store/trials.ts';
import { hasUnscored, hasVerdicts, type JudgedReport, removeVerdict, storedLabel, storeResult, storeUnscored } from './store/verdicts.ts';

const COLUMNS = columnsOfAny(researchRubricsLine.in, verdictLine);

export interface VerdictImport {
  readonly file: string;
  readonly benchmarks: BenchmarkSource;
  /** For rows that name no agent or no judge. */
  readonly agent: string | undefined;
  readonly judge: string;
  /** What kind of judge gave them, for rows that do not say. */
  readonly by?: JudgedBy | undefined;
  readonly sweep: string;
  readonly at: string;
}

export interface VerdictCount {
  readonly verdicts: number;
  readonly unscored: number;
  /** Rows that were stored before, with the same label. */
  readonly known: number;
  readonly agents: number;
}

/**
 * Appends the verdicts of a file, all or none.
 *
 * Rows without a trial number are numbered in the order in which their criterion comes again; of rows with the same number the later
 * counts. Reports that the store does not hold stand in by name only.
 *
 * @throws InputError naming file, line and field, or a verdict that contradicts a stored one
 */
export async function importVerdicts(store: Store, options: VerdictImport): Promise<VerdictCount> {
  const { file, benchmarks } = options;
  const counts = new RowCounts();
  const tasks = new ImportedTasks(store, benchmarks);
  const importer = new Importer(store, options, tasks, counts);
  try {
    await store.longTransaction(async () => {
      for await (const { rows, lineOf } of lineBatches(file, COLUMNS)) {
        const lines = linesOf(file, { rows, lineOf });
        await tasks.open(lines.map(({ line }) => line));
        for (const { line, where } of lines) importer.add(line, where);
      }
      importer.finish();
    });
  } finally {
    counts.close();
  }
  return importer.count;
}

/**
 * As importVerdicts, of a file that is read before anything is written: others may write through the same store while it is read. All that it
 * may be on has to be given.
 *
 * @param check may refuse a line
 */
export async function importSmallFile(
  store: Store,
  options: VerdictImport,
  check: (line: VerdictLine, where: string) => void,
): Promise<VerdictCount> {
  const { file, benchmarks } = options;
  const lines: Located[] = [];
  for await (const batch of lineBatches(file, COLUMNS)) lines.push(...linesOf(file, batch));
  for (const { line, where } of lines) check(line, where);
  const counts = new RowCounts();
  const importer = new Importer(store, options, new ImportedTasks(store, benchmarks), counts);
  try {
    store.transaction(() => {
      for (const { line, where } of lines) importer.add(line, where);
      importer.finish();
    });
  } finally {
    counts.close();
  }
  return importer.count;
}

/** A line, and where it stands: for a complaint. */
interface Located {
  readonly line: VerdictLine;
  readonly where: string;
}

function linesOf(file: string, { rows, lineOf }: LineBatch): Located[] {
  return rows.map((row, i) => {
    const where = `${file}:${lineOf(i)}`;
    return { line: readLine(row, () => where), where };
  });
}

/** A row is read as what its keys say it is, so that what is wrong with it is named in its own words. */
function readLine(row: unknown, where: () => string): VerdictLine {
  const isForeign = typeof row === 'object' && row !== null && isResearchRubricsResult(row);
  const schema: z.ZodType<VerdictLine> = isForeign ? researchRubricsLine : verdictLine;
  const result = schema.safeParse(row);
  // The words for a complaint are put together only where there is one: that costs more than the reading.
  return result.success ? result.data : check(schema, row, where());
}

/** One attempt's report, judged by one judge. */
interface Target {
  readonly judged: JudgedReport;
  readonly index: ImportedTask['index'];
  readonly run: ImportedRun;
  /** Names it among the targets of a file. */
  readonly place: string;
  /** The store had no verdict of this judge on this report before the file: what is there came with it. */
  readonly fresh: boolean;
}

/** Files come report by report, so few targets are needed at once; what is forgotten is looked up again. */
const MOST_TARGETS = 10_000;

class Importer {
  readonly #store: Store;
  readonly #options: VerdictImport;
  readonly #tasks: ImportedTasks;
  readonly #agents = new Map<string, number>();
  readonly #judges = new Map<string, number>();
  readonly #targets = new Map<string, Target>();
  readonly #runs = new ImportedRuns();
  readonly #counts: RowCounts;
  readonly count = { verdicts: 0, unscored: 0, known: 0, agents: 0 };

  constructor(store: Store, options: VerdictImport, tasks: ImportedTasks, counts: RowCounts) {
    this.#store = store;
    this.#options = options;
    this.#tasks = tasks;
    this.#counts = counts;
  }

  /** @param where opens every complaint about the row */
  add(row: VerdictLine, where: string): void {
    const { at } = this.#options;
    const target = this.#target(row, where);
    const { item, again } = itemOf(target, row, this.#counts, where);
    target.run.trials = Math.max(target.run.trials, item.trial);
    const { label, confidence, probabilities, reason = '', quotes = [], parts, votes, stage } = row;
    const before = storedLabel(this.#store, target.judged, item);
    if (label === undefined) {
      // That the judge failed once says nothing against its verdict.
      if (before === undefined) this.#unscored(target, item, reason);
      else this.count.known++;
      return;
    }
    if (before !== undefined && before !== label && !again)
      throw new InputError(`${where}: label: "${label}" contradicts the stored "${before}"; import it under another --judge name`);
    if (before === label) {
      this.count.known++;
      return;
    }
    if (before !== undefined) removeVerdict(this.#store, target.judged, item);
    else if (this.count.unscored > 0 && this.#counts.of(failed(target, item)) > 0) this.count.unscored--;
    const verdict = {
      label,
      reason,
      quotes,
      ...(confidence !== undefined && { confidence }),
      ...(probabilities !== undefined && { probabilities }),
      ...(stage !== undefined && { stage }),
      ...(parts !== undefined && { parts }),
      ...(votes !== undefined && { votes }),
    };
    storeResult(this.#store, target.judged, { answers: [{ question: item, answer: verdict }], unscored: [] }, () => at);
    if (before === undefined) this.count.verdicts++;
  }

  #unscored(target: Target, item: Question, error: string): void {
    if (!hasUnscored(this.#store, target.judged, item))
      storeUnscored(this.#store, target.judged, { question: item, error }, this.#options.at);
    this.#counts.add(failed(target, item));
    this.count.unscored++;
  }

  finish(): void {
    const { file, sweep, at } = this.#options;
    if (this.count.verdicts + this.count.unscored + this.count.known === 0) throw new InputError(`${file}: no verdicts in it`);
    // Reports that were imported before said what was planned for them.
    this.#runs.store(this.#store, { sweep, at }, (run, task) => isPlanned(this.#store, { ...run, sweep }, task));
    this.count.agents = this.#agents.size;
  }

  #target(row: VerdictLine, where: string): Target {
    const { agent = this.#options.agent, judge = this.#options.judge, by = this.#options.by, model, adjudicated, repeat } = row;
    if (agent === undefined) throw new InputError(`${where}: agent: missing; give --agent NAME for rows without one`);
    const judgeKey = `${judge}\0${by}\0${model}\0${adjudicated}`;
    const key = `${agent}\0${row.benchmark}\0${row.task}\0${repeat}\0${judgeKey}`;
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const { benchmark, stored, index } = this.#tasks.find(row, where);
    const agentId = once(this.#agents, agent, () => importedAgent(this.#store, agent));
    const words = {
      judge,
      ...(by !== undefined && { by }),
      ...(model !== undefined && { model }),
      ...(adjudicated === true && { adjudicated }),
    };
    const judgeId = once(this.#judges, judgeKey, () => judgeOfLine(this.#store, words));
    const run = this.#runs.of(benchmark, agentId, judgeId);
    run.tasks.add(stored);
    run.repeats = Math.max(run.repeats, repeat);
    const reportId = this.#report(agent, agentId, stored, repeat);
    if (this.#targets.size >= MOST_TARGETS) this.#targets.clear();
    const judged = { judgeId, reportId, criteria: stored.criteria };
    const place = `${agentId} ${judgeId} ${stored.id} ${repeat}`;
    return once(this.#targets, key, () => ({ judged, index, run, place, fresh: this.#isFresh(judged, place) }));
  }

  /** Also of a target that was forgotten and comes again. */
  #isFresh(judged: JudgedReport, place: string): boolean {
    if (this.#counts.of(`fresh ${place}`) > 0) return true;
    if (hasVerdicts(this.#store, judged)) return false;
    this.#counts.add(`fresh ${place}`);
    return true;
  }

  #report(agent: string, agentId: number, task: StoredTask, repeat: number): number {
    const stored = latestAttempt(this.#store, agentId, task.queryId, repeat);
    if (stored?.reportId != null) return stored.reportId;
    const reportId = storeAbsentReport(this.#store, agent, task, repeat);
    storeBareTrial(this.#store, { agentId, queryId: task.queryId, repeat, at: this.#options.at }, reportId);
    return reportId;
  }
}

/** Names an item of which a row said that the judge failed. */
function failed({ place }: Target, { criterion, trial }: Question): string {
  return `failed ${place} ${trial} ${criterion}`;
}

interface Meant {
  readonly item: Question;
  /** Whether what is stored of it came from an earlier row of the file: result files are appended to, and the later row counts. */
  readonly again: boolean;
}

/**
 * Rows say which trial they are, or are numbered in the order in which their criterion comes again. One without a label leaves its
 * number to the next, which may be the second try. Criteria with the same words take rows in turn; then the next trial begins.
 */
function itemOf({ index, place, fresh }: Target, row: VerdictLine, counts: RowCounts, where: string): Meant {
  const [first, ...others] = criteriaMeant(index, row, where);
  // Nothing need be counted: most files are such.
  if (others.length === 0 && row.trial !== undefined && fresh) return { item: { criterion: first.id, trial: row.trial }, again: true };
  const counter = ({ id }: Criterion) => `${place} ${row.trial ?? ''} ${id}`;
  if (others.length === 0 && row.trial === undefined && row.label === undefined)
    return { item: { criterion: first.id, trial: counts.of(counter(first)) + 1 }, again: false };
  const next = others.reduce((least, other) => (counts.of(counter(other)) < counts.of(counter(least)) ? other : least), first);
  const before = counts.add(counter(next));
  return { item: { criterion: next.id, trial: row.trial ?? before + 1 }, again: row.trial !== undefined && before > 0 };
}
