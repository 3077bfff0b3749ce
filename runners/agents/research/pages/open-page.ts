/** pageOpener: opens pages of the open web as readable text: guarded at every hop, bounded in size and time. */
import { Agent, type Dispatcher, request } from 'undici';
import { withDeadline } from '../../../../judge/model/deadline.ts';
import { decompress } from '../../../../judge/model/decompress.ts';
import { boundedBytes } from '../../../http/bounded-bytes.ts';
import { proxyOf } from '../../../http/proxy.ts';
import type { Env } from '../../secrets.ts';
import { type Page, SearchError } from '../search.ts';
import { decodedPage } from './charset.ts';
import { checkedAddress, guardedLookup, type Resolve } from './guard.ts';
import { htmlText } from './html-text.ts';
import { isPdf, pdfText } from './pdf-text.ts';

export interface PageOpener {
  /** @throws SearchError, or the signal's reason */
  open(address: string, signal: AbortSignal): Promise<Page>;
  close(): Promise<void>;
}

export interface PageOptions {
  /** Where proxies are named. */
  readonly env: Env;
  readonly resolve?: Resolve;
  /** In place of real connections, for tests. */
  readonly dispatcher?: Dispatcher;
  readonly timeoutMs?: number;
}

const MOST_HOPS = 6;
const MOST_BYTES = 20 * 1024 * 1024;
/** Markup that is read as text: what lies beyond is noted. */
const MOST_MARKUP = 8 * 1024 * 1024;
/** Of the text that is kept. */
const MOST_TEXT = 600_000;
const TIMEOUT_MS = 30_000;
const IDLE_MS = 10_000;
const AGENT = 'Mozilla/5.0 (compatible; gavel; research reader)';

export function pageOpener(options: PageOptions): PageOpener {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const limits = { headersTimeout: Math.min(timeoutMs, IDLE_MS * 2), bodyTimeout: IDLE_MS, maxResponseSize: MOST_BYTES };
  // Behind a proxy names are looked up there: they are checked as words at every hop. Else each is looked up, checked and connected to as checked.
  const dispatcher =
    options.dispatcher ??
    proxyOf(withoutExceptions(options.env), limits) ??
    new Agent({ ...limits, connect: { lookup: guardedLookup(options.resolve) as never, timeout: IDLE_MS } });
  const late = (address: string) => () => new SearchError('failed', `${address} did not answer whole within ${timeoutMs / 1000} s`);
  return {
    open: (address, signal) => withDeadline(timeoutMs, signal, late(address), (inner) => open(address, dispatcher, inner)),
    close: async () => {
      if (options.dispatcher === undefined) await dispatcher.destroy();
    },
  };
}

/** A page is never fetched past the proxy: what it may not reach, nobody here may. */
function withoutExceptions(env: Env): Env {
  return { ...env, no_proxy: '', NO_PROXY: '' };
}

async function open(address: string, dispatcher: Dispatcher, signal: AbortSignal): Promise<Page> {
  let url = checkedAddress(address);
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const answer = await get(url, dispatcher, signal);
    const next = answer.status >= 300 && answer.status < 400 ? answer.location : undefined;
    if (next === undefined) return read(answer, url.href, signal);
    if (!URL.canParse(next, url.href)) throw new SearchError('failed', `${url.href} redirects to what is no address`);
    url = checkedAddress(new URL(next, url).href);
  }
  throw new SearchError('failed', `${address} redirects more than ${MOST_HOPS} times`);
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly location: string | undefined;
  readonly bytes: Uint8Array;
}

async function get(url: URL, dispatcher: Dispatcher, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await request(url, {
      dispatcher,
      signal,
      headers: {
        'user-agent': AGENT,
        accept: 'text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5',
        'accept-encoding': 'gzip, deflate, br',
      },
    });
    const one = (name: string) => [response.headers[name]].flat()[0];
    const body = await boundedBytes(response.body, MOST_BYTES);
    return {
      status: response.statusCode,
      type: one('content-type') ?? '',
      location: one('location'),
      bytes: await decompress(body, one('content-encoding'), MOST_BYTES),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw broken(error, url);
  }
}

