/** Who may talk to the local server: this machine's own pages, and over a network whoever holds the token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { NONCE, type SecureHeadersVariables, secureHeaders } from 'hono/secure-headers';

export type GuardEnv = { Variables: SecureHeadersVariables & { annotator?: string } };

const COOKIE = 'gavel_view';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase());
}

/** Pages may run their own script and style, talk to this server, and do nothing else: no picture or font is ever loaded. */
export function strictHeaders(): MiddlewareHandler<GuardEnv> {
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: [NONCE],
      styleSrc: [NONCE],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      // Pictures of reports, which a script loads for whoever asks for one: no page names one by itself.
      imgSrc: ['data:', 'https:', 'http:'],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    strictTransportSecurity: false,
  });
  return async (c, next) => {
    await headers(c, next);
    c.header('Cache-Control', 'no-store');
  };
}

/**
 * A page of another site may reach this server through a name of its own that points here (DNS rebinding): only names of this
 * machine are answered. Beyond this machine a server does not know all its names; there the token protects, as it is bound to one.
 */
export function checkHost(bound: string): MiddlewareHandler {
  return async (c, next) => {
    const host = hostOf(c);
    if (!isLoopback(bound) || (host !== undefined && isLoopback(host))) return next();
    return refuse(c, 421, 'this server does not answer to that name');
  };
}

function hostOf(c: Context): string | undefined {
  const header = c.req.header('host') ?? new URL(c.req.url).host;
  return URL.canParse(`http://${header}`) ? new URL(`http://${header}`).hostname : undefined;
}

/** What changes something must come from our own page. Programs that are no browser send neither header. */
export function checkOrigin(): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const host = c.req.header('host') ?? new URL(c.req.url).host;
    const own = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
    if (!own || (site !== undefined && site !== 'same-origin')) return refuse(c, 403, 'requests from other sites are refused');
    // A form of another site cannot send this type without asking first.
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return refuse(c, 415, 'expected application/json');
    return next();
  };
}

/** Who holds which token. */
export interface Tokens {
  /** Opens every page. Undefined: pages are open to whoever reaches the server. */
  readonly owner?: string | undefined;
  /** Annotators by their tokens: each annotates under this name and no other. */
  readonly people: ReadonlyMap<string, string>;
}

/** Token by `Authorization: Bearer`, by cookie, or once by `?token=`, which sets the cookie. */
export function checkToken({ owner, people }: Tokens): MiddlewareHandler<GuardEnv> {
  const holders = [
    ...(owner === undefined ? [] : [{ token: owner, annotator: undefined }]),
    ...[...people].map(([token, annotator]) => ({ token, annotator })),
  ].map((holder) => ({ ...holder, cookie: digest(`cookie ${holder.token}`).toString('base64url') }));
  return async (c, next) => {
    const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const given = c.req.method === 'GET' ? c.req.query('token') : undefined;
    const arriving = holders.find(({ token }) => same(given, token));
    if (arriving !== undefined) {
      setCookie(c, COOKIE, arriving.cookie, { httpOnly: true, sameSite: 'Strict', path: '/' });
      return c.html(onward(new URL(c.req.url)));
    }
    const known = holders.find(({ token, cookie }) => same(bearer, token) || same(getCookie(c, COOKIE), cookie));
    if (known === undefined && owner !== undefined) return refuse(c, 401, 'a token is needed: open the link that "gavel view" printed');
    if (known?.annotator !== undefined) c.set('annotator', known.annotator);
    return next();
  };
}

/** A page and no redirect: a redirect on a link from another site would go without the strict cookie. */
function onward(url: URL): string {
  url.searchParams.delete('token');
  const path = `/${url.pathname.replace(/^\/+/, '')}${url.search}`.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${path}"><title>gavel</title><a href="${path}">gavel</a>\n`;
}

function same(given: string | undefined, expected: string): boolean {
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refuse(c: Context, status: 401 | 403 | 415 | 421, why: string): Response {
  return c.text(`gavel: ${why}\n`, status);
}
