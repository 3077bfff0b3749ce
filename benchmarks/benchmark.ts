/** resolveBenchmark: a benchmark by name, bundled or pulled, or any file given as NAME=FILE. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../judge/errors.ts';
import { didYouMean } from './files/suggest.ts';
import { loadTasks } from './load.ts';
import type { Pinned } from './sources/source.ts';
import { SOURCES } from './sources/sources.ts';
import type { Task } from './task.ts';

export interface Benchmark {
  readonly name: string;
  /** The pinned revision of a pulled file; otherwise `sha256:` and 12 digits of the file's checksum. */
  readonly version: string;
  readonly tasks: readonly Task[];
  /** The file that the tasks came from. */
  readonly source: string;
}

/** Where benchmarks are looked for. */
export interface Folders {
  /** The package's `data/`. */
  readonly dataDir: string;
  /** The user's cache, for what is pulled. */
  readonly cacheDir: string;
}

/** A place to load a benchmark from; the file need not exist. */
export interface BenchmarkFile {
  readonly name: string;
  readonly path: string;
  /** What the file's checksum and revision should be, when that is pinned. */
  readonly pinned?: Pinned;
  /** What to tell a person when the file is not there. */
  readonly missing: string;
}

/**
 * @param spec `NAME` of a known benchmark, or `NAME=FILE`.
 * @throws InputError for an unknown name, a file that is not there, or one that is not a task file.
 */
export async function resolveBenchmark(spec: string, folders: Folders): Promise<Benchmark> {
  const file = findBenchmark(spec, folders);
  if (!existsSync(file.path)) throw new InputError(file.missing);
  const tasks = await loadTasks(file.path);
  const checksum = await sha256Of(file.path);
  const version = checksum === file.pinned?.sha256 ? file.pinned.revision : `sha256:${checksum.slice(0, 12)}`;
  return { name: file.name, version, tasks, source: file.path };
}

/** Where `NAME` or `NAME=FILE` points, without opening it. @throws InputError for an unknown or ill-formed name. */
export function findBenchmark(spec: string, folders: Folders): BenchmarkFile {
  const equals = spec.indexOf('=');
  if (equals !== -1) return givenFile(spec, spec.slice(0, equals), spec.slice(equals + 1));
  const source = SOURCES.find(({ name }) => name === spec);
  if (source === undefined) throw new InputError(unknownName(spec));
  const { name, file } = source;
  if (file === 'bundled') {
    const path = join(folders.dataDir, name, 'tasks.jsonl');
    return { name, path, missing: `benchmark ${name}: its file ${path} is not in this installation` };
  }
  const missing = `benchmark ${name} is not here yet: run \`gavel data pull ${name}\`, or name its file: --benchmark ${name}=FILE, in a sweep {name: ${name}, file: FILE}`;
  return { name, path: pulledFile(name, file, folders.cacheDir), pinned: file, missing };
}

/** Where a pinned file is, or will be. */
export function pulledFile(name: string, { url }: Pick<Pinned, 'url'>, cacheDir: string): string {
  return join(cacheDir, name, basename(new URL(url).pathname));
}

/** The SHA-256 of a file as it is on disk, in lower-case hexadecimal digits. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

function givenFile(spec: string, name: string, path: string): BenchmarkFile {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name) || path === '') {
    throw new InputError(`--benchmark ${spec}: expected NAME or NAME=FILE, with letters, digits, ".", "_" and "-" in the name`);
  }
  return { name, path, missing: `benchmark ${name}: ${path}: no such file` };
}

function unknownName(spec: string): string {
  const names = SOURCES.map(({ name }) => name);
  const hint = existsSync(spec) ? ` (to use this file give NAME=${spec})` : didYouMean(spec, names);
  return `unknown benchmark "${spec}"${hint}; known: ${names.join(', ')}, or NAME=FILE`;
}
