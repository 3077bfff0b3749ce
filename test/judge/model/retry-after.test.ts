import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../../judge/model/retry-after.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const asked = (headers: Readonly<Record<string, string>>) => retryAfter((name) => headers[name], NOW);

describe('how long a server asks to be left alone', () => {
  it('is read in milliseconds, in seconds or as a date', () => {
    expect(asked({ 'retry-after-ms': '250' })).toEqual({ retryAfterMs: 250 });
    expect(asked({ 'retry-after': '2.5' })).toEqual({ retryAfterMs: 2500 });
    expect(asked({ 'retry-after': 'Thu, 01 Jan 2026 00:00:03 GMT' })).toEqual({ retryAfterMs: 3000 });
  });

  it('is taken from the finer header where both are there', () => {
    expect(asked({ 'retry-after-ms': '250', 'retry-after': '1' })).toEqual({ retryAfterMs: 250 });
  });

  it('is over where the date has passed', () => {
    expect(asked({ 'retry-after': 'Wed, 31 Dec 2025 23:59:59 GMT' })).toEqual({ retryAfterMs: 0 });
  });

  it.each([{}, { 'retry-after': '' }, { 'retry-after': '-5' }, { 'retry-after': 'soon' }, { 'retry-after-ms': 'NaN' }])(
    'is not made up from %j',
    (headers) => {
      expect(asked(headers)).toEqual({});
    },
  );
});
