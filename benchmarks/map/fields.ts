/** openFields: the fields of a plan as they are read from these rows: what is mapped, what bears one of our names, and wide columns. */
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';
import type { SourceRow } from './container.ts';
import { compileField, type Field } from './field.ts';
import { FIELDS, type FieldName, type MapPlan } from './plan.ts';

export type Fields = Partial<Record<FieldName, Field>>;

/** The variable of columns that are criteria. */
const WIDE = 'criterion';
/** What is read beside a field at its place, and so may go through nothing else than it does. */
const BESIDE: Partial<Record<FieldName, readonly FieldName[]>> = {
  criterion: ['id', 'criterionId', 'weight', 'polarity', 'axis', 'fatal'],
  query: ['id', 'language', 'domain'],
  report: ['id', 'agent', 'repeat', 'status'],
  label: ['id', 'agent', 'repeat', 'criterion', 'criterionId', 'judge', 'trial', 'reason', 'status'],
  outcome: ['id', 'a', 'b'],
};

/** The names at the top of the rows. */
export function namesOf(rows: readonly SourceRow[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { value } of rows)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) for (const name of Object.keys(value)) names.add(name);
  return names;
}

/** @throws InputError for paths that do not go together, and for columns that are not there */
export function openFields(rows: readonly SourceRow[], plan: MapPlan): Fields {
  const known = namesOf(rows);
  const fields: Fields = {};
  for (const name of FIELDS) {
    const text = plan.map[name] ?? ownName(name, rows, known, plan);
    if (text !== undefined) fields[name] = compileField(text, known);
  }
  for (const [name, { paths }] of Object.entries(fields) as [FieldName, Field][]) {
    const missing = paths.find(({ steps, fromTop }) => !fromTop && steps[0]?.kind === 'key' && !known.has(steps[0].name));
    if (missing === undefined) continue;
    // Votes may do without: of several names that a file may have for it, none is no slip of the pen.
    if (name === 'id' && plan.map.id?.includes(' | ')) delete fields.id;
    else throw new InputError(`--map ${name}=${printable(missing.text, 60)}: nothing stands there; there are ${shownNames([...known])}`);
  }
  if (plan.wide !== undefined) Object.assign(fields, wideFields(plan.wide, [...known]));
  for (const [driver, beside] of Object.entries(BESIDE) as [FieldName, readonly FieldName[]][]) checkTogether(fields, driver, beside);
  return fields;
}

/** What bears the name of a field, in small letters or large, is that field, if it is no list or object. */
function ownName(name: FieldName, rows: readonly SourceRow[], known: ReadonlySet<string>, plan: MapPlan): string | undefined {
  const used = Object.values(plan.map);
  const called = (word: string) =>
    known.has(word) ? word : [...known].find((one) => one.length === word.length && one.toLowerCase() === word.toLowerCase());
  const own = called(name) ?? (name === 'id' ? called('task') : undefined);
  if (own === undefined || used.includes(own)) return undefined;
  const plain = rows.every(({ value }) => {
    const inner: unknown = Object.getOwnPropertyDescriptor(Object(value), own)?.value;
    return typeof inner !== 'object' || inner === null;
  });
  return plain ? own : undefined;
}

function checkTogether(fields: Fields, driver: FieldName, beside: readonly FieldName[]): void {
  const through = fields[driver]?.variables;
  if (through === undefined) return;
  for (const name of beside) {
    const other = fields[name]?.variables.find((variable) => !through.includes(variable));
    if (other !== undefined && !(name === 'criterion' && fields.criterionId !== undefined))
      throw new InputError(`--map: ${name} goes through ${other}, which ${driver} does not: which ${name} belongs to which ${driver}?`);
  }
}

function wideFields(spec: string, known: readonly string[]): Fields {
  const columns = new Map<string, number | undefined>();
  for (const piece of known.includes(spec) ? [spec] : spec.split(',')) {
    const [, pattern = '', weight] = /^(.*?)(?:=(-?\d+(?:\.\d+)?))?$/s.exec(piece.trim()) ?? [];
    const found = known.filter((name) => matches(name, pattern));
    if (found.length === 0) throw new InputError(`--wide: no column is named "${printable(pattern, 60)}"; there are ${shownNames(known)}`);
    for (const name of found) columns.set(name, weight === undefined ? undefined : Number(weight));
  }
  const at = (of: (name: string, row: SourceRow) => unknown) => (row: SourceRow) =>
    [...columns.keys()].map((name) => ({ at: { [WIDE]: name }, value: of(name, row) }));
  const field = (read: Field['read']): Field => ({ text: spec, variables: [WIDE], read, paths: [] });
  const weighed = [...columns.values()].some((weight) => weight !== undefined);
  return {
    criterion: field(at((name) => name)),
    label: field(at((name, { value }) => Object.getOwnPropertyDescriptor(Object(value), name)?.value)),
    ...(weighed && { weight: field(at((name) => columns.get(name))) }),
  };
}

/** Whether a name is that of a pattern, in which `*` stands for anything. */
function matches(name: string, pattern: string): boolean {
  if (!pattern.includes('*')) return name === pattern;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  return rest.every((piece) => {
    const found = name.indexOf(piece, at);
    at = found + piece.length;
    return found >= 0 && at <= name.length - last.length;
  });
}

export function shownNames(names: readonly string[], most = 20): string {
  if (names.length === 0) return 'no names in its rows';
  return `${names
    .slice(0, most)
    .map((name) => printable(name, 40))
    .join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;
}
