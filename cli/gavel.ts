#!/usr/bin/env node
/** The program: reads `.env`, runs the command that was typed, and ends with its exit code. */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { InputError } from '../judge/errors.ts';
import { withheld } from '../runners/withheld.ts';
import { outcomeOf } from './exit.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';

/** SIGHUP comes when the terminal is closed: ending by it would leave the programs of agents running. */
const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const io: Io = {
  stdout: withheld(process.stdout, process.env),
  stderr: withheld(process.stderr, process.env),
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  onInterrupt(callback) {
    for (const name of INTERRUPTS) process.on(name, callback);
    return () => {
      for (const name of INTERRUPTS) process.off(name, callback);
    };
  },
};

/** A folder of that name is none of ours. @throws InputError where the file cannot be read */
function loadEnv(): void {
  if (statSync('.env', { throwIfNoEntry: false })?.isFile() !== true) return;
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    throw new InputError(`.env: cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}

// `gavel ... | head` closes the pipe; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  if (!isGone(error)) throw error;
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (!isGone(error)) throw error;
});

/** Nobody looks any more, and what is in flight is still to be stored. */
function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EIO' || code === 'EPIPE';
}

try {
  // Bodies and replies are short-lived; V8 would let hundreds of megabytes of them pile up before it collects. Memory stays flat for
  // some CPU time.
  setFlagsFromString('--heap-growing-percent=70');

  loadEnv();
  // "gavel help judge" is to show what "gavel judge --help" shows.
  const [first, second] = process.argv.slice(2);
  const program = await createProgram(io, first === 'help' ? second : first);
  await program.parseAsync(process.argv);
} catch (error) {
  const { code, line } = outcomeOf(error);
  if (line !== undefined) io.stderr.write(`${line}\n`);
  process.exitCode = code;
}
