/** Runs a command of this package in a process of its own and says how long it took, and what it used. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Measured {
  readonly seconds: number;
  /** User and system time of the process. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly stdout: string;
}

const HOOK = `process.on('exit', () => require('node:fs').writeFileSync(process.env.BENCH_USE, JSON.stringify(process.resourceUsage())));`;

/** @throws Error when the command fails */
export async function measure(
  args: readonly string[],
  options: { readonly quiet?: boolean; readonly cwd?: string } = {},
): Promise<Measured> {
  const dir = mkdtempSync(join(tmpdir(), 'gavel-bench-'));
  const hook = join(dir, 'hook.cjs');
  const use = join(dir, 'use.json');
  writeFileSync(hook, HOOK);
  const started = performance.now();
  const child = spawn(process.execPath, ['--require', hook, ...args], {
    cwd: options.cwd,
    env: { ...process.env, BENCH_USE: use },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (options.quiet !== true) stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr.slice(-500)}`);
  const usage = JSON.parse(readFileSync(use, 'utf8')) as NodeJS.ResourceUsage;
  return { seconds, cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6, peakMegabytes: usage.maxRSS / 1024, stdout };
}
