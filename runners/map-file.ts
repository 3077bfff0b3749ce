/** lookAtFile, lookAtBytes, mapFile: a file of other people's looked at, or written as tasks, reports, verdicts and battles beside the plan that does it again. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse, stringify } from 'yaml';
import { printable } from '../benchmarks/files/check.ts';
import { readFailure } from '../benchmarks/files/jsonl.ts';
import { parquetBatches } from '../benchmarks/files/parquet.ts';
import { packageData } from '../benchmarks/files/paths.ts';
import { didYouMean } from '../benchmarks/files/suggest.ts';
import { applyPlan, type Mapped, rowsOf } from '../benchmarks/map/apply.ts';
import { READ, readFile, together } from '../benchmarks/map/archive.ts';
import type { Container, SourceRow } from '../benchmarks/map/container.ts';
import { type Guess, guess } from '../benchmarks/map/guess.ts';
import { note } from '../benchmarks/map/notes.ts';
import { type OtherFile, parseWith } from '../benchmarks/map/other-file.ts';
import { checkPlan, KINDS, type MapPlan } from '../benchmarks/map/plan.ts';
import { type SeenWords, wordsIn } from '../benchmarks/map/words.ts';
import { InputError } from '../judge/errors.ts';

/** What a text of the engine may hold is little more. */
const MOST_BYTES = 400 * 2 ** 20;

export interface Look {
  readonly container: Container;
  readonly rows: number;
  readonly guess: Guess;
  /** The plan that was typed, over what was guessed. */
  readonly plan: MapPlan;
  /** What the plan would write, or why it cannot. */
  readonly would: Mapped | InputError;
}

/** Stores and writes nothing. @param cwd what relative paths are relative to @throws InputError for a file that cannot be read */
export async function lookAtFile(file: string, typed: MapPlan, cwd: string): Promise<Look> {
  const container = await opened(file, cwd);
  const other = await otherFile(typed, cwd);
  const rows = rowsOf(container, typed, other);
  const found = guess(rows);
  const plan = { ...typed, map: { ...guessedBeside(found, typed), ...typed.map } };
  return { container, rows: rows.length, guess: found, plan, would: tried(() => applyPlan(container, plan, namesOf(file), other)) };
}

/** What a page holds in its hands at once. */
export const MOST_PAGE_BYTES = 12 * 2 ** 20;

/** As `lookAtFile`, of bytes that have no place on this disk. @param settled nothing is guessed beside the plan @throws InputError */
export async function lookAtBytes(
  bytes: Buffer,
  name: string,
  typed: MapPlan,
  settled: boolean,
): Promise<Look & { readonly words: SeenWords }> {
  if (typed.with !== undefined)
    throw new InputError('a second file is read by the command line: gavel data map FILE --with NAME=FILE2:KEY');
  const most = MOST_PAGE_BYTES * 4;
  const container = isParquet(bytes) ? await parquetRows(bytes, name, most) : readFile(unpacked(bytes, name, most), name);
  const rows = rowsOf(container, typed, undefined);
  const found = guess(rows);
  const plan = settled ? typed : { ...typed, map: { ...guessedBeside(found, typed), ...typed.map } };
  const would = tried(() => applyPlan(container, plan, namesOf(name)));
  const words = tried(() => wordsIn(rows, plan));
  return { container, rows: rows.length, guess: found, plan, would, words: words instanceof InputError ? NO_WORDS : words };
}

const NO_WORDS: SeenWords = { labels: [], weights: [], outcomes: [] };

/** What is typed settles what it stands for: a path is not used twice, nor beside columns that are criteria. */
function guessedBeside({ map }: Guess, typed: MapPlan): MapPlan['map'] {
  const used = new Set(Object.values(typed.map));
  const settled = typed.wide === undefined ? [] : ['criterion', 'label', 'weight'];
  return Object.fromEntries(Object.entries(map).filter(([field, path]) => !used.has(path) && !settled.includes(field)));
}

