/** readResults: result files of other harnesses, a file or a folder of them, each read by the format that it has. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
 * @throws InputError naming the file and line that is of no format
 */
export async function* readResults(path: string, only?: string): AsyncGenerator<PlacedResult> {
  const formats = FORMATS.filter(({ name }) => only === undefined || name === only);
  if (formats.length === 0) throw new InputError(`format "${only}": expected ${FORMAT_NAMES.join(', ')}`);
  const about = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${path}: ${error.code === 'ENOENT' ? 'there is no such file or folder' : `cannot be read (${error.code})`}`);
  });
  const files = about.isDirectory() ? await filesIn(path) : [path];
  if (files.length === 0) throw new InputError(`${path}: no .json or .jsonl file in it`);
  for (const file of files) yield* /\.jsonl$/i.test(file) ? readLines(file, formats) : readWhole(file, formats);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.jsonl?$/i.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function* readLines(file: string, formats: readonly ResultFormat[]): AsyncGenerator<PlacedResult> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() !== '') yield* placed(parse(line, `${file}:${number}`), `${file}:${number}`, formats);
  }
}

async function* readWhole(file: string, formats: readonly ResultFormat[]): AsyncGenerator<PlacedResult> {
  const { size } = await stat(file);
  if (size > LARGEST_JSON)
    throw new InputError(`${file}: larger than ${LARGEST_JSON / 1024 / 1024} MiB; split it, or write it as JSON lines`);
  const value = parse(await readFile(file, 'utf8'), file);
  // A list of results is as good as lines of them.
  const values = Array.isArray(value) ? value : [value];
  for (const [i, one] of values.entries()) yield* placed(one, Array.isArray(value) ? `${file}[${i}]` : file, formats);
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new InputError(`${where}: not JSON`, { cause });
  }
}

function* placed(value: unknown, where: string, formats: readonly ResultFormat[]): Generator<PlacedResult> {
  for (const format of formats) {
    const results = format.read(value);
    if (results === undefined) continue;
    for (const result of results) yield { ...result, where };
    return;
  }
  throw new InputError(
    `${where}: a result of ${formats.map(({ name }) => name).join(', ')} is expected; for other shapes see gavel data map`,
  );
}
