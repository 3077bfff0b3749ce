/** Verdicts from other people's files into the store, all of a file or nothing. */
import { z } from 'zod';
import { printable } from '../../benchmarks/files/check.ts';
import { rowBatches } from '../../benchmarks/files/jsonl.ts';
import { didYouMean } from '../../benchmarks/files/suggest.ts';
import type { Task } from '../../benchmarks/task.ts';
import type { Criterion } from '../../judge/checklist/rubric.ts';
import { InputError } from '../../judge/errors.ts';
import { importedAgent } from '../store/agents.ts';
import { importedJudge } from '../store/judges.ts';
import { RowCounts } from '../store/row-counts.ts';
import { storeRun } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { type StoredTask, storeTask } from '../store/tasks.ts';
import { latestAttempt, storeAbsentReport, storeBareTrial } from '../store/trials.ts';
import { type JudgedReport, storedLabel, storeResult } from '../store/verdicts.ts';
import { type CriterionIndex, criteriaMeant, indexCriteria } from './criterion-index.ts';
import { once } from './once.ts';
import { readVerdictRow, type VerdictRow } from './verdict-line.ts';

export interface ImportOptions {
  readonly file: string;
  readonly benchmark: { readonly name: string; readonly tasks: readonly Task[] };
  /** For rows that name no agent or no judge. */
  readonly agent: string | undefined;
  readonly judge: string;
  readonly sweep: string;
  readonly at: string;
}

export interface ImportCount {
  readonly verdicts: number;
  readonly unscored: number;
  /** Rows that were stored before, with the same label. */
  readonly known: number;
  readonly agents: number;
}

/**
 * Appends the verdicts of a file, all or none.
 *
 * Rows without a trial number are numbered in the order in which their criterion comes again. Reports that the store does not hold
 * stand in by name only.
 *
 * @throws InputError naming file, line and field, or a verdict that contradicts a stored one
 */
export async function importVerdicts(store: Store, options: ImportOptions): Promise<ImportCount> {
  const counts = new RowCounts();
  const importer = new Importer(store, options, counts);
  try {
    await store.longTransaction(async () => {
      for await (const batch of rowBatches(options.file, z.unknown())) {
        for (const { value, line } of batch) {
          const where = `${options.file}:${line}`;
          importer.add(readVerdictRow(value, where), where);
        }
      }
      importer.finish();
    });
  } finally {
    counts.close();
  }
  return importer.count;
}

interface ImportTask {
  readonly stored: StoredTask;
  readonly index: CriterionIndex;
}

/** One attempt's report, judged by one judge. */
interface Target {
  readonly judged: JudgedReport;
  readonly index: CriterionIndex;
  readonly run: ImportedRun;
  /** Names it among the targets of a file. */
  readonly place: string;
}

/** One agent judged by one judge, as it will be recorded. */
interface ImportedRun {
  readonly agentId: number;
  readonly judgeId: number;
  readonly tasks: Set<StoredTask>;
  repeats: number;
  trials: number;
}

/** Files come report by report, so few targets are needed at once; what is forgotten is looked up again. */
const MOST_TARGETS = 10_000;

class Importer {
  readonly #store: Store;
  readonly #options: ImportOptions;
  readonly #given: ReadonlyMap<string, Task>;
  readonly #tasks = new Map<string, ImportTask>();
  readonly #agents = new Map<string, number>();
  readonly #judges = new Map<string, number>();
  readonly #targets = new Map<string, Target>();
  readonly #runs = new Map<string, ImportedRun>();
  readonly #counts: RowCounts;
  readonly count = { verdicts: 0, unscored: 0, known: 0, agents: 0 };

  constructor(store: Store, options: ImportOptions, counts: RowCounts) {
    this.#store = store;
    this.#options = options;
    this.#counts = counts;
    this.#given = new Map(options.benchmark.tasks.map((task) => [task.id, task]));
  }

