/** fileNames, readInside, checkFolder: files of a report folder, read bounded, as UTF-8, and never from outside it. */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { InputError } from '../../judge/errors.ts';
import { fill } from '../../judge/reading/fill.ts';
import { decodeUtf8 } from './decode.ts';

const LONGEST_FILE = 64 * 1024 * 1024;

export interface FileNames {
  /** Of which the first that exists counts. */
  readonly text: readonly string[];
  readonly runner?: string;
  readonly meta?: string;
}

/**
 * Where the reports of a task lie, and what is said about it beside.
 *
 * @param pattern names of files that are no `<task-id>.md`, as in `qid_{id}_report.md`; `{repeat}` in it is the repeat's number
 */
export function fileNames(taskId: string, repeat: number, pattern?: string): FileNames {
  if (pattern !== undefined)
    return { text: repeat === 1 || pattern.includes('{repeat}') ? [fill(pattern, { id: taskId, repeat: String(repeat) })] : [] };
  const stem = repeat === 1 ? taskId : `${taskId}.${repeat}`;
  return { text: [`${stem}.md`, `${stem}.txt`], runner: `${stem}.json`, meta: `${stem}.meta.json` };
}

/** The folder without links. @throws InputError when there is none, or what keeps it from being looked at */
export async function realFolder(dir: string): Promise<string> {
  return realpath(dir).catch((cause: unknown) => {
    if (!isMissing(cause)) throw cause;
    throw new InputError(`there is no folder "${dir}"`, { cause });
  });
}

/**
 * Text of a file in `root` without byte order mark; undefined when there is no such file.
 * @param root absolute and without links
 * @throws InputError when it is no file, lies outside, is longer than 64 MiB, or is not UTF-8
 */
export async function readInside(root: string, name: string, signal: AbortSignal): Promise<string | undefined> {
  const path = join(root, name);
  const real = await existing(root, name);
  if (real === undefined) return undefined;
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) throw new InputError(`${path} is a link out of its folder: not read`);
  // Non-blocking, since opening a named pipe would wait for its writer.
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    await checkSize(file, path);
    const text = decodeUtf8(await file.readFile({ signal }));
    if (text === undefined) throw new InputError(`${path} is not UTF-8: save it as UTF-8`);
    return text;
  } finally {
    await file.close();
  }
}

/** Without links. Letters with marks are composed in one way on this disk and in another on that. */
async function existing(root: string, name: string): Promise<string | undefined> {
  for (const spelt of spellings(name)) {
    const real = await realpath(join(root, spelt)).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (real !== undefined) return real;
  }
  return undefined;
}

/** The ways to compose the letters of a name. */
export function spellings(name: string): string[] {
  return [...new Set([name, name.normalize('NFC'), name.normalize('NFD')])];
}

async function checkSize(file: FileHandle, path: string): Promise<void> {
  const stats = await file.stat();
  if (!stats.isFile()) throw new InputError(`${path} is not a file`);
  if (stats.size > LONGEST_FILE) throw new InputError(`${path} is ${stats.size} bytes long, at most ${LONGEST_FILE} are read`);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

export interface FolderCheck {
  /** Files that belong to a task. */
  readonly found: number;
  /** Files that belong to no task, sorted: misspelt ids, other benchmarks, formats that are not read. Hidden files are left out. */
  readonly unread: readonly string[];
  /** Files that name both a task and a repeat of another (`a.2.md` where tasks `a` and `a.2` exist), sorted. */
  readonly ambiguous: readonly string[];
}

/** Looks for files that a person meant to be reports and that no task finds. @throws InputError when there is no such folder */
export async function checkFolder(dir: string, taskIds: Iterable<string>, pattern?: string): Promise<FolderCheck> {
  const known = new Set([...taskIds].map((id) => id.normalize('NFC')));
  const entries = await readdir(await realFolder(dir), { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
  const owners = (name: string) => (pattern === undefined ? possibleIds(name) : idsBy(pattern, name)).filter((id) => known.has(id)).length;
  const unread = names.filter((name) => owners(name) === 0).sort();
  return {
    found: names.length - unread.length,
    unread,
    ambiguous: names.filter((name) => owners(name) > 1).sort(),
  };
}

/** The id for which the pattern makes this name; none where it is another. */
function idsBy(pattern: string, name: string): string[] {
  const parts = pattern.split(/(\{id\}|\{repeat\})/).map((part) => {
    if (part === '{id}') return '(.+?)';
    return part === '{repeat}' ? '[1-9]\\d*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  const id = new RegExp(`^${parts.join('')}$`, 's').exec(name.normalize('NFC'))?.[1];
  return id === undefined ? [] : [id];
}

/** The pattern by which every file is the report of a task; undefined where there is none. */
export function patternOf(names: readonly string[], taskIds: readonly string[]): string | undefined {
  const [first] = names;
  const ids = taskIds.filter((id) => first?.includes(id)).toSorted((a, b) => b.length - a.length);
  const known = new Set(taskIds);
  return ids
    .map((id) => first?.replace(id, () => '{id}') ?? '')
    .find((pattern) => pattern !== '' && names.every((name) => idsBy(pattern, name).some((id) => known.has(id))));
}

/** Task ids whose report `name` may be: its stem, and its stem without a repeat's number. */
function possibleIds(name: string): string[] {
  const stem = /^(.*?)(?:\.meta\.json|\.md|\.txt|\.json)$/s.exec(name.normalize('NFC'))?.[1];
  if (stem === undefined) return [];
  const first = /^(.*)\.(?:[2-9]|[1-9]\d+)$/s.exec(stem)?.[1];
  return first === undefined ? [stem] : [stem, first];
}
