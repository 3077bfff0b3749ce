/** jsonValues: JSON values one after the other, each on its line or printed over several. */
import { InputError } from '../../judge/errors.ts';
import { printable } from '../files/check.ts';

export interface JsonValue {
  /** From 1: where it begins. */
  readonly line: number;
  readonly value: unknown;
}

/** @throws InputError that names the first line that is not JSON */
export function jsonValues(text: string, file: string): JsonValue[] {
  const lines = text.split('\n');
  const values: JsonValue[] = [];
  for (let i = 0; i < lines.length; i++) {
    if ((lines[i] ?? '').trim() === '') continue;
    const line = i + 1;
    const end = endOf(lines, i);
    values.push({ line, value: parsed(lines.slice(i, end + 1).join('\n'), `${file}:${line}`) });
    i = end;
  }
  return values;
}

/** The line on which the brackets that are opened from here on are closed again. */
function endOf(lines: readonly string[], start: number): number {
  let depth = 0;
  for (let i = start; i < lines.length; i++) {
    depth += depthOf(lines[i] ?? '');
    if (depth <= 0) return i;
  }
  return lines.length - 1;
}

/** By how many brackets a line goes deeper; those in strings count nothing. A string of JSON ends on its line. */
function depthOf(line: string): number {
  let depth = 0;
  for (const [sign] of line.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
    if (sign === '{' || sign === '[') depth++;
    else if (sign === '}' || sign === ']') depth--;
  }
  return depth;
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${where}: not JSON (${printable(error instanceof Error ? error.message : '', 120)})`, { cause: error });
  }
}
