/** lintFile, lintTask: what is wrong with a task file, and with the criteria in it; unlike loading, it does not stop at the first. */
import { z } from 'zod';
import { positionalId } from '../../judge/checklist/rubric.ts';
import { MisfitError } from '../files/check.ts';
import type { Row } from '../files/jsonl.ts';
import { readTaskFile } from '../load.ts';
import { isExpired, type Task, taskIdSchema } from '../task.ts';
import { compound } from './compound.ts';
import type { Check, Finding } from './finding.ts';
import { language } from './language.ts';
import { offTopic } from './off-topic.ts';
import { overlaps } from './overlap.ts';
import { shape, share } from './shape.ts';
import { sign } from './sign.ts';
import { silent } from './silent.ts';
import { unverifiable } from './unverifiable.ts';
import { vague } from './vague.ts';

const CHECKS: readonly Check[] = [compound, vague, unverifiable, sign, offTopic, silent];

export interface Linted {
  /** In the order of the file, what keeps it from loading first; none means that there is nothing to mend. */
  readonly findings: readonly Finding[];
  /** The tasks that could be read, each with its line. */
  readonly rows: readonly Row<Task>[];
}

/** @param today ISO 8601; where it is given, tasks are named whose rubric is too old */
export async function lintFile(path: string, today?: string): Promise<Linted> {
  const problems: Finding[] = [];
  const inBadLines: Finding[] = [];
  const { source, rows } = await readTaskFile(path, (found, row) => {
    const messages = found instanceof MisfitError ? found.complaints : [found.message];
    problems.push(...messages.map((message) => problem(path, message)));
    const task = row === undefined ? undefined : readablePart(row.value);
    if (task !== undefined && row !== undefined)
      inBadLines.push(...criterionFindings(task).map((finding) => ({ ...finding, line: row.line })));
  });
  const differences = source?.layout?.findings?.(rows) ?? [];
  const notes = rows.flatMap(({ value, line }) =>
    [...lintTask(value), ...(today === undefined ? [] : expired(value, today))].map((finding) => ({ ...finding, line })),
  );
  return { findings: [...problems, ...differences, ...[...inBadLines, ...notes].toSorted(byLine)], rows };
}

/** What can be said against the rubric of one task; nothing where it has none. */
export function lintTask(task: Task): Finding[] {
  const { rubric = [] } = task;
  return [...criterionFindings(task), ...[...shape(rubric), ...share(rubric)].map((note) => ({ ...note, task: task.id }))];
}

/** What can be said of a task's language and of its criteria one by one, of which some may be missing. */
function criterionFindings(task: Task): Finding[] {
  const { rubric = [] } = task;
  const checks = CHECKS.map((check) => check(task));
  const overlapping = overlaps(rubric);
  const notes = rubric.flatMap((criterion) => [
    ...checks.flatMap((check) => check(criterion)).map((note) => ({ ...note, task: task.id, criterion: criterion.id })),
    ...(overlapping.get(criterion.id) ?? []).map((note) => ({ ...note, task: task.id, criterion: criterion.id })),
  ]);
  return [...notes, ...language(task).map((note) => ({ ...note, task: task.id }))];
}

const readableLine = z.object({
  id: taskIdSchema,
  query: z.string(),
  language: z.string().min(1),
  domain: z.string().catch('unknown'),
  rubric: z.array(z.unknown()).catch([]),
});
const readableCriterion = z.object({
  id: z.string().optional(),
  criterion: z.string().trim().min(1),
  weight: z.number(),
  fatal: z.boolean().optional(),
});

/** Of a line that does not fit, the criteria that do, so that a second round finds nothing new in them. */
function readablePart(value: unknown): Task | undefined {
  const line = readableLine.safeParse(value);
  if (!line.success) return undefined;
  const rubric = line.data.rubric.flatMap((each, i) => {
    const read = readableCriterion.safeParse(each);
    return read.success && read.data.weight !== 0 ? [{ ...read.data, id: read.data.id ?? positionalId(i) }] : [];
  });
  return { ...line.data, rubric };
}

function byLine(a: Finding, b: Finding): number {
  return (a.line ?? 0) - (b.line ?? 0);
}

function expired(task: Task, today: string): Finding[] {
  if (!isExpired(task, today)) return [];
  const message = `its rubric was right until ${task.validUntil}: check it, and raise validUntil and version`;
  return [{ severity: 'warning', rule: 'expired', task: task.id, message }];
}

function problem(path: string, message: string): Finding {
  const line = message.startsWith(`${path}:`) ? /^\d+/.exec(message.slice(path.length + 1))?.[0] : undefined;
  return { severity: 'error', rule: 'schema', message, ...(line !== undefined && { line: Number(line) }) };
}
