/** startRedis: a redis-server of a test's own, on a socket; HAS_REDIS says whether this machine has the program. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const HAS_REDIS = spawnSync('redis-server', ['--version']).status === 0;

export async function startRedis(): Promise<{ readonly url: string; stop(): void }> {
  const dir = mkdtempSync(join(tmpdir(), 'gavel-redis-'));
  const socket = join(dir, 'redis.sock');
  const server = spawn('redis-server', ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--dir', dir], {
    stdio: 'ignore',
  });
  while (!existsSync(socket)) {
    if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}`);
    await delay(10);
  }
  return {
    url: `unix://${socket}`,
    stop() {
      server.kill('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
