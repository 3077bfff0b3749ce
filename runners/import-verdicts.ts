/** Verdicts from other people's files: ours, or the ResearchRubrics evaluator's result rows as they are. */
import { z } from 'zod';
import { check, printable } from '../benchmarks/check.ts';
import { rowBatches } from '../benchmarks/jsonl.ts';
import { criterionKey } from '../benchmarks/research-rubrics.ts';
import { didYouMean } from '../benchmarks/suggest.ts';
import type { Task } from '../benchmarks/task.ts';
import { InputError } from '../judge/errors.ts';
import type { Criterion } from '../judge/rubric.ts';
import type { Label } from '../judge/verdict.ts';
import {
  type StoredTask,
  storeAbsentReport,
  storeAgent,
  storeBareTrial,
  storedLabel,
  storeJudge,
  storeRuling,
  storeRun,
  storeTask,
} from './facts.ts';
import type { Store } from './store.ts';
import { latestAttempt } from './stored.ts';

/** The labels as the files of the field spell them. Nothing else is guessed at. */
const SPELLINGS: Readonly<Record<string, Label>> = {
  satisfied: 'satisfied',
  partial: 'partial',
  'partially satisfied': 'partial',
  partially_satisfied: 'partial',
  unsatisfied: 'unsatisfied',
  'not satisfied': 'unsatisfied',
  not_satisfied: 'unsatisfied',
};

const labelSchema = z.string().transform((text, context): Label => {
  const label = SPELLINGS[text.trim().toLowerCase()];
  if (label !== undefined) return label;
  context.addIssue({ code: 'custom', message: 'expected satisfied, partial or unsatisfied' });
  return z.NEVER;
});

const whole = z.number().int().positive();
const shared = {
  agent: z.string().min(1).optional(),
  benchmark: z.string().min(1).optional(),
  judge: z.string().min(1).optional(),
  trial: whole.optional(),
  repeat: whole.optional(),
  weight: z.number().optional(),
  confidence: z.number().min(0).max(1).nullish(),
};
const ours = z.object({
  ...shared,
  task: z.string(),
  criterion: z.string(),
  criterionId: z.string().optional(),
  label: labelSchema,
  reason: z.string().nullish(),
  quotes: z.array(z.string()).nullish(),
});
const official = z.object({
  ...shared,
  sample_id: z.string(),
  rubric_title: z.string(),
  verdict: z.string(),
  success: z.boolean().nullish(),
  reasoning: z.string().nullish(),
  confidence: z.number().nullish(),
});

interface VerdictRow {
  readonly agent: string | undefined;
  readonly benchmark: string | undefined;
  readonly judge: string | undefined;
  readonly task: string;
  readonly criterion: string;
  readonly criterionId: string | undefined;
  readonly trial: number | undefined;
  readonly repeat: number;
  /** Undefined: the other judge gave none. */
  readonly label: Label | undefined;
  readonly confidence: number | undefined;
  readonly reason: string;
  readonly quotes: readonly string[];
}

const ourRow = ours.transform(fromOurs);
const officialRow = official.transform(fromOfficial);

/** A row is read as what its keys say it is, so that what is wrong with it is named in its own words. */
function readRow(row: unknown, where: string): VerdictRow {
  const isOfficial = typeof row === 'object' && row !== null && ('sample_id' in row || 'rubric_title' in row);
  const schema: z.ZodType<VerdictRow> = isOfficial ? officialRow : ourRow;
  const result = schema.safeParse(row);
  return result.success ? result.data : check(schema, row, where);
}

function fromOurs(row: z.infer<typeof ours>): VerdictRow {
  const { agent, benchmark, judge, task, criterion, criterionId, trial, label } = row;
  return {
    agent,
    benchmark,
    judge,
    task,
    criterion,
    criterionId,
    trial,
    label,
    repeat: row.repeat ?? 1,
    confidence: row.confidence ?? undefined,
    reason: row.reason ?? '',
    quotes: row.quotes ?? [],
  };
}

