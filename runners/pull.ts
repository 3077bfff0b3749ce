/** Fetches a pinned benchmark file into the cache: resumed where it stopped, and in place only once its checksum is right. */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pulledFile, sha256Of } from '../benchmarks/benchmark.ts';
import { printable } from '../benchmarks/files/check.ts';
import { fileBytes } from '../benchmarks/files/jsonl.ts';
import { readTaskFile } from '../benchmarks/load.ts';
import type { Pinned } from '../benchmarks/sources/source.ts';
import { InputError } from '../judge/errors.ts';
import { proxiedFetch } from './http/proxy.ts';

export interface PullOptions {
  /** The benchmark's name. */
  readonly name: string;
  readonly pinned: Pinned;
  readonly cacheDir: string;
  /** Where proxies are named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** In place of the network. */
  readonly fetch?: typeof globalThis.fetch;
  /** Stands in for scheme and host of the pinned URL, for a mirror. */
  readonly endpoint?: string;
  /** Sent as a bearer token to that host alone. */
  readonly token?: string;
  /** Takes one line that a person should see. */
  readonly warn: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface Pulled {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Whether the file is the pinned one. */
  readonly official: boolean;
  /** Whether it was in place before. */
  readonly already: boolean;
}

/**
 * Downloads the file that is pinned. What arrived before an interruption stays beside it as `.part` and is continued next time.
 *
 * @throws InputError of one line when the host cannot be reached, answers with something else, or the checksum differs.
 */
export async function pull(options: PullOptions): Promise<Pulled> {
  const { name, pinned } = options;
  const path = pulledFile(name, pinned, options.cacheDir);
  if ((await size(path)) === pinned.bytes && (await sha256Of(path)) === pinned.sha256) {
    return { path, sha256: pinned.sha256, bytes: pinned.bytes, official: true, already: true };
  }
  // The revision in the name keeps a part of an older file from being continued with a newer one.
  const part = `${path}.${pinned.revision.slice(0, 12)}.part`;
  await mkdir(dirname(path), { recursive: true });
  await download(part, options);
  const sha256 = await sha256Of(part);
  if (sha256 !== pinned.sha256) {
    await rm(part, { force: true });
    throw new InputError(`${name}: expected sha256 ${pinned.sha256}, got ${sha256}: nothing was kept; run the command again`);
  }
  await rename(part, path);
  return { path, sha256, bytes: pinned.bytes, official: true, already: false };
}

/**
 * Takes a local copy instead, plain or `.gz`. It must load as that benchmark; a checksum other than the pinned one is
 * a warning, since a person may hold another revision.
 *
 * @param expectSha makes this checksum (SHA-256 of the file unpacked) a condition.
 */
export async function pullFrom(file: string, options: Omit<PullOptions, 'fetch' | 'env'>, expectSha?: string): Promise<Pulled> {
  const { name, pinned } = options;
  const { source } = await readTaskFile(file);
  if (source?.name !== name)
    throw new InputError(`${file}: expected the official layout of ${name}, got that of ${source?.name ?? 'a task file of gavel'}`);
  const path = pulledFile(name, pinned, options.cacheDir);
  const part = `${path}.from.part`;
  await mkdir(dirname(path), { recursive: true });
  await copy(file, part);
  const sha256 = await sha256Of(part);
  if (expectSha !== undefined && sha256 !== expectSha.toLowerCase()) {
    await rm(part, { force: true });
    throw new InputError(`${file}: expected sha256 ${expectSha.toLowerCase()}, got ${sha256}: nothing was kept`);
  }
  const official = sha256 === pinned.sha256;
  if (!official) options.warn(`${file} is not revision ${pinned.revision.slice(0, 12)} of ${name}: its sha256 is ${sha256}`);
  const bytes = await size(part);
  await rename(part, path);
  return { path, sha256, bytes, official, already: false };
}

async function copy(from: string, to: string): Promise<void> {
  const file = await open(to, 'w');
  try {
    for await (const chunk of fileBytes(from)) await file.appendFile(chunk);
  } finally {
    await file.close();
  }
}

async function download(part: string, options: PullOptions): Promise<void> {
  const { pinned } = options;
  let have = await size(part);
  if (have > pinned.bytes) {
    await rm(part);
    have = 0;
  }
  if (have === pinned.bytes) return;
  const url = address(options);
  const response = await request(url, have, options);
  // The host cannot continue this part, so that keeping it would fail the same way each time.
  if (response.status === 416) await rm(part, { force: true });
  const start = await startOf(response, have, url, pinned);
  const received = await save(response, part, start, url, pinned.bytes);
  if (received < pinned.bytes) throw interrupted(url, received, pinned.bytes, 'the host closed the connection');
}

function address(options: PullOptions): URL {
  const pinned = new URL(options.pinned.url);
  if (options.endpoint === undefined || options.endpoint === '') return pinned;
  if (!URL.canParse(options.endpoint) || !/^https?:/.test(options.endpoint)) {
    throw new InputError(`expected an endpoint like https://mirror.example, got "${options.endpoint}"`);
  }
  return new URL(options.endpoint.replace(/\/+$/, '') + pinned.pathname);
}

async function request(url: URL, have: number, options: PullOptions): Promise<Response> {
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (have > 0) headers.range = `bytes=${have}-`;
  if (options.token !== undefined && options.token !== '') headers.authorization = `Bearer ${options.token}`;
  const fetch = options.fetch ?? proxiedFetch(options.env);
  try {
    return await fetch(url, { headers, ...(options.signal && { signal: options.signal }) });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new InputError(`cannot reach ${url.host} (${reason(error)}): download ${url.href} elsewhere and give --from FILE`, {
      cause: error,
    });
  }
}

/** The byte at which the answer's body begins. @throws InputError when the answer is not the file. */
async function startOf(response: Response, have: number, url: URL, pinned: Pinned): Promise<number> {
  const refused = refusal(response, url, pinned);
  const start = response.status === 206 ? Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1]) : 0;
  if (refused === undefined && (start === 0 || start === have)) return start;
  await response.body?.cancel();
  throw new InputError(refused ?? `${url.host} answered with another range than bytes ${have}-: run the command again`);
}

