/** The built program as a child process, as a person runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../dist/cli/gavel.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly done: Promise<Ended>;
  /** Resolves once stderr holds the text. */
  readonly says: (text: string) => Promise<void>;
}

export interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function startGavel(words: readonly string[], { cwd, env = {} }: Place): Started {
  if (!existsSync(PROGRAM)) throw new Error('dist/cli/gavel.js is not there: run "npm run build" before these tests');
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    cwd,
    // No key, no colour setting and no cache of the machine that tests run on.
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  const waiting: { text: string; resolve: () => void }[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
    for (const waiter of waiting) if (said.stderr.includes(waiter.text)) waiter.resolve();
  });
  return {
    child,
    done: new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...said }))),
    says: (text) =>
      new Promise((resolve) => {
        if (said.stderr.includes(text)) resolve();
        else waiting.push({ text, resolve });
      }),
  };
}

export function gavel(words: readonly string[], place: Place): Promise<Ended> {
  return startGavel(words, place).done;
}
