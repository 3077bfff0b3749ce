/** gavel, startGavel: commands as a person runs them, in this process and in a process of the built program. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { outcomeOf } from '../cli/exit.ts';
import { createProgram } from '../cli/program.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/gavel.js', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));
let open = 0;

export interface Place {
  readonly cwd: string;
  /** Beside PATH, nothing else of the environment is seen. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Only one at a time in a test file, or all of them in the same folder: a process has one working directory. */
export async function gavel(words: readonly string[], { cwd, env = {} }: Place = { cwd: process.cwd() }): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const hearing = (name: keyof typeof said) => ({
    write: (text: string) => {
      said[name] += text;
    },
  });
  const io = {
    stdout: hearing('stdout'),
    stderr: hearing('stderr'),
    env: { PATH: process.env.PATH, ...env },
    cwd,
    home: cwd,
    onInterrupt: () => () => {},
  };
  // Files are named, and read, as they are typed.
  process.chdir(cwd);
  open += 1;
  try {
    const program = await createProgram(io, words[0]);
    await program.parseAsync([...words], { from: 'user' });
    return { code: 0, ...said };
  } catch (error) {
    const { code, line } = outcomeOf(error);
    return { code, stdout: said.stdout, stderr: line === undefined ? said.stderr : `${said.stderr}${line}\n` };
  } finally {
    open -= 1;
    // The last of several that ran at once, in whatever order they ended.
    if (open === 0) process.chdir(ROOT);
  }
}

export interface Started {
  readonly child: ChildProcess;
  readonly done: Promise<Omit<Ended, 'code'> & { readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Resolves once stderr holds the text. */
  readonly says: (text: string) => Promise<void>;
}

/** The built program, to its end. For what only a process has, and where several run at once. */
export function gavelProcess(words: readonly string[], place: Place): Started['done'] {
  return startGavel(words, place).done;
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
