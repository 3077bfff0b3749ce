/** Lines as text, or as a table with a column for each field: JSON lines, CSV or Parquet. */
import type { SchemaElement } from 'hyparquet';
import { fileWriter, parquetWriteRows } from 'hyparquet-writer';
import type { Column } from './columns.ts';

type Line = Readonly<Record<string, unknown>>;

/** Written together, so that memory does not grow with the number of lines; reports are long. */
const ROW_GROUP = 1000;
const TYPES = { text: 'STRING', integer: 'INT32', number: 'DOUBLE', boolean: 'BOOLEAN', json: 'JSON' } as const;

export function* jsonLines(lines: Iterable<Line>): Generator<string> {
  for (const line of lines) yield `${JSON.stringify(line)}\n`;
}

/** A missing value is an empty cell; what is no text stands in JSON. */
export function* csvLines(lines: Iterable<Line>, columns: readonly Column[]): Generator<string> {
  yield `${columns.map(({ name }) => name).join(',')}\n`;
  for (const line of lines) yield `${columns.map((column) => cell(line[column.name], column)).join(',')}\n`;
}

function cell(value: unknown, { holds }: Column): string {
  if (value === undefined) return '';
  const text = holds === 'text' && typeof value === 'string' ? value : JSON.stringify(value);
  // Blanks at the edges of a cell are no part of it unless they are quoted.
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Writes a new file, or over an old one. */
export function writeParquet(file: string, lines: Iterable<Line>, columns: readonly Column[]): void {
  const types = columns.map(({ name, holds }) => ({ name, type: TYPES[holds] }));
  void parquetWriteRows({ writer: fileWriter(file), rows: lines, columns: types, rowGroupSize: ROW_GROUP });
}

const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' } as const;
const group = (name: string, children: number) => ({ name, repetition_type: 'REQUIRED', num_children: children }) as const;

/** Columns of a prompt that is a list of messages, with its right answer and what else is known of it, as verl reads them. */
const CHAT: SchemaElement[] = [
  { name: 'root', num_children: 5 },
  { name: 'data_source', ...TEXT },
  { name: 'ability', ...TEXT },
  { ...group('prompt', 1), converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  group('element', 2),
  { name: 'role', ...TEXT },
  { name: 'content', ...TEXT },
  group('reward_model', 2),
  { name: 'style', ...TEXT },
  { name: 'ground_truth', ...TEXT },
  group('extra_info', 4),
  { name: 'index', type: 'INT32', repetition_type: 'REQUIRED' },
  { name: 'id', ...TEXT },
  { name: 'weight', type: 'DOUBLE', repetition_type: 'REQUIRED' },
  { name: 'sign', ...TEXT },
];

/** @param rows with the fields of CHAT */
export function writeChatParquet(file: string, rows: Iterable<Line>): void {
  const columns = ['data_source', 'ability', 'prompt', 'reward_model', 'extra_info'].map((name) => ({ name }));
  void parquetWriteRows({ writer: fileWriter(file), rows, columns, schema: CHAT, rowGroupSize: ROW_GROUP });
}
