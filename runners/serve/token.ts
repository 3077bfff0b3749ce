/** checkBearer: who may ask, by `Authorization: Bearer`, or as a password in the address (`http://gavel:TOKEN@host`). */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';

/** Many trainers can only be given an address. */
export function checkBearer(token: string): MiddlewareHandler {
  const expected = digest(token);
  return async (c, next) => {
    const given = tokenIn(c);
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return next();
    return c.json({ error: { kind: 'invalid', message: 'a token is needed: Authorization: Bearer TOKEN' } }, 401, {
      'www-authenticate': 'Bearer',
    });
  };
}

function tokenIn(c: Context): string | undefined {
  const [, scheme, value] = /^(Bearer|Basic) +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (value === undefined) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return value;
  const [, ...password] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return password.join(':');
}

/** Of one length whatever was given, so that a comparison takes one time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
