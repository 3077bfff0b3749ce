/** What a model endpoint's failures mean: which end the run, which are worth another try, which concern one request alone. */
import { ModelError } from '../errors.ts';
import { excerpt, scrub } from './excerpt.ts';
import { NO_USAGE } from './usage.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** How long the server asks to be left alone, where it says so. */
  readonly wait: { readonly retryAfterMs?: number };
  readonly body: string;
}

/** Where a request went, in words that are safe to show, and what is known of the place. */
export interface Place {
  readonly where: string;
  readonly model: string;
  /** What no message may show. */
  readonly secrets: readonly string[];
  /** Where a person sets the key: the name of an environment variable. */
  readonly apiKeyName: string;
  /** It gave a usable answer once: what fails later is a passing fault or this one request, not a wrong address. */
  readonly proven: boolean;
}

const UNKNOWN_MODEL = /model.{0,80}(not found|does not exist|not exist)|(unknown|invalid) model/i;
/** What a 403 speaks of where the key is at fault, and not one text that a gateway took for an attack. */
const OF_THE_KEY = /key|auth|credential|permission|token|access|country|region|账号|权限|密钥/i;
/** Not "billing": ordinary rate limits advise on that too. */
const NO_MONEY = /insufficient_quota|exceeded_current_quota|insufficient.?balance|余额不足|欠费/i;
const WITHHELD = /content.?(filter|policy|management)|moderat|flagged|inappropriate|high risk|unsafe|敏感|不安全/i;
const TOO_LONG = /context.?(length|window)|too (long|large|many tokens)|maximum.{0,20}tokens/i;
const UNREACHABLE = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT|SSL|TLS|UNABLE_TO|EHOST|ENETUNREACH/;
/** Codes of connections that were never made, so that no request went out. */
const UNSENT = /CONNECT_TIMEOUT|EMFILE|ENFILE|EADDRNOTAVAIL/;
/** Calls that may fail to connect before an endpoint that never answered is held to be wrong. */
const FAILURES_BEFORE_GIVING_UP = 3;

/** Statuses of servers that began to work on a request, as far as is known, and may bill it. */
const BEGUN = new Set([408, 500, 502, 504]);

/** A request that was refused took no tokens. */
export function statusError(answer: Answer, place: Place): ModelError {
  const { kind, message } = meaningOf(answer, place);
  return new ModelError(kind, message, { ...answer.wait, ...(!BEGUN.has(answer.status) && { usage: NO_USAGE }) });
}

/** What is to be done about a status, and what is said of it. */
interface Meaning {
  readonly kind: ModelError['kind'];
  readonly message: string;
}

function meaningOf(answer: Answer, place: Place): Meaning {
  const { status } = answer;
  const { where, model, proven } = place;
  const all = complaint(answer.body);
  const said = quoted(all, place);
  if (status >= 300 && status < 400) {
    // An address that worked has not moved: a gateway in between has lost it for now.
    return meaning(proven ? 'transient' : 'permanent', `${where} redirects (${status}): give the final address as --judge-url`);
  }
  if ((status === 403 || status === 400) && WITHHELD.test(all))
    return meaning('rejected', `${where} refused this text (${status}). ${said}`);
  if (status === 403 && proven && (isHtml(answer) || !OF_THE_KEY.test(all)))
    return meaning('rejected', `${where} refused this request (${status}). ${said}`);
  if (status === 401 || status === 403)
    return meaning('permanent', `${where} refused the key (${status}): set ${place.apiKeyName} for this endpoint. ${said}`);
  if (status === 402 || (status === 429 && NO_MONEY.test(all)))
    return meaning('permanent', `${where}: the account's quota is used up (${status}). ${said}`);
  if (status === 429) return meaning('rate', `${where} refused for its rate limit (429). ${said}`);
  if (status >= 500 || status === 408 || status === 409 || status === 425) {
    return meaning('transient', `${where} failed (${status}). ${said}`);
  }
  const unknownModel = UNKNOWN_MODEL.test(all);
  if (status === 404 || (unknownModel && !proven)) {
    return meaning(
      proven && !unknownModel ? 'transient' : 'permanent',
      `${where} knows no such path or model "${model}" (${status}): check --judge-url and --judge-model. ${said}`,
    );
  }
  // What an endpoint that works refuses is this one request.
  const single = proven || status === 413 || TOO_LONG.test(all);
  return meaning(single ? 'rejected' : 'permanent', `${where} rejected the request (${status}). ${said}`);
}

function meaning(kind: ModelError['kind'], message: string): Meaning {
  return { kind, message };
}

export function isHtml({ contentType }: Answer): boolean {
  return /html/i.test(contentType);
}

/** @param failures how many calls broke without an answer so far, this one included */
export function networkError(error: unknown, { where, proven }: Place, failures: number): ModelError {
  if (error instanceof ModelError) return error;
  const code = (error as { code?: unknown }).code;
  const text = typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
  const unreachable = UNREACHABLE.test(text);
  const how = { cause: error, sent: !unreachable && !UNSENT.test(text) };
  if (!proven && failures >= FAILURES_BEFORE_GIVING_UP && unreachable)
    return new ModelError('permanent', `cannot reach ${where} (${text}): check --judge-url`, how);
  return new ModelError('transient', `the connection to ${where} broke (${text})`, how);
}

/**
 * What an error body complains of: its message, code and field, in the spellings of OpenAI, FastAPI and their kin. Not the rest: some
 * servers echo the whole request, and a word in a report is no complaint.
 */
export function complaint(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return body.slice(0, LONGEST_COMPLAINT);
  }
  const words = wordsOf(value, 0).join(' ').slice(0, LONGEST_COMPLAINT);
  return words === '' ? body.slice(0, LONGEST_COMPLAINT) : words;
}

const LONGEST_COMPLAINT = 2_000;
const TELLING = ['message', 'msg', 'error', 'detail', 'loc', 'param', 'code', 'type'];

function wordsOf(value: unknown, depth: number): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null || depth > 4) return [];
  if (Array.isArray(value)) return value.slice(0, 10).flatMap((item) => wordsOf(item, depth + 1));
  return TELLING.flatMap((key) => wordsOf((value as Record<string, unknown>)[key], depth + 1));
}

/** A bounded line of what a server said, fit to be shown. */
export function quoted(text: string, { secrets }: Place): string {
  return excerpt(scrub(text, secrets));
}
