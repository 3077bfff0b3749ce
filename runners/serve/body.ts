/** readJson, shaped: the body of a request, read whole within bounds of size and time and kept nowhere else, and what a protocol takes it for. */
import { isUtf8 } from 'node:buffer';
import type { Context } from 'hono';
import type { z } from 'zod';
import { check } from '../../benchmarks/files/check.ts';
import { InputError } from '../../judge/errors.ts';

/** What the answer to a request that cannot be read is. */
export class Unreadable extends Error {
  override name = 'Unreadable';
  readonly status: 400 | 408 | 413;

  constructor(status: Unreadable['status'], message: string) {
    super(message);
    this.status = status;
  }
}

export interface BodyLimits {
  /** In bytes. */
  readonly bodyBytes: number;
  /** How long nothing may come of a body that is not there yet, in milliseconds. */
  readonly silenceMs: number;
}

/** @throws Unreadable */
export async function readJson(c: Context, limits: BodyLimits): Promise<unknown> {
  const told = Number(c.req.header('content-length') ?? '0');
  if (told > limits.bodyBytes) throw tooLarge(limits);
  const text = await readText(c.req.raw.body, limits);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreadable(400, `the body is not JSON: ${unquoted((error as Error).message)}`);
  }
}

/** Without the piece of the body that parsers quote: this is logged, too. */
function unquoted(message: string): string {
  return message.replace(/,? (?:\.{3})?".*/s, '').slice(0, 200);
}

/** @throws Unreadable where it is not what the protocol sends */
export function shaped<T>(schema: z.core.$ZodType<T>, body: unknown): T {
  try {
    return check(schema, body, 'request');
  } catch (error) {
    if (error instanceof InputError) throw new Unreadable(400, error.message);
    throw error;
  }
}

async function readText(body: ReadableStream<Uint8Array> | null, limits: BodyLimits): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await within(limits.silenceMs, reader.read());
    if (done) break;
    size += value.length;
    if (size > limits.bodyBytes) {
      void reader.cancel().catch(() => {});
      throw tooLarge(limits);
    }
    chunks.push(value);
  }
  const whole = Buffer.concat(chunks);
  if (!isUtf8(whole)) throw new Unreadable(400, 'the body is not UTF-8');
  return whole.toString('utf8');
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unreadable(408, `nothing of the body came for ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge({ bodyBytes }: BodyLimits): Unreadable {
  return new Unreadable(
    413,
    `the body is larger than the limit of ${bodyBytes / 2 ** 20} MiB: start the server with a larger --body-limit, or send fewer items at once`,
  );
}