function refusal(response: Response, url: URL, pinned: Pinned): string | undefined {
  const { status } = response;
  if (status === 401 || status === 403) {
    return `${url.host} answered ${status}: accept the dataset's conditions in a browser and set HF_TOKEN, or give --from FILE`;
  }
  if (status === 416) return `${url.host} cannot continue the download: run the command again to start over`;
  if (status !== 200 && status !== 206)
    return `${url.host} answered ${status} for ${url.pathname}: download it elsewhere and give --from FILE`;
  const type = response.headers.get('content-type') ?? '';
  if (/\bhtml\b/i.test(type)) return `${url.host} answered with a web page (a login or a proxy?) and not the file: give --from FILE`;
  const length = response.headers.get('content-length');
  if (status === 200 && length !== null && Number(length) !== pinned.bytes) {
    return `${url.host} offers ${printable(length, 20)} bytes, expected ${pinned.bytes}: nothing was kept`;
  }
  return undefined;
}

/** Appends the body from byte `start` on; returns the bytes now in the file. */
async function save(response: Response, part: string, start: number, url: URL, expected: number): Promise<number> {
  if (response.body === null) return start;
  const file = await open(part, start > 0 ? 'a' : 'w');
  let received = start;
  try {
    for await (const chunk of response.body) {
      // A host that sends more than the file is stopped here; the checksum then tells.
      const fitting = chunk.subarray(0, expected - received);
      await file.appendFile(fitting);
      received += fitting.length;
      if (received === expected) return received;
    }
  } catch (error) {
    throw interrupted(url, received, expected, reason(error), error);
  } finally {
    await file.close();
  }
  return received;
}

function interrupted(url: URL, received: number, expected: number, why: string, cause?: unknown): InputError {
  const message = `the download from ${url.host} stopped after ${received} of ${expected} bytes (${why}): run the command again to resume`;
  return new InputError(message, { cause });
}

function reason(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return printable(error instanceof Error ? error.message : String(error), 80);
}

/** In bytes; 0 where there is no file. */
async function size(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.size ?? 0;
}
