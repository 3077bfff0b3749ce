/** quotedWords, placesOf, fileAt, readPage, onPage, plain: whether words that a task quotes stand in files of public repositories, or on the page they name. */
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from '../benchmarks/task.ts';
import type { PageOpener } from '../runners/agents/research/pages/open-page.ts';

export interface QuotedWords {
  /** Task and criterion: `adr-law-01 c29`. */
  readonly where: string;
  readonly quote: string;
  readonly url?: string;
}

export function quotedWords(tasks: readonly Task[]): QuotedWords[] {
  return tasks.flatMap(({ id, rubric = [] }) =>
    rubric.flatMap(({ id: criterion, basis }) =>
      basis?.quote === undefined
        ? []
        : [{ where: `${id} ${criterion}`, quote: basis.quote, ...(basis.url !== undefined && { url: basis.url }) }],
    ),
  );
}

/** Text as it is compared: by NFKC full width and half width are one, and no blank or end of a line counts. Nothing else is forgiven. */
export function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '');
}

export interface Searched {
  readonly folder: string;
  /** Of a git repository, whose files are those of this commit. */
  readonly commit?: string;
  /** Text files that were read, and files that were not: of other kinds, or longer than is read. */
  readonly read: number;
  readonly leftOut: number;
  /** By quote the first file that holds it whole, relative to the folder. */
  readonly places: ReadonlyMap<string, string>;
}

/** Bytes of a file from which on it is not read. */
const MOST_BYTES = 2 ** 25;
/** Bytes of the files that git is asked for at once. */
const AT_ONCE = 2 ** 26;

/** @param folder a git repository, bare or not, of which the files at HEAD are read; else a folder of plain files */
export function placesOf(folder: string, quotes: readonly string[]): Searched {
  const wanted = [...new Set(quotes)].map((quote) => ({ quote, words: plain(quote) }));
  const places = new Map<string, string>();
  const isGit = isRepository(folder);
  let [read, leftOut] = [0, 0];
  for (const { path, bytes } of isGit ? filesAtHead(folder) : plainFiles(folder)) {
    if (bytes === undefined || bytes.subarray(0, 8_000).includes(0)) {
      leftOut++;
      continue;
    }
    read++;
    const text = plain(bytes.toString('utf8'));
    for (const { quote, words } of wanted) if (!places.has(quote) && text.includes(words)) places.set(quote, path);
  }
  return { folder, ...(isGit && { commit: git(folder, ['rev-parse', 'HEAD']).toString().trim() }), read, leftOut, places };
}

/** The file as of the commit. @returns undefined where the folder is no repository, or has no such file */
export function fileAt(folder: string, commit: string, path: string): string | undefined {
  if (!isRepository(folder)) return undefined;
  try {
    return git(folder, ['show', `${commit}:${path}`]).toString('utf8');
  } catch {
    return undefined;
  }
}

interface File {
  readonly path: string;
  /** Undefined where the file is too long, or the clone lacks it. */
  readonly bytes?: Buffer;
}

function isRepository(folder: string): boolean {
  return existsSync(join(folder, '.git')) || (existsSync(join(folder, 'HEAD')) && existsSync(join(folder, 'objects')));
}

function* plainFiles(folder: string): Generator<File> {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const status = lstatSync(join(folder, path));
    if (status.isFile()) yield { path, ...(status.size <= MOST_BYTES && { bytes: readFileSync(join(folder, path)) }) };
  }
}

function* filesAtHead(folder: string): Generator<File> {
  const entries = git(folder, ['ls-tree', '-r', '-z', 'HEAD']).toString('utf8').split('\0');
  const blobs = entries.flatMap((entry) => {
    const [, id, path] = /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    return id === undefined || path === undefined ? [] : [{ id, path }];
  });
  const sizes = git(folder, ['cat-file', '--batch-check=%(objectsize)'], blobs).toString('utf8').split('\n').map(Number);
  let group: { readonly id: string; readonly path: string }[] = [];
  let bytes = 0;
  for (const [n, blob] of blobs.entries()) {
    const size = sizes[n] ?? Number.NaN;
    // A clone may lack a file: then there is a word in place of the size.
    if (!(size <= MOST_BYTES)) {
      yield { path: blob.path };
      continue;
    }
    if (bytes + size > AT_ONCE) {
      yield* contents(folder, group);
      [group, bytes] = [[], 0];
    }
    group.push(blob);
    bytes += size;
  }
  yield* contents(folder, group);
}

function* contents(folder: string, blobs: readonly { readonly id: string; readonly path: string }[]): Generator<File> {
  const all = git(folder, ['cat-file', '--batch=%(objectsize)'], blobs);
  let at = 0;
  for (const { path } of blobs) {
    const start = all.indexOf('\n', at) + 1;
    const end = start + Number(all.toString('latin1', at, start));
    yield { path, bytes: all.subarray(start, end) };
    at = end + 1;
  }
}

/** What a clone lacks is not looked for elsewhere. */
function git(folder: string, words: readonly string[], blobs?: readonly { readonly id: string }[]): Buffer {
  return execFileSync('git', ['-C', folder, ...words], {
    env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
    maxBuffer: 2 ** 30,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(blobs !== undefined && { input: blobs.map(({ id }) => `${id}\n`).join('') }),
  });
}

/** A page's readable text, and why words that are not in it may yet be on the page; or why there is no text. */
export type ReadPage = { readonly text: string; readonly doubt?: string } | { readonly why: string };

export async function readPage(opener: PageOpener, url: string): Promise<ReadPage> {
  try {
    const { text, blocked, notes = [] } = await opener.open(url, new AbortController().signal);
    const doubt = notes.find((note) => blocked === true || /cut|cannot all be read|first \d+ of/.test(note));
    return { text, ...(doubt !== undefined && { doubt }) };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

export type OnPage = { readonly is: 'stands' | 'not in the page' } | { readonly is: 'page not had'; readonly why: string };

export function onPage(page: ReadPage, quote: string): OnPage {
  if ('why' in page) return { is: 'page not had', why: page.why };
  if (plain(page.text).includes(plain(quote))) return { is: 'stands' };
  return page.doubt === undefined ? { is: 'not in the page' } : { is: 'page not had', why: page.doubt };
}