function fromOfficial(row: z.infer<typeof official>, context: z.RefinementCtx): VerdictRow {
  const label = SPELLINGS[row.verdict.trim().toLowerCase()];
  if (label === undefined && row.success !== false) {
    context.addIssue({ code: 'custom', path: ['verdict'], message: 'expected Satisfied, Partially Satisfied or Not Satisfied' });
    return z.NEVER;
  }
  const { agent, benchmark, judge, trial, sample_id: task, rubric_title: criterion, confidence } = row;
  const inUnit = confidence != null && confidence >= 0 && confidence <= 1 ? confidence : undefined;
  return {
    agent,
    benchmark,
    judge,
    task,
    criterion,
    criterionId: undefined,
    trial,
    label: row.success === false ? undefined : label,
    repeat: row.repeat ?? 1,
    confidence: inUnit,
    reason: row.reasoning ?? '',
    quotes: [],
  };
}

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
  const importer = new Importer(store, options);
  await store.longTransaction(async () => {
    for await (const batch of rowBatches(options.file, z.unknown())) {
      for (const { value, line } of batch) importer.add(readRow(value, `${options.file}:${line}`), line);
    }
    importer.finish();
  });
  return importer.count;
}

/** One attempt's report, judged by one judge. */
interface Target {
  readonly task: ImportTask;
  readonly judgeId: number;
  readonly reportId: number;
  /** How often each criterion came without a trial number. */
  readonly times: Map<string, number>;
  readonly plan: ImportedRun;
}

/** One agent judged by one judge, as it will be recorded. */
interface ImportedRun {
  readonly agentId: number;
  readonly judgeId: number;
  readonly tasks: Set<StoredTask>;
  repeats: number;
  trials: number;
}

interface ImportTask {
  readonly stored: StoredTask;
  readonly byId: ReadonlyMap<string, Criterion>;
  /** Several where a rubric has the same words twice. */
  readonly byText: ReadonlyMap<string, readonly Criterion[]>;
}

const MOST_TARGETS = 100_000;

class Importer {
  readonly #store: Store;
  readonly #options: ImportOptions;
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #stored = new Map<string, ImportTask>();
  readonly #agents = new Map<string, number>();
  readonly #judges = new Map<string, number>();
  #targets = new Map<string, Target>();
  readonly #planned = new Map<string, ImportedRun>();
  readonly count = { verdicts: 0, unscored: 0, known: 0, agents: 0 };

  constructor(store: Store, options: ImportOptions) {
    this.#store = store;
    this.#options = options;
    this.#tasks = new Map(options.benchmark.tasks.map((task) => [task.id, task]));
  }

  add(row: VerdictRow, line: number): void {
    const where = `${this.#options.file}:${line}`;
    const agent = row.agent ?? this.#options.agent;
    if (agent === undefined) throw new InputError(`${where}: agent: missing; give --agent NAME for rows without one`);
    if (row.benchmark !== undefined && row.benchmark !== this.#options.benchmark.name) {
      throw new InputError(`${where}: benchmark: expected "${this.#options.benchmark.name}", got "${printable(row.benchmark, 80)}"`);
    }
    const target = this.#target(agent, row, where);
    const { criterion, trial } = this.#item(target, row, where);
    const item = { criterion: criterion.id, trial };
    target.plan.trials = Math.max(target.plan.trials, trial);
    const judged = { judgeId: target.judgeId, reportId: target.reportId, criteria: target.task.stored.criteria };
    if (row.label === undefined) {
      storeRuling(
        this.#store,
        judged,
        { verdicts: [], unscored: [{ item, error: row.reason || 'the imported row says success: false' }] },
        this.#options.at,
      );
      this.count.unscored++;
      return;
    }
    const before = storedLabel(this.#store, judged, item);
    if (before !== undefined) {
      if (before !== row.label)
        throw new InputError(`${where}: label: "${row.label}" contradicts the stored "${before}"; import it under another --judge name`);
      this.count.known++;
      return;
    }
    const { label, confidence, reason, quotes } = row;
    storeRuling(
      this.#store,
      judged,
      { verdicts: [{ item, verdict: { label, reason, quotes, ...(confidence !== undefined && { confidence }) } }], unscored: [] },
      this.#options.at,
    );
    this.count.verdicts++;
  }

  finish(): void {
    if (this.count.verdicts + this.count.unscored + this.count.known === 0)
      throw new InputError(`${this.#options.file}: no verdicts in it`);
    for (const { agentId, judgeId, tasks, repeats, trials } of this.#planned.values()) {
      storeRun(this.#store, {
        sweep: this.#options.sweep,
        benchmark: this.#options.benchmark.name,
        agentId,
        judgeId,
        repeats,
        judgeTrials: trials,
        at: this.#options.at,
        tasks: [...tasks],
      });
    }
    this.count.agents = this.#agents.size;
  }

