/** How `gavel data` prints: plain tables, and one JSON document. */
import Table from 'cli-table3';
import type { Folders } from '../benchmarks/benchmark.ts';

/** Where benchmarks are, and where what is said of them goes. */
export interface DataOutput extends Folders {
  /** What relative paths are relative to. */
  readonly cwd: string;
  readonly stdout: (text: string) => void;
  /** Of the terminal; undefined where it is none. */
  readonly columns?: number | undefined;
}

export interface JsonOption {
  readonly json?: boolean;
}

/** Without colours, which a pipe would show as letters. @param last width of the last column, whose text is then wrapped */
export function plainTable(head: string[], last?: number): Table.Table {
  const numbers = new Set(['tasks', 'criteria', 'weight', 'with rubric', 'negative', 'fatal']);
  return new Table({
    head,
    style: { head: [], border: [], compact: true },
    ...(last !== undefined && { colWidths: head.map((_, i) => (i === head.length - 1 ? last : null)), wordWrap: true }),
    colAligns: head.map((name) => (numbers.has(name) ? 'right' : 'left')),
  });
}

export function writeJson(deps: DataOutput, document: unknown): void {
  deps.stdout(`${JSON.stringify(document, null, 2)}\n`);
}
