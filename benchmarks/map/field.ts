/** compileField, joined: a field of the map (a path, the first of several, a product, a join of texts, a list of columns, one word of several, a number, a constant), read row by row. */
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';
import type { SourceRow } from './container.ts';
import { type Binding, type Cell, cellsOf, keyPath, type Path, parsePath } from './path.ts';

export interface Field {
  readonly text: string;
  readonly variables: readonly string[];
  readonly read: (row: SourceRow) => readonly Cell[];
  /** The columns of a list, each of which is a judge of its own. */
  readonly list?: readonly string[];
  readonly paths: readonly Path[];
}

/** The variable of a list of columns. */
const LIST = 'column';
/** The number of the row, from 1, where the file has none. */
export const NUMBER = '#';

/** @param known names that stand in the rows as they are; they are no paths */
export function compileField(text: string, known: ReadonlySet<string>): Field {
  if (text.includes(' | ') && !known.has(text)) return { ...firstThere(text.split(' | '), known), text };
  const constant = /^'(.*)'$/s.exec(text)?.[1];
  if (constant !== undefined) return { text, variables: [], read: () => [{ at: {}, value: constant }], paths: [] };
  if (known.has(text)) return pathField(keyPath(text));
  if (text === NUMBER) return { text, variables: [], read: ({ number }) => [{ at: {}, value: number }], paths: [] };
  if (text.startsWith(NUMBER)) return numbered(text, known);
  if (text.includes(' if ')) return chosen(text, known);
  if (text.includes(' * ')) return combined(text, text.split(' * '), known, product);
  if (text.includes(' + ')) return combined(text, text.split(' + '), known, (values) => values.map(String).join('-'));
  const names = text.split(',').map((name) => name.trim());
  if (names.length > 1) {
    const paths = names.map((name) => (known.has(name) ? keyPath(name) : parsePath(name)));
    const read = (row: SourceRow) =>
      paths.flatMap((path, i) => cellsOf(path, rootOf(path, row)).map(({ at, value }) => ({ at: { ...at, [LIST]: i }, value })));
    return { text, variables: [LIST, ...(paths[0]?.variables ?? [])], read, list: names, paths };
  }
  return pathField(parsePath(text));
}

/** `#question`: the number of what stands there among all that differs, in the order of the file. */
function numbered(text: string, known: ReadonlySet<string>): Field {
  const { variables, read, paths } = compileField(text.slice(NUMBER.length), known);
  const numbers = new Map<string, number>();
  const numberOf = (value: unknown): number => {
    const key = JSON.stringify(value);
    const before = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, before);
    return before;
  };
  return { text, variables, read: (row) => read(row).map(({ at, value }) => ({ at, value: numberOf(value) })), paths };
}

/** The column of a list that a cell stands in: a judge of its own. */
export function columnOf(field: Field | undefined, at: Binding): string | undefined {
  return field?.list?.[Number(at[LIST])];
}

const ON = new Set(['1', '1.0', 'true', 'yes', 'y', 'x']);
const OFF = new Set(['', '0', '0.0', 'false', 'no', 'n']);

/** `a if won_a, b if won_b`: the word whose column is 1 or true; both words, or the cell itself, where that tells nothing. */
function chosen(text: string, known: ReadonlySet<string>): Field {
  const choices = text.split(',').map((piece) => {
    const [, word, path] = /^\s*(.+?) if (.+?)\s*$/.exec(piece) ?? [];
    if (word === undefined || path === undefined)
      throw new InputError(`"${printable(text, 80)}": expected WORD if PATH, as in a if won_a, b if won_b`);
    return { word, field: compileField(path, known) };
  });
  const driver = choices[0]?.field as Field;
  const read = (row: SourceRow) => {
    const cells = choices.map(({ word, field }) => ({ word, find: joined(field, row) }));
    return driver.read(row).map(({ at }) => {
      const words = cells.flatMap(({ word, find }) => {
        const cell = String(find(at) ?? '').trim();
        if (OFF.has(cell.toLowerCase())) return [];
        return [ON.has(cell.toLowerCase()) ? word : `${word} ${cell}`];
      });
      return { at, value: words.join(' and ') };
    });
  };
  return { text, variables: driver.variables, read, paths: choices.flatMap(({ field }) => field.paths) };
}

/** `winner | win`: the first of which all begins with a name that stands in the rows. */
function firstThere(alternatives: readonly string[], known: ReadonlySet<string>): Field {
  const fields = alternatives.map((one) => compileField(one.trim(), known));
  const there = fields.find(({ paths }) => paths.every(({ steps }) => steps[0]?.kind !== 'key' || known.has(steps[0].name)));
  return there ?? (fields[0] as Field);
}

function pathField(path: Path): Field {
  return { text: path.text, variables: path.variables, read: (row) => cellsOf(path, rootOf(path, row)), paths: [path] };
}

function rootOf({ fromTop }: Path, row: SourceRow): unknown {
  return fromTop ? (row.top ?? row.value) : row.value;
}

function combined(text: string, parts: readonly string[], known: ReadonlySet<string>, of: (values: readonly unknown[]) => unknown): Field {
  const fields = parts.map((part) => compileField(part.trim(), known));
  const [driver] = fields.toSorted((a, b) => b.variables.length - a.variables.length);
  if (driver === undefined) throw new InputError(`"${printable(text, 80)}": expected paths`);
  const read = (row: SourceRow) => {
    const others = fields.map((field) => (field === driver ? undefined : joined(field, row)));
    return driver.read(row).flatMap(({ at, value }) => {
      const values = others.map((find) => (find === undefined ? value : find(at)));
      return values.includes(undefined) ? [] : [{ at, value: of(values) }];
    });
  };
  return { text, variables: driver.variables, read, paths: fields.flatMap(({ paths }) => paths) };
}

/** A product of numbers; of anything else it is said what it is. */
function product(values: readonly unknown[]): unknown {
  const numbers = values.map(Number);
  const exact = numbers.reduce((all, value) => all * value, 1);
  return Number.isFinite(exact) ? Number(exact.toPrecision(12)) : values.map(String).join(' * ');
}

/** How a field is looked up from the place of another one: by what both go through. */
export function joined(field: Field, row: SourceRow): (at: Binding) => unknown {
  const cells = new Map(field.read(row).map(({ at, value }) => [placeOf(at, field.variables), value]));
  return (at) => cells.get(placeOf(at, field.variables));
}

function placeOf(at: Binding, variables: readonly string[]): string {
  return variables.map((name) => at[name] ?? '').join('\0');
}
