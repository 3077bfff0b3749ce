/** readContainer: the rows of a file of other people's, told by its content: JSON in every form, tables, YAML. */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';
import { decode } from './decode.ts';
import { plainJson } from './json-text.ts';
import { jsonValues } from './json-values.ts';
import { type Note, note } from './notes.ts';
import { repeatedName } from './repeated-name.ts';

export interface SourceRow {
  /** File and line, or file and number of the row: it opens a message. */
  readonly where: string;
  readonly value: unknown;
  /** From 1, where a plan asks for it. */
  readonly number?: number;
  /** What stands at the top of the file, where rows were taken from within. */
  readonly top?: unknown;
}

export interface Container {
  readonly kind: Note;
  /** What was done to read it. */
  readonly notes: readonly Note[];
  readonly rows: readonly SourceRow[];
  /** Of a table. */
  readonly columns?: readonly string[];
}

const DELIMITERS = { ',': 'commas', '\t': 'tabs', ';': 'semicolons' } as const;
type Delimiter = keyof typeof DELIMITERS;
const MOST_COLUMNS = 10_000;
/** Records by which delimiter and width are told. */
const SAMPLE = 50;

/** @throws InputError for what is none of them */
export function readContainer(bytes: Buffer, file: string): Container {
  refuseBinary(bytes, file);
  const { text, encoding } = decode(bytes, file);
  const notes = encoding === 'UTF-8' ? [] : [note('readAs', { encoding })];
  const begin = /\S/.exec(text)?.[0];
  if (begin === undefined) throw new InputError(`${file}: an empty file`);
  if (begin === '[' || begin === '{') {
    const plain = plainJson(text);
    return { ...jsonContainer(plain.text, file), notes: [...notes, ...plain.notes] };
  }
  if (/\.ya?ml$/i.test(file)) return { ...yamlContainer(text, file), notes };
  const table = tableOf(text, file);
  return { ...table, notes: [...notes, ...table.notes] };
}

function refuseBinary(bytes: Buffer, file: string): void {
  const head = bytes.toString('hex', 0, 4);
  if (head === 'd0cf11e0') throw new InputError(`${file}: a workbook: save the sheet as "CSV UTF-8"`);
  if (head === '28b52ffd') throw new InputError(`${file}: an archive: unpack it and name a file in it`);
  if (head === '25504446') throw new InputError(`${file}: a PDF: save what is in it as CSV or JSON`);
}

function jsonContainer(text: string, file: string): Omit<Container, 'notes'> {
  const twice = repeatedName(text);
  if (twice !== undefined)
    throw new InputError(`${file}:${twice.line}: the name "${printable(twice.name, 60)}" stands twice in one object`);
  const whole = parsedOrNone(text);
  if (Array.isArray(whole?.value))
    return { kind: note('jsonList'), rows: whole.value.map((value, i) => ({ where: `${file}: row ${i + 1}`, value })) };
  if (whole !== undefined) return { kind: note('jsonObject'), rows: [{ where: file, value: whole.value }] };
  return { kind: note('jsonLines'), rows: jsonValues(text, file).map(({ line, value }) => ({ where: `${file}:${line}`, value })) };
}

