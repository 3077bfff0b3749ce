/** A child process in a process group of its own, so that whatever it starts ends with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { endStrays, guard, MARK, newMark } from './warden.ts';

interface ChildOptions {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  /** Between SIGTERM and SIGKILL. */
  readonly killGraceMs: number;
}

export interface ChildResult {
  /** `timeout` and `overflow`: it was killed for that. */
  readonly ended: 'exited' | 'timeout' | 'overflow';
  /** Exit code, or the name of the signal that ended it. */
  readonly status: number | string;
  readonly stdout: Buffer;
  /** The last 64 KiB. */
  readonly stderr: Buffer;
}

const STDERR_BYTES = 64 * 1024;

/**
 * Resolves or rejects only when the child is gone and what it started has been sent SIGKILL, in its group or out of it: at most the grace
 * after an abort.
 * @throws the signal's reason after an abort; the system's error (`code`) when the child cannot be started
 */
export async function runChild(options: ChildOptions, signal: AbortSignal): Promise<ChildResult> {
  signal.throwIfAborted();
  const { argv, cwd } = options;
  const mark = newMark();
  const env = { ...options.env, [MARK]: mark };
  const child = spawn(argv[0], argv.slice(1), { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) return new Promise((_, reject) => child.once('error', reject));

  const state: { ended: ChildResult['ended'] | 'aborted' } = { ended: 'exited' };
  const timers: NodeJS.Timeout[] = [];
  const stop = (why: 'timeout' | 'overflow' | 'aborted') => {
    if (state.ended !== 'exited' || child.exitCode !== null || child.signalCode !== null) return;
    state.ended = why;
    killGroup(pid, 'SIGTERM');
    timers.push(setTimeout(() => killGroup(pid, 'SIGKILL'), options.killGraceMs));
  };
  const onAbort = () => stop('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  timers.push(setTimeout(() => stop('timeout'), options.timeoutMs));
  const forget = killOnExit(pid);
  const release = guard(pid);

  // An agent may ignore its input, and close it early.
  child.stdin.on('error', () => {}).end(options.stdin);
  const stdout = head(child.stdout, options.maxOutputBytes, () => stop('overflow'));
  const stderr = tail(child.stderr, STDERR_BYTES);
  child.once('exit', () => {
    killGroup(pid, 'SIGKILL');
    // What left the group may still hold the pipes open.
    void endStrays(mark);
    timers.push(setTimeout(() => closePipes(child), options.killGraceMs));
  });
  const status = await new Promise<number | string>((resolve) => {
    child.once('close', (code, name) => resolve(code ?? name ?? 'unknown'));
  });

  for (const timer of timers) clearTimeout(timer);
  signal.removeEventListener('abort', onAbort);
  await endStrays(mark);
  forget();
  release();
  const { ended } = state;
  if (ended === 'aborted') throw signal.reason;
  return { ended, status, stdout: stdout(), stderr: stderr() };
}

function killGroup(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, name);
  } catch {
    // Nobody is left in it.
  }
}

function closePipes(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Groups alive now. One listener for all of them, as Node warns of more than ten. */
const alive = new Set<number>();
const killAll = () => {
  for (const pid of alive) killGroup(pid, 'SIGKILL');
};

/** Kills the group should this process exit before it; the function returned takes that back. */
function killOnExit(pid: number): () => void {
  if (alive.size === 0) process.on('exit', killAll);
  alive.add(pid);
  return () => {
    alive.delete(pid);
    if (alive.size === 0) process.off('exit', killAll);
  };
}

/** Collects up to `limit` bytes and reports the first byte beyond. */
function head(stream: NodeJS.ReadableStream, limit: number, onOverflow: () => void): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else onOverflow();
  });
  return () => Buffer.concat(chunks);
}

/** Collects the last `limit` bytes. */
function tail(stream: NodeJS.ReadableStream, limit: number): () => Buffer {
  let chunks: Buffer[] = [];
  let size = 0;
  const cut = () => Buffer.from(Buffer.concat(chunks).subarray(-limit));
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= limit * 2) return;
    chunks = [cut()];
    size = limit;
  });
  return cut;
}
