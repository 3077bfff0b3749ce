/** How a command ends: exit codes, and one line for what a person can mend. */
import { CommanderError } from 'commander';
import { printable } from '../benchmarks/files/check.ts';
import { InputError, ModelError } from '../judge/errors.ts';

/** Messages can quote files and servers: one line, nothing that a terminal obeys. */
const LONGEST_LINE = 2_000;

/** Something failed and has been listed, or is said in the message. */
export class Failed extends Error {
  override name = 'Failed';
}

/** Ended by Ctrl-C; everything finished so far is kept. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** 0 done; 1 something failed; 2 wrong words or a bad file; 130 interrupted. `line` goes to stderr. */
export function outcomeOf(error: unknown): { code: number; line: string | undefined } {
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, line: undefined };
  if (error instanceof InputError || (error instanceof ModelError && error.kind === 'permanent')) return { code: 2, line: line(error) };
  if (error instanceof Failed) return { code: 1, line: error.message === '' ? undefined : line(error) };
  if (error instanceof Interrupted) return { code: 130, line: line(error) };
  if (isSystemError(error)) return { code: 2, line: `gavel: ${printable(`${error.path}: cannot be used (${error.code})`, LONGEST_LINE)}` };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 1, line: `gavel: unexpected failure, please report it: ${text}` };
}

function line({ message }: Error): string {
  return `gavel: ${printable(message, LONGEST_LINE)}`;
}

/** A file that the system refuses is a person's to mend, wherever it was met. */
function isSystemError(error: unknown): error is { code: string; path: string } {
  return error instanceof Error && 'syscall' in error && 'path' in error && typeof error.path === 'string' && 'code' in error;
}
