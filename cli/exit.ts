/** How a command ends: exit codes, and one line for what a person can mend. */
import { CommanderError } from 'commander';
import { InputError, ModelError } from '../judge/errors.ts';

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
  if (error instanceof InputError || (error instanceof ModelError && error.kind === 'permanent'))
    return { code: 2, line: `gavel: ${error.message}` };
  if (error instanceof Failed) return { code: 1, line: error.message === '' ? undefined : `gavel: ${error.message}` };
  if (error instanceof Interrupted) return { code: 130, line: `gavel: ${error.message}` };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 1, line: `gavel: unexpected failure, please report it: ${text}` };
}