function tried<T>(apply: () => T): T | InputError {
  try {
    return apply();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

export interface MappedFiles extends Mapped {
  readonly container: Container;
  /** The paths that were written. */
  readonly written: readonly string[];
}

/** @throws InputError, and then nothing is written */
export async function mapFile(file: string, plan: MapPlan, out: string, cwd: string): Promise<MappedFiles> {
  const container = await opened(file, cwd);
  const mapped = applyPlan(container, plan, namesOf(file), await otherFile(plan, cwd));
  const source = { file: basename(file), sha256: sha256Of(resolve(cwd, file)) };
  const contents = [
    ...KINDS.flatMap((kind) => (mapped[kind].length > 0 ? [[`${kind}.jsonl`, linesOf(mapped[kind])] as const] : [])),
    ['map.yaml', stringify({ ...plan, source }, { lineWidth: 0 })] as const,
  ];
  return { ...mapped, container, written: writeAll(resolve(cwd, out), contents).map((name) => join(out, name)) };
}

/** A plan that was kept, or a preset of that name. @throws InputError where there is none */
export function readPlan(name: string, cwd: string): MapPlan {
  const presets = join(packageData(), 'presets');
  const known = readdirSync(presets).flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -5)] : []));
  const path = known.includes(name) ? join(presets, `${name}.yaml`) : resolve(cwd, name);
  if (!known.includes(name) && !existsSync(path))
    throw new InputError(
      `"${printable(name, 80)}": expected one of ${[...KINDS, ...known].join(', ')}, or a map.yaml${didYouMean(name, [...KINDS, ...known])}`,
    );
  try {
    return checkPlan(parse(readFileSync(path, 'utf8')), name);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${name}: not YAML`, { cause: error });
  }
}

function namesOf(file: string) {
  return { file, stem: basename(file).replace(/(\.[A-Za-z0-9]{1,8}){1,2}$/, '') || 'file' };
}

async function opened(file: string, cwd: string): Promise<Container> {
  const path = resolve(cwd, file);
  const names = filesIn(path);
  if (names !== undefined)
    return together(
      names.map((name) => ({ name, container: readFile(bytesOf(join(path, name), join(file, name)), join(file, name)) })),
      'folder',
      file,
    );
  const bytes = bytesOf(path, file);
  return isParquet(bytes) ? parquetRows(bytes, file, MOST_BYTES * 4) : readFile(bytes, file);
}

function isParquet(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'PAR1';
}

async function parquetRows(bytes: Buffer, file: string, most: number): Promise<Container> {
  const rows: SourceRow[] = [];
  for await (const batch of parquetBatches(bytes, undefined, file, most))
    for (const { line, value } of batch) rows.push({ where: `${file}: row ${line}`, value });
  return { kind: note('parquet'), notes: [], rows };
}

/** Files of a folder that are read, in their order; undefined where it is none. */
function filesIn(path: string): string[] | undefined {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  return readdirSync(path)
    .filter((name) => READ.test(name) && !name.startsWith('.'))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Of the file, or of the names and bytes of all files of a folder. */
function sha256Of(path: string): string {
  const hash = createHash('sha256');
  for (const name of filesIn(path) ?? ['']) hash.update(name).update(readFileSync(join(path, name)));
  return hash.digest('hex');
}

function bytesOf(path: string, file: string): Buffer {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES)
      throw new InputError(`${file}: expected at most 400 MiB, got ${Math.ceil(size / 2 ** 20)}: cut it into several files`);
    const bytes = readFileSync(path);
    return unpacked(bytes, file, MOST_BYTES);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: ${readFailure(error)}`, { cause: error });
  }
}

/** @throws InputError for gzip data that is damaged or holds too much */
function unpacked(bytes: Buffer, file: string, most: number): Buffer {
  if (bytes.toString('hex', 0, 2) !== '1f8b') return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (error) {
    if (error instanceof RangeError) throw new InputError(`${file}: expected at most ${most / 2 ** 20} MiB unpacked`, { cause: error });
    throw new InputError(`${file}: ${readFailure(error)}`, { cause: error });
  }
}

async function otherFile(plan: MapPlan, cwd: string): Promise<OtherFile | undefined> {
  if (plan.with === undefined) return undefined;
  const { name, file, key } = parseWith(plan.with);
  return { name, key, container: await opened(file, cwd) };
}

function linesOf(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** All of them or none; files of an earlier map are replaced, others are not touched. @returns the names */
function writeAll(dir: string, contents: readonly (readonly [name: string, content: string])[]): string[] {
  const names = contents.map(([name]) => name);
  const mine = existsSync(join(dir, 'map.yaml'));
  const other = mine ? undefined : names.find((name) => existsSync(join(dir, name)));
  if (other !== undefined)
    throw new InputError(`--out ${dir}: ${other} is there already, and no map.yaml that made it: name another folder`);
  try {
    mkdirSync(dir, { recursive: true });
    for (const [name, content] of contents) writeFileSync(join(dir, `.${name}.new`), content);
    for (const name of names) renameSync(join(dir, `.${name}.new`), join(dir, name));
    // What an earlier map wrote and this one does not would be read as if it belonged here.
    for (const kind of KINDS) if (!names.includes(`${kind}.jsonl`)) rmSync(join(dir, `${kind}.jsonl`), { force: true });
  } catch (error) {
    throw new InputError(`${dir}: cannot be written (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
  return names;
}