function broken(error: unknown, { href }: URL): SearchError {
  const found = error instanceof SearchError ? error : (error as { cause?: unknown }).cause;
  if (found instanceof SearchError) return found;
  const code = String((error as { code?: unknown }).code ?? 'broken connection');
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || code === 'ERR_BUFFER_TOO_LARGE')
    return new SearchError('unreadable', `${href} is longer than ${MOST_BYTES / 1024 / 1024} MiB`, { cause: error });
  return new SearchError(code === 'ENOTFOUND' ? 'missing' : 'failed', `${href} cannot be opened (${code})`, { cause: error });
}

async function read({ status, type, bytes }: Answer, url: string, signal: AbortSignal): Promise<Page> {
  if (status === 404 || status === 410) throw new SearchError('missing', `${url}: there is no such page (${status})`);
  if (status < 200 || status >= 300) throw new SearchError('failed', `${url} answered with ${status}`);
  if (isPdf(bytes)) return readPdf(bytes, url, signal);
  if (isBinary(type, bytes)) throw new SearchError('unreadable', `${url} is no text (${type || 'unknown type'})`);
  const { text, broken: isBroken } = decodedPage(bytes.subarray(0, MOST_MARKUP), type);
  const isHtml = /html|xml/i.test(type) || /^\s*<(!doctype|html|\?xml)/i.test(text);
  const page = isHtml ? htmlText(text) : { title: '', text: text.trim(), linkShare: 0 };
  const blocked = blockedBy(page.text, page.linkShare, text.length);
  if (page.text === '') throw new SearchError('failed', `${url} holds no text`);
  return {
    url,
    title: page.title,
    text: page.text.slice(0, MOST_TEXT),
    ...('date' in page && page.date !== undefined && { date: page.date }),
    ...(blocked !== undefined && { blocked: true as const }),
    ...noted([
      blocked,
      'cut' in page && 'cut: its elements lie too deep within each other',
      isBroken && 'its characters cannot all be read',
      (bytes.length > MOST_MARKUP || page.text.length > MOST_TEXT) && 'cut: the page is longer than is kept',
    ]),
  };
}

async function readPdf(bytes: Uint8Array, url: string, signal: AbortSignal): Promise<Page> {
  const { title, text, pages, read: taken } = await pdfText(bytes, signal);
  return {
    url,
    title,
    text: text.slice(0, MOST_TEXT),
    ...noted([
      'PDF',
      taken < pages && `first ${taken} of ${pages} pages`,
      text.length > MOST_TEXT && 'cut: the text is longer than is kept',
    ]),
  };
}

function noted(notes: readonly (string | false | undefined)[]): { notes?: string[] } {
  const there = notes.filter((note): note is string => typeof note === 'string');
  return there.length > 0 ? { notes: there } : {};
}

function isBinary(type: string, bytes: Uint8Array): boolean {
  if (/^(image|audio|video|font)\/|octet-stream|zip|msword|officedocument/i.test(type)) return true;
  return bytes.subarray(0, 512).includes(0) && !/utf-?16/i.test(type) && !(bytes[0] === 0xff || bytes[0] === 0xfe);
}

/** Texts no longer than this may be a notice and nothing else. */
const NOTICE = 1_500;
const SHELL = /enable javascript|javascript (is|has been) (disabled|required)|requires javascript|请(启用|开启)\s*javascript|浏览器不支持/i;
const GATE =
  /captcha|verify (that )?you are (a )?human|are you a robot|unusual traffic|access denied|log ?in to continue|sign in to (continue|read)|subscribe to (continue|read)|请(先)?登录|安全验证|访问过于频繁|验证码/i;
const COOKIES = /we use cookies|accept (all )?cookies|cookie (policy|settings|consent)/i;

/** Why a page is no page: what it says in place of one, or that it is all menu. */
function blockedBy(text: string, linkShare: number, markup: number): string | undefined {
  if (text.length > NOTICE) return undefined;
  if (SHELL.test(text)) return 'shell: the page shows nothing without JavaScript';
  if (GATE.test(text)) return 'blocked: a login, a paywall or a check for robots stands before the page';
  if (COOKIES.test(text) && text.length < NOTICE / 2) return 'blocked: a cookie notice stands before the page';
  if (text.length > 0 && linkShare > 0.8 && markup > 5_000) return 'shell: the page holds links alone';
  if (text.length < 50 && markup > 2_000) return 'shell: the page holds hardly any text';
  return undefined;
}
