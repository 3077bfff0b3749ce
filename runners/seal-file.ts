/** Sealing a task file with a key of one's own, so that it can be kept and sent without being read; everything that reads tasks opens it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { isSealed, seal } from '../benchmarks/files/sealed.ts';
import { loadTasks } from '../benchmarks/load.ts';
import { InputError } from '../judge/errors.ts';

export interface SealRequest {
  readonly path: string;
  /** Name of the environment variable that holds the key. */
  readonly keyEnv: string;
  readonly out: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How many tasks were sealed. @throws InputError for a file that is no task file, or is sealed already, and without a key */
export async function sealFile({ path, keyEnv, out, env }: SealRequest): Promise<number> {
  const tasks = await loadTasks(path);
  const plain = readFileSync(path);
  if (isSealed(plain)) throw new InputError(`${path}: is sealed already`);
  if (/\.(gz|csv|tsv|parquet)$/i.test(path)) throw new InputError(`${path}: expected JSON lines, which are what is sealed`);
  writeFileSync(out, seal(plain, keyEnv, env), { mode: 0o600 });
  return tasks.length;
}
