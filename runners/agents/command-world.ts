/** withWorld: the offline world for one attempt of a program, on a port of its own, with what the program's environment needs to find it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { Authority } from '../world/certificates.ts';
import { serveWorld } from '../world/serve.ts';
import { Visit, type Visited } from '../world/visit.ts';
import { openWorld } from '../world/world.ts';
import type { AgentDeps } from './deps.ts';
import type { TraceEvent } from './trace.ts';

/** One for all attempts: a key takes long to make. */
let authority: Authority | undefined;

/** Seconds that the fault timeout is silent. Programs without a time-out of their own wait as long. */
const SILENT_MS = 30_000;

export interface WorldUse<T> {
  readonly result: T;
  readonly visit: Visit;
}

/** @param folder where the certificates are written that the program is to trust */
export async function withWorld<T>(
  folder: string,
  { faults, worldSilentMs = SILENT_MS }: Pick<AgentDeps, 'faults' | 'worldSilentMs'>,
  use: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<WorldUse<T>> {
  authority ??= new Authority();
  const world = openWorld();
  const visit = new Visit(world, faults);
  const served = await serveWorld({
    host: '127.0.0.1',
    port: 0,
    world,
    visit,
    authority,
    silentMs: worldSilentMs,
    seed: faults?.seed ?? 1,
  });
  try {
    const bundle = join(folder, 'certificates.pem');
    await writeFile(bundle, [authority.pem, ...rootCertificates].join('\n'), { mode: 0o600 });
    return { result: await use(worldEnv(`http://127.0.0.1:${served.port}`, bundle, world.today)), visit };
  } finally {
    await served.stop();
  }
}

/** What is not on this machine goes through the world; libraries spell this in several ways. */
function worldEnv(address: string, bundle: string, today: string): Record<string, string> {
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, address]);
  const direct = ['NO_PROXY', 'no_proxy'].map((name) => [name, '127.0.0.1,localhost']);
  const trusted = ['REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'].map((name) => [name, bundle]);
  return { ...Object.fromEntries([...proxies, ...direct, ...trusted]), GAVEL_WORLD_URL: address, GAVEL_WORLD_DATE: today };
}

/** What a program asked of the world, as the events of a trace: what was served to it, which is not yet what it read. */
export function visitTrace(record: readonly Visited[]): TraceEvent[] {
  return record.map(({ op, asked, fault, served }, i) => {
    const failed = fault !== undefined && served.length === 0;
    const input = op === 'search' ? { queries: [asked] } : { urls: [asked] };
    const error = { error: `fault: ${fault?.kind}` };
    const output =
      op === 'search'
        ? { query: asked, ...(failed ? error : { results: served.map((url) => ({ url })) }) }
        : { url: asked, ...(failed && error) };
    return { turn: i + 1, kind: failed ? 'error' : 'tool', name: op, input, output: [output] };
  });
}
