/** checkBearer: who may ask, by `Authorization: Bearer`; for trainers that can only be given an address, as the password in it (`http://gavel:TOKEN@host`). */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';

/** @param inAddress whether those who ask for this path can be given nothing but an address */
export function checkBearer(token: string, inAddress: (path: string) => boolean): MiddlewareHandler {
  const expected = digest(token);
  return async (c, next) => {
    const given = tokenIn(c, inAddress);
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return next();
    return c.json({ error: { kind: 'invalid', message: 'a token is needed: Authorization: Bearer TOKEN' } }, 401, {
      'www-authenticate': 'Bearer',
    });
  };
}

function tokenIn(c: Context, inAddress: (path: string) => boolean): string | undefined {
  const [, scheme, value] = /^(Bearer|Basic) +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (value === undefined) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (!inAddress(c.req.path)) return undefined;
  const [, ...password] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return password.join(':');
}

/** Of one length whatever was given, so that a comparison takes one time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
