/** What SQLite says about a store's file, in words for a person. */
import { InputError } from '../../judge/errors.ts';

/** Runs `use`; what SQLite throws is put in plain words. */
export function guarded<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw plain(path, error);
  }
}

const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'the disk is full; what was finished before is stored'],
  [/^EFBIG/, 'no file may grow further here (see "ulimit -f"); what was finished before is stored'],
  [/^(EMFILE|ENFILE)/, 'too many open files: raise "ulimit -n" or lower the concurrency; what was finished before is stored'],
  [/^(SQLITE_READONLY|EROFS|EACCES|EPERM)/, 'the store or its folder is read-only'],
  [/^SQLITE_CANTOPEN/, 'cannot be opened: is the folder there, and may it be written?'],
  [/^SQLITE_NOTADB/, 'not a SQLite file, so not a gavel store'],
  [/^SQLITE_CORRUPT/, 'the store is corrupt; restore a copy, or save what is left with sqlite3 .recover'],
  [/^(SQLITE_IOERR|EIO)/, 'the disk failed; what was finished before is stored'],
  [/^SQLITE_BUSY/, 'another process is writing to this store; try again when it is done'],
];

/** What SQLite says about the file, in words for a person. Anything else is a fault of the program and stays as it is. */
export function plain(path: string, error: unknown): unknown {
  const code = sqliteCode(error);
  const known = PLAIN.find(([pattern]) => code !== undefined && pattern.test(code));
  if (known !== undefined) return new InputError(`${path}: ${known[1]}`, { cause: error });
  // Of a store that somebody else has written: SQLite says it of its own functions, and JSON.parse of what is read.
  if (error instanceof Error && (/^malformed JSON/.test(error.message) || (error instanceof SyntaxError && /JSON/.test(error.message))))
    return new InputError(`${path}: the store is damaged: it holds text that should be JSON and is none`, { cause: error });
  // better-sqlite3 reports a missing folder as a TypeError of its own.
  if (error instanceof TypeError && /directory does not exist/.test(error.message))
    return new InputError(`${path}: its folder does not exist`, { cause: error });
  return error;
}

/** Whether SQLite could not read the file because it may not write beside it. */
export function isUnreachable(error: unknown): boolean {
  return /^SQLITE_(CANTOPEN|READONLY)/.test(sqliteCode(error) ?? '');
}

/** As SQLite says it, or as it was put in plain words. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error) ?? (error instanceof Error ? sqliteCode(error.cause) : undefined);
  return code?.startsWith('SQLITE_BUSY') === true;
}

function sqliteCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : undefined;
}
