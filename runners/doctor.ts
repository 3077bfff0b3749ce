/** What gavel stands on, looked at for `gavel doctor`: the database driver, a store, and the models of an endpoint. */
import { z } from 'zod';
import { printable } from '../benchmarks/files/check.ts';
import { endpointUrl } from '../judge/model/address.ts';
import { accessTo } from './http/access.ts';
import { createHttpPool } from './http/http-pool.ts';

/** Long enough for a far endpoint, short enough for a person. */
const TIMEOUT_MS = 10_000;

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Driver and library in use. Loaded here and not before, since a driver that does not load is a finding. @throws Error where it does not */
export async function databaseVersion(): Promise<string> {
  return (await import('./store/sqlite.ts')).databaseVersion();
}

/** What is wrong with the file of a store; undefined where it is sound. @throws InputError where it is no store */
export async function storeDamage(path: string): Promise<string | undefined> {
  const { withStore } = await import('./store/store.ts');
  return withStore(path, { mode: 'read' }, (store) => store.damage());
}

export interface EndpointModels {
  /** Where they were asked for, without what may be a key. */
  readonly where: string;
  readonly names: readonly string[];
}

/**
 * The models that an endpoint names, asked for as a judge asks it: the same address and key.
 * @throws InputError for a wrong URL or a missing key, Error where it cannot be reached or has no list
 */
export async function modelsAt(
  config: { readonly url?: string; readonly apiKeyEnv: string },
  env: Readonly<Record<string, string | undefined>>,
): Promise<EndpointModels> {
  const { url, headers } = accessTo(config, env, 'endpoint');
  const address = endpointUrl(url, 'models');
  const where = `${address.origin}${address.pathname}`;
  const pool = createHttpPool({ env });
  try {
    const response = await pool.fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), headers }).catch((error: unknown) => {
      throw new Error(`cannot reach ${where} (${reasonOf(error)}): is the server running, and is --judge-url right?`);
    });
    if (!response.ok) throw new Error(`${where} answered ${response.status}`);
    const listed = modelsSchema.safeParse(await response.json().catch(() => undefined));
    if (!listed.success) throw new Error(`${where} answered without a list of models`);
    return { where, names: listed.data.data.map(({ id }) => printable(id, 100)) };
  } finally {
    await pool.close();
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  return 'code' in error ? String(error.code) : error.message;
}
