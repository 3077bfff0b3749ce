#!/usr/bin/env node
/** The program: reads `.env`, runs the command that was typed, and ends with its exit code. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { outcomeOf } from './exit.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';

const io: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  onInterrupt(callback) {
    process.on('SIGINT', callback);
    process.on('SIGTERM', callback);
    return () => {
      process.off('SIGINT', callback);
      process.off('SIGTERM', callback);
    };
  },
};

// `gavel ... | head` closes the pipe; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  // Bodies and replies are short-lived; V8 would let hundreds of megabytes of them pile up before it collects. Memory stays flat for
// some CPU time.
setFlagsFromString('--heap-growing-percent=50');

if (existsSync('.env')) process.loadEnvFile('.env');
  // "gavel help judge" is to show what "gavel judge --help" shows.
  const [first, second] = process.argv.slice(2);
  const program = await createProgram(io, first === 'help' ? second : first);
  await program.parseAsync(process.argv);
} catch (error) {
  const { code, line } = outcomeOf(error);
  if (line !== undefined) process.stderr.write(`${line}\n`);
  process.exitCode = code;
}
