/** readResults: result files of other harnesses, a file or a folder of them, each read by the format that it has. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { printable } from '../../../benchmarks/files/check.ts';
import { InputError } from '../../../judge/errors.ts';
import { browseCompPlus } from './browsecomp-plus.ts';
import { evalScope } from './evalscope.ts';
import { inspectLog } from './inspect.ts';
import { openDeepResearch } from './open-deep-research.ts';
import type { Result, ResultFormat } from './result.ts';
import { stepDeepResearch } from './step-deep-research.ts';

/** One that may be taken for another comes behind it. */
const FORMATS: readonly ResultFormat[] = [stepDeepResearch, inspectLog, browseCompPlus, evalScope, openDeepResearch];

export const FORMAT_NAMES = FORMATS.map(({ name }) => name) as [string, ...string[]];

/** What they are, a line each. */
export const FORMATS_ABOUT: readonly string[] = FORMATS.map(({ name, about }) => `${name}: ${about}`);

export interface PlacedResult extends Result {
  /** File and line, for messages. */
  readonly where: string;
}

const LARGEST_JSON = 512 * 1024 * 1024;

/**
 * @param path a `.json` or `.jsonl` file, or a folder of them
 * @param only the format that all of them have; any where absent
 * @param onLeftOut handed the name within a folder of each file that holds no result at all, as a summary that lies beside the runs
 * @throws InputError naming the file and line that is of no format, in a file that also holds results or where no file does
 */
export async function* readResults(
  path: string,
  only?: string,
  onLeftOut: (file: string) => void = () => {},
): AsyncGenerator<PlacedResult> {
  const formats = FORMATS.filter(({ name }) => only === undefined || name === only);
  if (formats.length === 0) throw new InputError(`format "${only}": expected ${FORMAT_NAMES.join(', ')}`);
  const about = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${path}: ${error.code === 'ENOENT' ? 'there is no such file or folder' : `cannot be read (${error.code})`}`);
  });
  const files = about.isDirectory() ? await filesIn(path) : [path];
  if (files.length === 0) throw new InputError(`${path}: no .json or .jsonl file in it`);
  const leftOut: NoResultError[] = [];
  for (const file of files) {
    try {
      yield* resultsIn(file, formats);
    } catch (error) {
      if (!(error instanceof NoResultError) || !about.isDirectory()) throw error;
      leftOut.push(error);
      onLeftOut(relative(path, file));
    }
  }
  if (leftOut[0] !== undefined && leftOut.length === files.length) throw leftOut[0];
}

/** Files that are named one by one. */
const MOST_NAMED = 8;

export function leftOutText(files: readonly string[]): string {
  const named = files.slice(0, MOST_NAMED).map((file) => printable(file, 80));
  const more = files.length - named.length;
  return `left out, as no result of another harness is in ${files.length === 1 ? 'it' : 'them'}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Nothing that a file holds is of any format. */
class NoResultError extends InputError {}

async function* resultsIn(file: string, formats: readonly ResultFormat[]): AsyncGenerator<PlacedResult> {
  let first: string | undefined;
  let found = false;
  for await (const { value, where } of /\.jsonl$/i.test(file) ? linesOf(file) : valuesOf(file)) {
    const results = formats.map((format) => format.read(value)).find((read) => read !== undefined);
    if (results === undefined) first ??= where;
    else found = true;
    if (found && first !== undefined) throw new InputError(expected(first, formats));
    for (const result of results ?? []) yield { ...result, where };
  }
  if (first !== undefined) throw new NoResultError(expected(first, formats));
}

function expected(where: string, formats: readonly ResultFormat[]): string {
  return `${where}: a result of ${formats.map(({ name }) => name).join(', ')} is expected; for other shapes see gavel data map`;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.jsonl?$/i.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

interface PlacedValue {
  readonly value: unknown;
  readonly where: string;
}

async function* linesOf(file: string): AsyncGenerator<PlacedValue> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() !== '') yield { value: parse(line, `${file}:${number}`), where: `${file}:${number}` };
  }
}

async function* valuesOf(file: string): AsyncGenerator<PlacedValue> {
  const { size } = await stat(file);
  if (size > LARGEST_JSON)
    throw new InputError(`${file}: larger than ${LARGEST_JSON / 1024 / 1024} MiB; split it, or write it as JSON lines`);
  const value = parse(await readFile(file, 'utf8'), file);
  // A list of results is as good as lines of them.
  const values = Array.isArray(value) ? value : [value];
  for (const [i, one] of values.entries()) yield { value: one, where: Array.isArray(value) ? `${file}[${i}]` : file };
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new InputError(`${where}: not JSON`, { cause });
  }
}
