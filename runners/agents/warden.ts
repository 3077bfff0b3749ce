/**
 * Warden: a process of its own that ends the programs of agents should gavel be gone before them, even by kill -9.
 *
 * Every attempt's programs carry a mark in their environment, which what they start inherits: those that have left the process group
 * are found by it, as far as the system shows environments (/proc).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

export const MARK = 'GAVEL_ATTEMPT';

/** Of this process: its id, so that what it leaves behind can be told from what another one is running. */
const RUN = `${process.pid}-${randomBytes(6).toString('hex')}`;
let attempts = 0;

/** Marks one attempt, unlike any other. */
export function newMark(): string {
  attempts++;
  return `${RUN}-${attempts}.`;
}

/** Reads of groups that begin and end, and outlives its input only to end what is left. No value that is handed in is read as code. */
const SCRIPT = `
trap '' INT TERM HUP
while read -r what group; do
  case $what in
    begin) alive="$alive $group" ;;
    end) rest=; for one in $alive; do [ "$one" = "$group" ] || rest="$rest $one"; done; alive=$rest ;;
  esac
done
for group in $alive; do kill -KILL "-$group"; done
for file in $(grep -lF "$1" /proc/[0-9]*/environ); do file=\${file#/proc/}; kill -KILL "\${file%/environ}"; done
`;

let warden: ChildProcess | undefined;

/** Has the group ended if this process is gone first; the function returned takes that back. */
export function guard(group: number): () => void {
  // In a session of its own, so that no signal to gavel's reaches it.
  warden ??= start();
  const { stdin } = warden;
  stdin?.write(`begin ${group}\n`);
  return () => void stdin?.write(`end ${group}\n`);
}

function start(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'gavel-warden', `${MARK}=${RUN}-`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  // It holds nobody up, and where it cannot be had gavel itself still ends what it started when it exits.
  child.unref();
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}

/** Ends what carries the mark and has left its group. */
export async function endStrays(mark: string): Promise<void> {
  for (const { pid } of await marked(`${MARK}=${mark}`)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}

export interface Stray {
  readonly pid: number;
  /** As it was called. */
  readonly command: string;
}

/** Milliseconds in which a warden has ended what is left of its gavel. */
const A_MOMENT = 500;

/** Programs of agents whose gavel is gone, as after a kill -9 of both it and its warden. */
export async function leftOver(): Promise<Stray[]> {
  const found = await orphans();
  if (found.length === 0) return [];
  // The warden of a gavel that is only just gone is about to end them.
  await setTimeout(A_MOMENT);
  const still = new Set((await orphans()).map(({ pid }) => pid));
  return found.filter(({ pid }) => still.has(pid));
}

async function orphans(): Promise<Stray[]> {
  const all = await marked(`${MARK}=`);
  return all.filter(({ mark }) => !isAlive(Number(mark.split('-')[0])));
}

async function marked(mark: string): Promise<(Stray & { readonly mark: string })[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      // Those of other users cannot be read, and are none of ours.
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      const own = `\0${environment}`.split(`\0${mark}`)[1];
      if (own === undefined) return [];
      const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return [{ pid: Number(pid), command: words.split('\0').join(' ').trim(), mark: own.split('\0')[0] ?? '' }];
    }),
  );
  return found.flat();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
