/** The proxies that the environment names, for everything that leaves the machine: HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
import { createRequire } from 'node:module';
import type { Dispatcher, ProxyAgent } from 'undici';
import { InputError } from '../../judge/errors.ts';

/** Loaded where a proxy is named: few name one. */
const undici = (): typeof import('undici') => createRequire(import.meta.url)('undici');

type Env = Readonly<Record<string, string | undefined>>;

/** This machine is reached without one. */
const LOOPBACK = 'localhost,127.0.0.1,[::1]';

/** Undefined where the environment names none. @throws InputError where what it names is no URL */
export function proxyOf(env: Env, options: Partial<ProxyAgent.Options> = {}): Dispatcher | undefined {
  const httpProxy = named('http_proxy', env);
  const httpsProxy = named('https_proxy', env);
  if (httpProxy === '' && httpsProxy === '') return undefined;
  const none = either('no_proxy', env);
  // Endpoints without TLS are asked for in full, as every proxy allows, and not through a tunnel, which many keep for TLS.
  return new (undici().EnvHttpProxyAgent)({
    ...options,
    httpProxy,
    httpsProxy,
    noProxy: none === '*' ? none : `${none},${LOOPBACK}`,
    proxyTunnel: false,
  });
}

/** A `fetch` that follows redirects and streams, for files. @throws InputError as proxyOf does */
export function proxiedFetch(env: Env): typeof globalThis.fetch {
  const dispatcher = proxyOf(env);
  if (dispatcher === undefined) return globalThis.fetch;
  // Node's own fetch is undici's, of another version: a dispatcher goes with the fetch of its own.
  const through = undici().fetch as unknown as typeof globalThis.fetch;
  const how: object = { dispatcher };
  return (input, init) => through(input, { ...init, ...how });
}

function named(name: string, env: Env): string {
  const value = either(name, env);
  if (value === '') return '';
  const url = /^[a-z0-9]+:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(url)) throw new InputError(`${name.toUpperCase()} should look like http://host:port`);
  return url;
}

function either(name: string, env: Env): string {
  return (env[name] ?? env[name.toUpperCase()])?.trim() ?? '';
}
