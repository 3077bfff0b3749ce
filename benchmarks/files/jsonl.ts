/** rowBatches, readRows: JSON lines through a schema, in blocks; what is wrong is named by file and line. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { InputError } from '../../judge/errors.ts';
import { check, printable } from './check.ts';
import { isSealed, unsealed } from './sealed.ts';

const BLOCK_BYTES = 2 ** 20;
const LINE_BYTES = 64 * 2 ** 20;
const NEWLINE = 10;
const ONE_LIST = "expected one JSON object a line, got a file that is one JSON list: jq -c '.[]' FILE writes its objects one a line";
/** Characters shown before and after the place where JSON breaks. */
const BEFORE = 40;
const AFTER = 20;

export interface Row<T> {
  /** From 1. */
  readonly line: number;
  readonly value: T;
}

export interface RowOptions {
  /** Given, it takes what is wrong with a line, and the line is left out; without it the first bad line is thrown. */
  readonly onProblem?: (problem: InputError) => void;
}

/**
 * The rows of a JSONL file (gzip when its name ends in `.gz`) in blocks of about a megabyte; blank lines are skipped.
 *
 * @throws InputError for a file that cannot be read, is not UTF-8, or holds a line that is not JSON, does not fit the schema
 *   or is longer than 64 MiB.
 */
export async function* rowBatches<T>(path: string, schema: z.ZodType<T>, options: RowOptions = {}): AsyncGenerator<readonly Row<T>[]> {
  const onProblem = options.onProblem ?? throwProblem;
  let begun = false;
  for await (const block of lineBlocks(path)) {
    const rows: Row<T>[] = [];
    let line = block.first;
    if (!begun && /^\s*\[/.test(block.text)) return onProblem(new InputError(`${path}:${lineOfList(block)}: ${ONE_LIST}`));
    begun ||= block.text.trim() !== '';
    for (const text of block.text.split('\n')) {
      const row = parseRow(text, line++, path, schema, onProblem);
      if (row !== undefined) rows.push(row);
    }
    if (rows.length > 0) yield rows;
  }
}

/** All rows at once: a bad line means that nothing of the file is used. */
export async function readRows<T>(path: string, schema: z.ZodType<T>, options: RowOptions = {}): Promise<Row<T>[]> {
  const rows: Row<T>[] = [];
  for await (const batch of rowBatches(path, schema, options)) for (const row of batch) rows.push(row);
  return rows;
}

/**
 * The bytes of a file, unpacked when its name ends in `.gz`, opened where it is sealed and its key is in the environment.
 *
 * @throws InputError when it cannot be read, unpacked or opened.
 */
export async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  let pieces: Buffer[] | undefined;
  for await (const chunk of packedBytes(path)) {
    if (pieces === undefined && !isSealed(chunk)) {
      yield chunk;
      pieces = [];
    } else if (pieces === undefined) pieces = [chunk];
    else if (pieces.length === 0) yield chunk;
    else pieces.push(chunk);
  }
  if (pieces !== undefined && pieces.length > 0) yield unsealed(Buffer.concat(pieces).toString('utf8'), path, process.env);
}

async function* packedBytes(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: BLOCK_BYTES });
  // The callback is where pipeline reports; the same error is thrown to the reader below.
  const bytes = path.endsWith('.gz') ? pipeline(file, createGunzip({ chunkSize: BLOCK_BYTES }), () => {}) : file;
  try {
    for await (const chunk of bytes) yield chunk;
  } catch (error) {
    throw new InputError(`${path}: ${readFailure(error)}`, { cause: error });
  }
}

/** What is done with a problem where nobody takes it. */
export function throwProblem(problem: InputError): never {
  throw problem;
}

function parseRow<T>(
  text: string,
  line: number,
  path: string,
  schema: z.ZodType<T>,
  onProblem: (problem: InputError) => void,
): Row<T> | undefined {
  if (text.length < 3 && text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const result = schema.safeParse(value);
    return { line, value: result.success ? result.data : check(schema, value, `${path}:${line}`) };
  } catch (error) {
    if (error instanceof InputError) onProblem(error);
    else if (text.trim() !== '') onProblem(new InputError(`${path}:${line}: ${jsonFailure(text, error)}`, { cause: error }));
    return undefined;
  }
}

/** Of its bracket, after blank lines. */
function lineOfList({ first, text }: { readonly first: number; readonly text: string }): number {
  return first + text.slice(0, text.indexOf('[')).split('\n').length - 1;
}

/** Text that ends where a line ends, and the number of its first line. */
async function* lineBlocks(path: string): AsyncGenerator<{ first: number; text: string }> {
  let first = 1;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const chunk of fileBytes(path)) {
    const end = chunk.lastIndexOf(NEWLINE);
    const lineBytes = pendingBytes + (end === -1 ? chunk.length : chunk.indexOf(NEWLINE));
    if (lineBytes > LINE_BYTES) throw new InputError(`${path}:${first}: expected lines of at most 64 MiB, got a longer one`);
    if (end === -1) {
      pending.push(chunk);
      pendingBytes = lineBytes;
      continue;
    }
    const block = Buffer.concat([...pending, chunk.subarray(0, end)]);
    yield { first, text: decode(block, first, path) };
    first += count(block) + 1;
    pending = [chunk.subarray(end + 1)];
    pendingBytes = chunk.length - end - 1;
  }
  if (pendingBytes > 0) yield { first, text: decode(Buffer.concat(pending), first, path) };
}

function decode(block: Buffer, first: number, path: string): string {
  if (isUtf8(block)) return first === 1 && block[0] === 0xef ? block.toString('utf8').replace(/^\ufeff/, '') : block.toString('utf8');
  if (first === 1 && /^(fffe|feff)/.test(block.toString('hex', 0, 2))) {
    throw new InputError(`${path}: expected UTF-8, got UTF-16: save the file as UTF-8`);
  }
  let line = first;
  let start = 0;
  for (let end = block.indexOf(NEWLINE); end !== -1 && isUtf8(block.subarray(start, end)); end = block.indexOf(NEWLINE, start)) {
    start = end + 1;
    line++;
  }
  throw new InputError(`${path}:${line}: expected UTF-8, got bytes that are not: save the file as UTF-8`);
}

function count(block: Buffer): number {
  let lines = 0;
  for (let at = block.indexOf(NEWLINE); at !== -1; at = block.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

function jsonFailure(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `expected one JSON object a line, got text that is not JSON (${printable(message, 120)}${near(text, message)})`;
}

/** The text around the place that the engine names; it shows the text itself where it names none. */
function near(text: string, message: string): string {
  const named = /at position (\d+)/.exec(message)?.[1];
  const position = named !== undefined ? Number(named) : /end of JSON/.test(message) ? text.length : undefined;
  if (position === undefined) return '';
  const start = Math.max(0, position - BEFORE);
  const end = position + AFTER;
  const piece = printable(text.slice(start, end).trim(), 3 * (BEFORE + AFTER));
  return `, near: ${start > 0 ? '…' : ''}${piece}${end < text.length ? '…' : ''}`;
}

/** Why a file cannot be read, in words. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file';
  if (code === 'EISDIR') return 'expected a file, got a folder';
  if (code.startsWith('Z_')) return 'expected gzip data, got something else, damaged or cut short';
  return `cannot be read (${code === '' ? String(error) : code})`;
}
