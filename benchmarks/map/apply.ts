/** applyPlan: the rows of a file as tasks, reports, verdicts and battles, all of it or nothing. */
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';
import type { Task } from '../task.ts';
import { Attempts } from './attempts.ts';
import { Battles } from './battles.ts';
import { Complaints, shownCounts } from './complaints.ts';
import type { Container, SourceRow } from './container.ts';
import { type Field, NUMBER } from './field.ts';
import { type Fields, namesOf, openFields, shownNames } from './fields.ts';
import { type Note, note } from './notes.ts';
import { joinOther, type OtherFile } from './other-file.ts';
import { cellsOf, parsePath } from './path.ts';
import type { FieldName, Kind, MapPlan } from './plan.ts';
import { type FieldRecord, hasLengths, recordReader } from './records.ts';
import { Reports } from './reports.ts';
import { TaskBook } from './tasks.ts';
import { Ids } from './texts.ts';
import { type LabelMeaning, Labels, type Line } from './verdicts.ts';

export interface Mapped {
  readonly tasks: readonly Task[];
  readonly reports: readonly Line[];
  readonly verdicts: readonly Line[];
  readonly battles: readonly Line[];
  /** Of the verdicts. */
  readonly unscored: number;
  /** What each word for a label became, and how often. */
  readonly words: readonly LabelMeaning[];
  /** What a person should know of it, a line each. */
  readonly notes: readonly Note[];
}

export interface FileNames {
  /** As it was typed: it opens messages. */
  readonly file: string;
  /** Without folders and ending: the id where a file is one task. */
  readonly stem: string;
}

/** Rows as the plan goes through them. @throws InputError for a place at which nothing stands */
export function rowsOf({ rows }: Container, plan: MapPlan, other: OtherFile | undefined): readonly SourceRow[] {
  const inner = plan.rows === undefined ? rows : within(rows, plan.rows);
  const counted = Object.values(plan.map).includes(NUMBER) ? inner.map((row, i) => ({ ...row, number: i + 1 })) : inner;
  return other === undefined ? counted : joinOther(counted, plan, other);
}

function within(rows: readonly SourceRow[], text: string): SourceRow[] {
  const path = parsePath(text);
  const found = rows.flatMap(({ where, value: top }) => {
    const values = cellsOf(path, top).flatMap(({ value }) => (Array.isArray(value) ? (value as unknown[]) : [value]));
    return values.map((value, i) => ({ where: `${where}, row ${i + 1} of ${text}`, value, top }));
  });
  if (found.length === 0) throw new InputError(`--rows ${text}: nothing stands there`);
  return found;
}

/** @throws InputError, one complaint a cause: then nothing of the file is used */
export function applyPlan(container: Container, plan: MapPlan, names: FileNames, other?: OtherFile): Mapped {
  const rows = rowsOf(container, plan, other);
  const fields = openFields(rows, plan);
  const wanted = kindsOf(fields, plan);
  if (wanted.size === 0)
    throw new InputError(
      `${names.file}: nothing is mapped: --map query=, report=, label= or outcome=; there are ${shownNames([...namesOf(rows)])}`,
    );
  const complaints = new Complaints();
  const [ids, tasks, attempts] = [new Ids(complaints), new TaskBook(fields, plan, complaints), new Attempts(fields, complaints)];
  const [reports, labels] = [new Reports(fields, attempts, complaints), new Labels(fields, plan, attempts, complaints)];
  const battles = new Battles(fields, plan, complaints);
  const single = rows.length === 1 ? names.stem : undefined;
  const drivers = DRIVERS.filter((name) => !isConstant(fields[name]));
  const idle: string[] = [];
  for (const row of rows) {
    if (!hasLengths(fields, row, complaints)) continue;
    const records = recordReader(fields, row);
    if (drivers.every((name) => records(name).length === 0)) {
      idle.push(row.where);
      continue;
    }
    const each = (kind: Kind, driver: 'query' | 'criterion' | 'report' | 'label', add: (id: string, record: FieldRecord) => void) => {
      if (!wanted.has(kind)) return;
      for (const record of records(driver)) {
        const id = ids.of(fields.id === undefined ? single : record.get('id'), record.where);
        if (id !== undefined) add(id, record);
      }
    };
    each('tasks', 'query', (id, record) => tasks.addQuery(id, record));
    // Without a query, a criterion is there for its labels: what is not judged at all, as remarks among choices, is none.
    const judgedOnly = fields.query === undefined && fields.label !== undefined;
    const judged = new Set(judgedOnly ? records('label').map(({ get }) => get('criterion')) : []);
    each('tasks', 'criterion', (id, record) => {
      if (!judgedOnly || judged.has(record.get('criterion'))) tasks.addCriterion(id, record);
    });
    each('reports', 'report', (id, record) => reports.add(id, record));
    each('verdicts', 'label', (id, record) => labels.add(id, record));
    if (wanted.has('battles'))
      for (const record of records('outcome'))
        battles.add(fields.id === undefined ? undefined : ids.of(record.get('id'), record.where), record);
  }
  complaints.throwAny();
  const verdicts = labels.finish(names.file);
  const made = wanted.has('tasks') ? tasks.finish(ids, names.file) : [];
  const unscored = [...labels.unscored.values()].reduce((sum, times) => sum + times, 0);
  const dropped = droppedNames(fields, plan, rows);
  const result = { tasks: made, reports: reports.finish(), verdicts, battles: battles.finish(names.file) };
  if (Object.values(result).every((lines) => lines.length === 0)) throw new InputError(`${names.file}: nothing stands at what is mapped`);
  return {
    ...result,
    unscored,
    words: labels.meanings(),
    notes: [
      ...tasks.notes,
      ...(unscored > 0 ? [note('unscored', { words: shownCounts(labels.unscored) })] : []),
      ...(labels.cancelled > 0 ? [note('cancelled', { n: labels.cancelled })] : []),
      ...(battles.leftOut.size > 0 ? [note('noOutcome', { words: shownCounts(battles.leftOut) })] : []),
      ...(battles.withSelf.length > 0 ? [note('withSelf', { n: battles.withSelf.length, where: battles.withSelf[0] ?? '' })] : []),
      ...emptyFields(fields, plan, rows).map((pair) => note('nothingAt', { pair })),
      ...(idle.length > 0 ? [note('idleRows', { n: idle.length, rows: rows.length, where: idle[0] ?? '' })] : []),
      ...(dropped.length > 0 ? [note('notUsed', { names: shownNames(dropped) })] : []),
    ],
  };
}