function parsedOrNone(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function yamlContainer(text: string, file: string): Omit<Container, 'notes'> {
  try {
    const value: unknown = parseYaml(text, { maxAliasCount: 100 });
    const rows = Array.isArray(value)
      ? value.map((one: unknown, i) => ({ where: `${file}: row ${i + 1}`, value: one }))
      : [{ where: file, value }];
    return { kind: note('yaml'), rows };
  } catch (error) {
    throw new InputError(`${file}: not YAML: ${printable(error instanceof Error ? (error.message.split('\n')[0] ?? '') : '', 120)}`);
  }
}

interface CsvRecord {
  readonly record: readonly string[];
  /** Lines up to the record's end. */
  readonly info: { readonly lines: number };
}

function tableOf(text: string, file: string): Container {
  refuseWide(text, file);
  const delimiter = delimiterOf(text);
  if (delimiter === undefined && !/\.(csv|tsv|txt)$/i.test(file))
    throw new InputError(`${file}: expected JSON, or a table with commas, tabs or semicolons`);
  const records = recordsOf(text, delimiter ?? ',', file);
  const width = widthOf(records);
  if (width > MOST_COLUMNS) throw new InputError(`${file}: expected at most ${MOST_COLUMNS} columns, got ${width}`);
  const head = headOf(records, width, file);
  const columns = (records[head]?.record ?? []).map((name, i) => (name === '' ? `column ${i + 1}` : name));
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`${file}: the column "${printable(twice, 40)}" stands twice`);
  const rows = records.slice(head + 1).filter(({ record }) => record.some((cell) => cell !== ''));
  const odd = rows.filter(({ record }) => record.length !== columns.length);
  if (odd[0] !== undefined)
    throw new InputError(
      `${file}:${firstLine(odd[0])}: expected ${columns.length} cells as in the header, got ${odd[0].record.length} (${odd.length} such rows)`,
    );
  const above = records[head] === undefined ? 0 : firstLine(records[head]) - 1;
  return {
    kind: note(DELIMITERS[delimiter ?? ',']),
    notes: above > 0 ? [note('above', { n: above })] : [],
    columns,
    rows: rows.map((row) => ({
      where: `${file}:${firstLine(row)}`,
      value: Object.fromEntries(columns.map((name, i) => [name, row.record[i] ?? ''])),
    })),
  };
}

/**
 * The first line with as many filled cells as the table is wide, but for one: a column of row numbers bears no name.
 * @throws InputError where a line above it may as well be the header
 */
function headOf(records: readonly CsvRecord[], width: number, file: string): number {
  const filled = records.map(({ record }) => (record.length === width ? record.filter((cell) => cell !== '').length : 0));
  const isHead = (count: number, i: number) =>
    count === width || (count > 0 && count === width - 1 && (records[i]?.record[0] === '' || width > 2));
  const found = filled.findIndex(isHead);
  const above = filled.slice(0, Math.max(0, found)).findIndex((count) => count * 2 > width);
  if (above >= 0)
    throw new InputError(
      `${file}:${firstLine(records[above] as CsvRecord)}: names ${filled[above]} of ${width} columns: name all of them if it is the header, else delete the line`,
    );
  return Math.max(0, found);
}

/** Before anything is parsed: a line of very many cells takes the parser long. */
function refuseWide(text: string, file: string): void {
  const line = /\S.*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? '';
  for (const delimiter of Object.keys(DELIMITERS)) {
    const cells = line.split(delimiter).length;
    if (cells > MOST_COLUMNS) throw new InputError(`${file}: expected at most ${MOST_COLUMNS} columns, got ${cells}`);
  }
}

/** The one by which most of the first records have as many cells; of those, the one that makes the widest table. */
function delimiterOf(text: string): Delimiter | undefined {
  const found = (Object.keys(DELIMITERS) as Delimiter[]).map((delimiter) => {
    try {
      const records = parsedCsv(text, delimiter, SAMPLE);
      const width = widthOf(records);
      return { delimiter, width, share: records.filter(({ record }) => record.length === width).length / records.length };
    } catch {
      return { delimiter, width: 0, share: 0 };
    }
  });
  return found.filter(({ width }) => width > 1).toSorted((a, b) => b.share - a.share || b.width - a.width)[0]?.delimiter;
}

/** Of most records. */
function widthOf(records: readonly CsvRecord[]): number {
  const widths = new Map<number, number>();
  for (const { record } of records) widths.set(record.length, (widths.get(record.length) ?? 0) + 1);
  return [...widths].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

function recordsOf(text: string, delimiter: Delimiter, file: string): CsvRecord[] {
  try {
    return parsedCsv(text, delimiter);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InputError(`${file}:${Number(error.lines ?? 1)}: not CSV: ${error.message.replace(/ (at|on) line \d+.*/, '')}`, {
      cause: error,
    });
  }
}

function parsedCsv(text: string, delimiter: Delimiter, to?: number): CsvRecord[] {
  const options = { delimiter, skip_empty_lines: true, trim: true, relax_column_count: true, info: true } as const;
  return parse(text, { ...options, ...(to !== undefined && { to }) }) as unknown as CsvRecord[];
}

function firstLine({ record, info }: CsvRecord): number {
  return info.lines - record.join('').split('\n').length + 1;
}
