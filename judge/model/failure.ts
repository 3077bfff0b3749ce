/** Failures of a model endpoint and what they mean, for judges and agents: which end the run, which pass, which concern one request alone. */
import { type FailureKind, ModelError } from '../errors.ts';
import { complaint, quoted, waitIn } from './complaint.ts';
import { NO_USAGE } from './usage.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** How long the server asks to be left alone, where its headers say so. */
  readonly wait: { readonly retryAfterMs?: number };
  readonly body: string;
}

/** Where a request went, in words that are safe to show, and what is known of the place. */
export interface Place {
  readonly where: string;
  /** Undefined where no model is named, as for a service. */
  readonly model?: string;
  /** Never shown, whoever repeats them. */
  readonly secrets: readonly string[];
  /** What a person sets, for advice. */
  readonly settings: { readonly key: string; readonly url: string; readonly model?: string; readonly body?: string };
  /** It gave a usable answer once: what fails later is a passing fault or this one request, not a wrong address. */
  readonly proven: boolean;
}

const UNREACHABLE = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOST|ENETUNREACH/;
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS|SSL/;
/** Codes of connections that were never made, so that no request went out. */
const UNSENT = /CONNECT_TIMEOUT|EADDRNOTAVAIL/;
const TOO_MANY_FILES = /EMFILE|ENFILE/;
/** Calls that may fail to connect before an endpoint that never answered is held to be wrong. */
const FAILURES_BEFORE_GIVING_UP = 3;
/** Statuses of servers that began to work on a request, as far as is known, and may bill it. */
const BEGUN = new Set([408, 500, 502, 504]);

/**
 * Empty accounts, in words: the one list of them. They come as 429, as 500 and inside a 200, which are waited for, and no second request
 * tells one from a rate limit or an outage; and agents, which come as any status, ask nothing a second time. What a judge is refused with 400
 * or 403, a short question tells, in any words.
 */
const NO_MONEY =
  /insufficient.?(quota|balance|credit|fund)|billing.{0,12}(limit|not.?active)|exceeded_current_quota|(balance|credits?|funds?).{0,40}(exhausted|depleted|used up|too low|insufficient|negative|run out)|(out of|no|not enough) (credits?|balance|funds?)|arrears|余额不足|余额已|欠费|额度已/i;

/** A request that was refused took no tokens. */
export function statusError(answer: Answer, place: Place): ModelError {
  const { status, body } = answer;
  const retryAfterMs = answer.wait.retryAfterMs ?? (status === 429 || status >= 500 ? waitIn(body) : undefined);
  const [kind, said] = meaningOf(answer, place, retryAfterMs !== undefined);
  const told = wordsOf(answer, place);
  return new ModelError(kind, `${place.where} ${said}${told === '' ? '' : `. ${told}`}`, {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(!BEGUN.has(status) && { usage: NO_USAGE }),
  });
}

/** The complaint, as it may be shown: servers print the key that they refuse, with a part of it masked. */
function wordsOf(answer: Answer, { secrets }: Place): string {
  const [, title] = isHtml(answer) ? (/<title[^>]*>([^<]*)/i.exec(answer.body) ?? []) : [];
  const words = isHtml(answer) ? `It sent a web page${title === undefined ? '' : `: ${title}`}` : complaint(answer.body);
  return quoted(words.replace(/\S*\*{3,}\S*/g, '[key]'), secrets);
}

/** What is to be done about a status, and what is said of it. */
function meaningOf(answer: Answer, { proven, model, settings }: Place, asksToWait: boolean): [FailureKind, string] {
  const { status } = answer;
  const all = complaint(answer.body);
  if (status === 402 || (!asksToWait && NO_MONEY.test(all))) return ['permanent', `says that the account is used up (${status})`];
  // An address that worked has not moved: a gateway in between has lost it for now.
  if (status >= 300 && status < 400)
    return [proven ? 'transient' : 'permanent', `redirects (${status}): give the final address as ${settings.url}`];
  if (status === 407) return ['permanent', 'is behind a proxy that wants a password (407): put it into HTTPS_PROXY or HTTP_PROXY'];
  if (status === 429) return ['rate', 'refused for its rate limit (429)'];
  if (status === 401) return ['permanent', `refused the key (401): set ${settings.key} for this endpoint`];
  if (status === 403) return ['refused', `refused the request (403): look at ${settings.key}, at its account, and at what the text holds`];
  if (status >= 500 || status === 408 || status === 409 || status === 425) return ['transient', `failed (${status})`];
  const unknown =
    model === undefined
      ? `knows no such path (${status}): check ${settings.url}`
      : `knows no such path or model "${model}" (${status}): check ${settings.url} and ${settings.model}`;
  if (status === 405 && !proven) return ['permanent', `takes no POST there (405): check ${settings.url}`];
  if (status === 404 && proven) return ['transient', unknown];
  if (status === 404) return [isJson(answer) ? 'refused' : 'permanent', unknown];
  return ['refused', `rejected the request (${status})${proven || settings.body === undefined ? '' : `: check ${settings.body}`}`];
}

export function isHtml({ contentType }: Pick<Answer, 'contentType'>): boolean {
  return /html/i.test(contentType);
}

function isJson({ body }: Answer): boolean {
  return /^\s*[{[]/.test(body);
}

/** @param failures how many calls broke without an answer so far, this one included */
export function networkError(error: unknown, { where, proven, settings }: Place, failures: number): ModelError {
  if (error instanceof ModelError) return error;
  const code = (error as { code?: unknown }).code;
  const text = typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
  const unsent = { cause: error, sent: false };
  if (TOO_MANY_FILES.test(text))
    return new ModelError('rate', `too many open files (${text}): raise "ulimit -n" or lower the concurrency`, unsent);
  if (UNTRUSTED.test(text))
    return new ModelError(
      proven ? 'transient' : 'permanent',
      `${where} shows a certificate that is not trusted here (${text}): put its authority into a file and set NODE_EXTRA_CA_CERTS to it`,
      unsent,
    );
  if (!UNREACHABLE.test(text))
    return new ModelError('transient', `the connection to ${where} broke (${text})`, { cause: error, sent: !UNSENT.test(text) });
  if (!proven && failures >= FAILURES_BEFORE_GIVING_UP)
    return new ModelError('permanent', `cannot reach ${where} (${text}): check ${settings.url}`, unsent);
  return new ModelError('transient', `the connection to ${where} broke (${text})`, unsent);
}
