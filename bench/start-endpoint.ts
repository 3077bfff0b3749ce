/** startEndpoint: a server of this folder in a process of its own, which prints its URL first. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Endpoint {
  readonly url: string;
  readonly stop: () => void;
}

/** @param file beside this one, as compiled */
export async function startEndpoint(file: string, ...args: readonly (string | number)[]): Promise<Endpoint> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path, ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  // Also where the command that started it fails.
  process.once('exit', () => child.kill());
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())));
  return { url, stop: () => child.kill() };
}
