import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { leftOver, MARK, newMark } from '../../../runners/agents/warden.ts';

/** A program that waits, marked so. */
async function waiting(mark: string): Promise<number | undefined> {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)', 'deep-agent'], {
    env: { [MARK]: mark },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child.pid;
}

test.runIf(existsSync('/proc/self/environ'))('a program whose gavel is gone is found and named; one whose gavel runs is not', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'exit');
  const [left, running] = [await waiting(`${gone.pid}-abc-1.`), await waiting(newMark())];
  const found = await leftOver();
  expect(found.find(({ pid }) => pid === left)?.command).toContain('deep-agent');
  expect(found.some(({ pid }) => pid === running)).toBe(false);
});
