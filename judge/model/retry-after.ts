/** retryAfter: how long a server asks to be left alone. */

/**
 * @param header the value of a response header, by its name in lower case
 * @param now milliseconds since 1970
 * @returns milliseconds from now, from `retry-after-ms` or `retry-after` (seconds or a date); empty where the server does not say
 */
export function retryAfter(header: (name: string) => string | null | undefined, now: number): { retryAfterMs?: number } {
  const milliseconds = amount(header('retry-after-ms'));
  if (milliseconds !== undefined) return { retryAfterMs: milliseconds };
  const value = header('retry-after');
  const seconds = amount(value);
  if (seconds !== undefined) return { retryAfterMs: seconds * 1000 };
  const date = Date.parse(value ?? '');
  // A negative number of seconds parses as a year.
  return Number.isNaN(date) || Number(value) < 0 ? {} : { retryAfterMs: Math.max(0, date - now) };
}

function amount(value: string | null | undefined): number | undefined {
  const number = value == null || value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