/** What makes something of a row, unless it is the same text in all of them. */
const DRIVERS = ['query', 'criterion', 'report', 'label', 'outcome'] as const;

function isConstant(field: Field | undefined): boolean {
  return field === undefined || (field.paths.length === 0 && field.variables.length === 0);
}

const MAKES = { criterion: 'tasks', label: 'verdicts', outcome: 'battles' } as const;
const NEEDS: Readonly<Record<string, string>> = {
  tasks: 'criteria make a rubric where query is mapped, too, or are judged where label is',
  verdicts: 'a label makes a verdict where criterion is mapped, too',
  battles: 'an outcome makes a battle where a and b, the two agents, are mapped, too',
};

/** What the file holds, by its fields. @throws InputError for a field that is mapped and makes nothing */
function kindsOf(fields: Fields, { as, map }: MapPlan): ReadonlySet<Kind> {
  const kinds = new Set<Kind>();
  if (fields.query !== undefined || (fields.criterion !== undefined && fields.label !== undefined)) kinds.add('tasks');
  if (fields.report !== undefined) kinds.add('reports');
  if (fields.label !== undefined && (fields.criterion !== undefined || fields.criterionId !== undefined)) kinds.add('verdicts');
  if (fields.outcome !== undefined && fields.a !== undefined && fields.b !== undefined) kinds.add('battles');
  // What somebody mapped on purpose is not left out in silence.
  const [lost] = Object.entries(MAKES).filter(([field, kind]) => field in map && !kinds.has(kind));
  if (lost !== undefined && as === undefined) throw new InputError(`--map ${lost[0]}=: ${NEEDS[lost[1]]}`);
  if (as === undefined) return kinds;
  if (!kinds.has(as)) throw new InputError(`--as ${as}: the fields that make ${as} are not mapped`);
  return new Set([as]);
}

/** What was mapped to a place at which no row has anything: a slip of the pen, or a field that this file does without. */
function emptyFields(fields: Fields, { map }: MapPlan, rows: readonly SourceRow[]): string[] {
  return Object.entries(map).flatMap(([name, path]) => {
    const field = fields[name as FieldName];
    const there = field !== undefined && rows.some((row) => field.read(row).some(({ value }) => value !== '' && value != null));
    return there ? [] : [`${name}=${printable(field?.text ?? path, 80)}`];
  });
}

/** Names at the top of the rows that no field goes through. */
export function droppedNames(fields: Fields, plan: MapPlan, rows: readonly SourceRow[]): string[] {
  const used = new Set(
    Object.values(fields).flatMap(({ paths }) => paths.flatMap(({ steps }) => (steps[0]?.kind === 'key' ? [steps[0].name] : []))),
  );
  const wide = fields.label?.paths.length === 0 && plan.wide !== undefined ? new Set(recordNames(fields, rows)) : new Set<string>();
  return [...namesOf(rows)].filter((name) => !used.has(name) && !wide.has(name));
}

function recordNames(fields: Fields, rows: readonly SourceRow[]): string[] {
  const [first] = rows;
  return first === undefined ? [] : (fields.criterion?.read(first) ?? []).map(({ value }) => String(value));
}
