/** openRedis: a connection to the Redis that several gavels share. */
import { Redis } from 'ioredis';
import { InputError } from '../../judge/errors.ts';
import { excerpt } from '../../judge/model/excerpt.ts';

/** How long the first answer may take, in milliseconds. */
const PATIENCE_MS = 5_000;

/**
 * @param url `redis://[user:password@]host:port[/db]`, `rediss://...` or `unix:///path/of/socket`
 * @param lasting true where commands wait for a Redis that comes back; else they fail at once, so that work goes on without it
 * @throws InputError where there is none
 */
export async function openRedis(url: string, { lasting = false }: { readonly lasting?: boolean } = {}): Promise<Redis> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['redis:', 'rediss:', 'unix:'].includes(parsed.protocol))
    throw new InputError('--redis: expected redis://HOST:PORT, rediss://... or unix:///PATH');
  const options = {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    maxRetriesPerRequest: lasting ? null : 1,
    enableOfflineQueue: lasting,
    retryStrategy: (times: number) => Math.min(times * 200, 5_000),
  };
  const redis = parsed.protocol === 'unix:' ? new Redis(decodeURIComponent(parsed.pathname), options) : new Redis(url, options);
  // Faults show in what commands say; without a listener they would be printed.
  redis.on('error', () => {});
  try {
    await redis.connect();
    await redis.ping();
    return redis;
  } catch (error) {
    redis.disconnect();
    const { host, pathname } = parsed;
    throw new InputError(`--redis: no Redis answers at ${host || pathname} (${excerpt((error as Error).message)})`, { cause: error });
  }
}

/** What of an address nobody may see. */
export function redisSecrets(url: string): string[] {
  const password = URL.canParse(url) ? decodeURIComponent(new URL(url).password) : '';
  return password === '' ? [] : [password];
}
