/** Errors of the OpenAI SDK as ours, each saying what to do about it. */
import OpenAI from 'openai';
import { ModelError } from '../../judge/errors.ts';
import { retryAfter } from '../../judge/model/retry-after.ts';
import type { Secrets } from './secrets.ts';

interface ChatErrorContext {
  readonly who: string;
  readonly model: string;
  /** The variable that holds the key. */
  readonly keyName: string;
  readonly secrets: Secrets;
  readonly url: string;
  /** The endpoint has answered well before. */
  readonly proven: boolean;
}

const WRONG_MODEL = /model.{0,60}(not found|not exist|not supported)|(unknown|invalid) model|model_not_found/i;
const ONE_REQUEST =
  /context.?(length|window)|too (long|large|many tokens)|maximum.{0,20}tokens|content.?(filter|policy|management)|safety/i;

/** Errors of the SDK are dropped and not chained: their text may hold what a server says of a key. */
export function chatError(error: unknown, context: ChatErrorContext): Error {
  const { who, url, secrets } = context;
  if (error instanceof OpenAI.APIConnectionError) {
    return new ModelError('transient', `${who}: the connection to ${url} broke (${secrets.quote(causeOf(error))})`);
  }
  if (!(error instanceof OpenAI.APIError) || typeof error.status !== 'number') {
    return new ModelError('transient', `${who}: ${url} answered with what cannot be read (${secrets.quote(String(error))})`);
  }
  return statusError(error.status, error, context);
}

function statusError(status: number, error: InstanceType<typeof OpenAI.APIError>, context: ChatErrorContext): ModelError {
  const { who, url, model, keyName } = context;
  const said = context.secrets.quote(error.message);
  const code = `${error.code ?? ''} ${error.type ?? ''}`;
  // Not `said`: servers print the key they refuse, with a part of it masked.
  if (status === 401 || status === 403)
    return new ModelError('permanent', `${who}: ${url} refused the key in ${keyName} (${status}): check it`);
  if (status === 402 || /insufficient_quota|billing/i.test(code)) {
    return new ModelError('permanent', `${who}: the account at ${url} is used up (${said}): check its credit`);
  }
  if (status === 404 || WRONG_MODEL.test(`${code} ${said}`)) {
    return new ModelError('permanent', `${who}: ${url} knows no such path or model "${model}" (${said}): check url and model`);
  }
  const wait = retryAfter((name) => error.headers?.get(name), Date.now());
  if (status === 429) return new ModelError('rate', `${who}: ${url} refused for its rate limit (${said})`, wait);
  if (status >= 500 || status === 408 || status === 409 || status === 425) {
    return new ModelError('transient', `${who}: ${url} failed (${said})`, wait);
  }
  if (status < 400) return new ModelError('permanent', `${who}: ${url} redirects (${status}): put the final address into url`);
  const single = context.proven || status === 413 || ONE_REQUEST.test(`${code} ${said}`);
  return new ModelError(
    single ? 'rejected' : 'permanent',
    `${who}: ${url} rejected the request (${said})${single ? '' : ': check params'}`,
  );
}

function causeOf(error: Error): string {
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message : error.message;
}