  #target(agent: string, row: VerdictRow, where: string): Target {
    const judge = row.judge ?? this.#options.judge;
    const key = `${agent}\0${row.task}\0${row.repeat}\0${judge}`;
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const task = this.#task(row.task, where);
    const agentId = intern(this.#agents, agent, () => storedAgent(this.#store, agent));
    const judgeId = intern(this.#judges, judge, () => storedJudge(this.#store, judge));
    const plan = intern(this.#planned, `${agentId} ${judgeId}`, () => ({
      agentId,
      judgeId,
      tasks: new Set<StoredTask>(),
      repeats: 1,
      trials: 1,
    }));
    plan.tasks.add(task.stored);
    plan.repeats = Math.max(plan.repeats, row.repeat);
    const target = {
      task,
      judgeId,
      reportId: this.#report(agent, agentId, task.stored, row.repeat),
      times: new Map<string, number>(),
      plan,
    };
    // Files come report by report, so few are needed at once; numbering by order of coming is per report.
    if (this.#targets.size >= MOST_TARGETS) this.#targets = new Map();
    this.#targets.set(key, target);
    return target;
  }

  #task(id: string, where: string): ImportTask {
    return intern(this.#stored, id, () => {
      const task = this.#tasks.get(id);
      if (task === undefined)
        throw new InputError(
          `${where}: task: no task "${printable(id, 80)}" in ${this.#options.benchmark.name}${didYouMean(id, [...this.#tasks.keys()])}`,
        );
      const byText = new Map<string, Criterion[]>();
      for (const criterion of task.rubric ?? []) intern(byText, criterionKey(criterion.criterion), () => []).push(criterion);
      return {
        stored: storeTask(this.#store, this.#options.benchmark.name, task),
        byId: new Map((task.rubric ?? []).map((c) => [c.id, c])),
        byText,
      };
    });
  }

  #report(agent: string, agentId: number, task: StoredTask, repeat: number): number {
    const stored = latestAttempt(this.#store, agentId, task.queryId, repeat);
    if (stored?.reportId != null) return stored.reportId;
    const reportId = storeAbsentReport(this.#store, agent, task, repeat);
    storeBareTrial(this.#store, { agentId, queryId: task.queryId, repeat, at: this.#options.at }, reportId);
    return reportId;
  }

  #item(target: Target, row: VerdictRow, where: string): { criterion: Criterion; trial: number } {
    const { byId, byText } = target.task;
    const same = row.criterionId === undefined ? undefined : byId.get(row.criterionId);
    // Folding white space costs more than all else of a row, and most rows spell a criterion as the benchmark does.
    const text = byText.has(row.criterion) ? row.criterion : criterionKey(row.criterion);
    const candidates = same !== undefined ? [same] : (byText.get(text) ?? [byId.get(row.criterion)].filter((c) => c !== undefined));
    if (candidates.length === 0)
      throw new InputError(
        `${where}: criterion: task ${row.task} has no criterion "${printable(row.criterion, 80)}"${didYouMean(text, [...byText.keys(), ...byId.keys()])}`,
      );
    const counter = row.trial === undefined ? text : `${text}\0${row.trial}`;
    const time = target.times.get(counter) ?? 0;
    target.times.set(counter, time + 1);
    const criterion = candidates[time % candidates.length] as Criterion;
    return { criterion, trial: row.trial ?? Math.floor(time / candidates.length) + 1 };
  }
}

/** An agent known by name; one that is new has its reports collected elsewhere, as a folder's have. */
function storedAgent(store: Store, name: string): number {
  const found = store.sql<string[], { id: number }>('SELECT id FROM agent WHERE name = ?').get(name);
  return found?.id ?? storeAgent(store, { name, identity: { kind: 'reports' } });
}

function storedJudge(store: Store, name: string): number {
  return storeJudge(store, { name, identity: { kind: 'imported', name } });
}

function intern<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