  /** @param where opens every complaint about the row */
  add(row: VerdictRow, where: string): void {
    const { benchmark, at } = this.#options;
    if (row.benchmark !== undefined && row.benchmark !== benchmark.name)
      throw new InputError(`${where}: benchmark: expected "${benchmark.name}", got "${printable(row.benchmark, 80)}"`);
    const target = this.#target(row, where);
    const item = itemOf(target, row, this.#counts, where);
    target.run.trials = Math.max(target.run.trials, item.trial);
    const { label, confidence, reason, quotes, verified, parts } = row;
    if (label === undefined) {
      const error = reason || 'the imported row says success: false';
      storeResult(this.#store, target.judged, { answers: [], unscored: [{ question: item, error }] }, at);
      this.count.unscored++;
      return;
    }
    const before = storedLabel(this.#store, target.judged, item);
    if (before !== undefined && before !== label)
      throw new InputError(`${where}: label: "${label}" contradicts the stored "${before}"; import it under another --judge name`);
    if (before !== undefined) {
      this.count.known++;
      return;
    }
    const verdict = {
      label,
      reason,
      quotes,
      ...(confidence !== undefined && { confidence }),
      ...(verified !== undefined && { verified }),
      ...(parts !== undefined && { parts }),
    };
    storeResult(this.#store, target.judged, { answers: [{ question: item, answer: verdict }], unscored: [] }, at);
    this.count.verdicts++;
  }

  /** Records what was imported as runs. @throws InputError where the file held no verdict */
  finish(): void {
    const { file, sweep, benchmark, at } = this.#options;
    if (this.count.verdicts + this.count.unscored + this.count.known === 0) throw new InputError(`${file}: no verdicts in it`);
    for (const { tasks, trials, ...run } of this.#runs.values())
      storeRun(this.#store, { ...run, sweep, benchmark: benchmark.name, judgeTrials: trials, at, tasks: [...tasks] });
    this.count.agents = this.#agents.size;
  }

  #target(row: VerdictRow, where: string): Target {
    const { agent = this.#options.agent, judge = this.#options.judge, repeat } = row;
    if (agent === undefined) throw new InputError(`${where}: agent: missing; give --agent NAME for rows without one`);
    const key = `${agent}\0${row.task}\0${repeat}\0${judge}`;
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const { stored, index } = this.#task(row.task, where);
    const agentId = once(this.#agents, agent, () => importedAgent(this.#store, agent));
    const judgeId = once(this.#judges, judge, () => importedJudge(this.#store, 'verdicts', { name: judge }));
    const run = this.#run(agentId, judgeId);
    run.tasks.add(stored);
    run.repeats = Math.max(run.repeats, repeat);
    const reportId = this.#report(agent, agentId, stored, repeat);
    if (this.#targets.size >= MOST_TARGETS) this.#targets.clear();
    return once(this.#targets, key, () => ({
      judged: { judgeId, reportId, criteria: stored.criteria },
      index,
      run,
      place: `${agentId} ${judgeId} ${stored.id} ${repeat}`,
    }));
  }

  #task(id: string, where: string): ImportTask {
    return once(this.#tasks, id, () => {
      const { name } = this.#options.benchmark;
      const task = this.#given.get(id);
      if (task !== undefined) return { stored: storeTask(this.#store, name, task), index: indexCriteria(task) };
      throw new InputError(`${where}: task: no task "${printable(id, 80)}" in ${name}${didYouMean(id, [...this.#given.keys()])}`);
    });
  }

  #run(agentId: number, judgeId: number): ImportedRun {
    return once(this.#runs, `${agentId} ${judgeId}`, () => ({ agentId, judgeId, tasks: new Set<StoredTask>(), repeats: 1, trials: 1 }));
  }

  #report(agent: string, agentId: number, task: StoredTask, repeat: number): number {
    const stored = latestAttempt(this.#store, agentId, task.queryId, repeat);
    if (stored?.reportId != null) return stored.reportId;
    const reportId = storeAbsentReport(this.#store, agent, task, repeat);
    storeBareTrial(this.#store, { agentId, queryId: task.queryId, repeat, at: this.#options.at }, reportId);
    return reportId;
  }
}

/** Criteria with the same words take rows in turn; then the next trial begins. */
function itemOf({ index, place }: Target, row: VerdictRow, counts: RowCounts, where: string): { criterion: string; trial: number } {
  const [first, ...others] = criteriaMeant(index, row, where);
  if (row.trial !== undefined && others.length === 0) return { criterion: first.id, trial: row.trial };
  const counter = ({ id }: Criterion) => `${place} ${row.trial ?? ''} ${id}`;
  const next = others.reduce((least, other) => (counts.of(counter(other)) < counts.of(counter(least)) ? other : least), first);
  const before = counts.add(counter(next));
  return { criterion: next.id, trial: row.trial ?? before + 1 };
}
