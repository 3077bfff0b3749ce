/** TrialFolder: the files of one trial, in a folder of its own that is made when it is needed; no path leads out of it. */
import { constants } from 'node:fs';
import { lstat, mkdir, mkdtemp, open, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A path or a size that is not allowed, in words for the model. */
export class FolderError extends Error {
  override name = 'FolderError';
}

const LONGEST_PATH = 200;
const MOST_FILES = 200;
const LONGEST_FILE = 1_000_000;

export class TrialFolder {
  #path: Promise<string> | undefined;
  /** The text of the file that was written last, for a report that never came. */
  lastWritten: { readonly path: string; readonly text: string } | undefined;

  path(): Promise<string> {
    this.#path ??= mkdtemp(join(tmpdir(), 'gavel-trial-')).then((made) => realpath(made));
    return this.#path;
  }

  /** @throws FolderError */
  async write(path: string, text: string): Promise<void> {
    if (text.length > LONGEST_FILE) throw new FolderError(`text: a file holds at most ${LONGEST_FILE} characters`);
    const parts = checkedParts(path);
    const root = await this.path();
    if ((await this.list()).length >= MOST_FILES) throw new FolderError(`path: there are ${MOST_FILES} files already`);
    await mkdir(dirname(join(root, ...parts)), { recursive: true }).catch(() => {
      throw new FolderError('path: a part of it is a file');
    });
    await checkNoLink(root, parts);
    const file = await open(
      join(root, ...parts),
      constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW,
      0o600,
    ).catch(unusable);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    this.lastWritten = { path: parts.join('/'), text };
  }

  /** @throws FolderError where there is none */
  async read(path: string): Promise<string> {
    const parts = checkedParts(path);
    const root = await this.path();
    await checkNoLink(root, parts);
    const file = await open(join(root, ...parts), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(unusable);
    try {
      const about = await file.stat();
      if (!about.isFile()) throw new FolderError('path: no file');
      if (about.size > LONGEST_FILE * 4) throw new FolderError('path: the file is too long to be read');
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  }

  /** Paths of all files, in order. */
  async list(): Promise<string[]> {
    const root = await this.path();
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
  }

  async remove(): Promise<void> {
    if (this.#path !== undefined) await rm(await this.#path, { recursive: true, force: true });
  }
}

/** @throws FolderError for a path that does not stay inside by its words alone */
function checkedParts(path: string): string[] {
  if (path.trim() === '' || path.length > LONGEST_PATH || /\p{Cc}/u.test(path))
    throw new FolderError('path: a name like notes/plan.md is expected');
  if (/^([/\\~]|[A-Za-z]:)/.test(path)) throw new FolderError('path: it must be relative, and stay inside your own folder');
  const parts = path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.some((part) => part === '..' || Buffer.byteLength(part) > 200))
    throw new FolderError('path: it must stay inside your own folder');
  return parts;
}

/** A link in the folder, as a program may have made, leads nowhere. */
async function checkNoLink(root: string, parts: readonly string[]): Promise<void> {
  let at = root;
  for (const part of parts) {
    at = join(at, part);
    const about = await lstat(at).catch(() => undefined);
    if (about?.isSymbolicLink() === true) throw new FolderError('path: links are not followed');
  }
}

function unusable(error: NodeJS.ErrnoException): never {
  if (error.code === 'ENOENT') throw new FolderError('path: there is no such file');
  if (error.code === 'ELOOP') throw new FolderError('path: links are not followed');
  throw new FolderError(`path: it cannot be used (${error.code})`);
}
