/** How long a server asks to be left alone. */

/** Milliseconds from now, from `retry-after-ms` or `retry-after` (seconds or a date); empty when it does not say. */
export function retryAfter(headers: Headers, now: number): { retryAfterMs?: number } {
  const ms = headers.get('retry-after-ms');
  if (ms !== null && Number(ms) >= 0) return { retryAfterMs: Number(ms) };
  const value = headers.get('retry-after');
  if (value === null) return {};
  if (Number(value) >= 0) return { retryAfterMs: Number(value) * 1000 };
  const date = Date.parse(value);
  return Number.isNaN(date) ? {} : { retryAfterMs: Math.max(0, date - now) };
}
