import { describe, expect, it } from 'vitest';
import { ModelError, VerdictError } from '../../../judge/errors.ts';
import { waitMs, withRetry } from '../../../judge/model/retry.ts';

const bad = new VerdictError('no verdict');
const rate = new ModelError('rate', 'slow down');
const transient = new ModelError('transient', 'broke');

/** What came of a call that fails with these errors, the last of them for ever unless it ends in a success. */
async function trace(failures: readonly (Error | 'fine')[], random = 0) {
  const waits: number[] = [];
  const retried: Error[] = [];
  let tries = 0;
  const attempt = async () => {
    const outcome = failures[Math.min(tries++, failures.length - 1)];
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const sleep = async (ms: number) => void waits.push(ms);
  const result = await withRetry(attempt, { sleep, random: () => random, onRetry: (error) => retried.push(error) }).catch(
    (error: unknown) => error,
  );
  return { result, tries, waits, retried };
}

describe('a call', () => {
  it('that succeeds is made once', async () => expect(await trace(['fine'])).toEqual({ result: 'fine', tries: 1, waits: [], retried: [] }));

  it('is made again after a bad reply, a refusal or a passing fault', async () => {
    expect(await trace([bad, rate, transient, 'fine'])).toEqual({
      result: 'fine',
      tries: 4,
      // A bad reply is asked for again at once.
      waits: [250, 500],
      retried: [bad, rate, transient],
    });
  });

  it.each([
    ['a permanent failure', new ModelError('permanent', 'wrong key')],
    ['a rejected request', new ModelError('rejected', 'too long')],
    ['an error of the program', new TypeError('undefined is not a function')],
    ['being stopped', new DOMException('stopped', 'AbortError')],
  ])('is not made again after %s', async (_, error) =>
    expect(await trace([error])).toEqual({ result: error, tries: 1, waits: [], retried: [] }),
  );

  it.each([
    ['5 bad replies', bad, 5],
    ['3 time-outs', new ModelError('timeout', 'no answer'), 3],
  ])('fails with the last error after %s', async (_, error, tries) => {
    expect(await trace([error])).toMatchObject({ result: error, tries });
  });

  it.each([
    ['passing faults', transient],
    ['refusals', rate],
  ])('waits for three minutes in all for %s, however many tries that are', async (_, error) => {
    const { result, waits } = await trace([error]);
    expect(result).toBe(error);
    const waited = waits.reduce((sum, ms) => sum + ms, 0);
    expect([waited <= 180_000, waited > 170_000]).toEqual([true, true]);
  });

  it('waits longer where the server says how long, but not for ever', async () => {
    const busy = (retryAfterMs: number) => new ModelError('rate', 'busy', { retryAfterMs });
    expect((await trace([busy(290_000)])).waits).toEqual([290_000, 290_000]);
    const { result, waits } = await trace([busy(3_600_000)]);
    expect(waits).toEqual([]);
    expect(result).toMatchObject({ kind: 'permanent', message: expect.stringMatching(/left alone for 60 minutes: .* busy$/) });
  });

  it('is not asked about again where that is seen not to help', async () => {
    let tries = 0;
    const attempt = async () => {
      tries++;
      throw bad;
    };
    const policy = { sleep: async () => {}, random: () => 0, onRetry: () => {}, asksAgain: (made: number) => made < 2 };
    await expect(withRetry(attempt, policy)).rejects.toBe(bad);
    expect(tries).toBe(2);
  });

  it('is not made again when the wait before it is broken off', async () => {
    const reason = new Error('broken off');
    let tries = 0;
    const attempt = async () => {
      tries++;
      throw rate;
    };
    const options = { sleep: () => Promise.reject(reason), random: () => 0, onRetry: () => {} };
    await expect(withRetry(attempt, options)).rejects.toBe(reason);
    expect(tries).toBe(1);
  });
});

describe('the wait', () => {
  it('doubles from a quarter of a second up to eight seconds', async () => {
    expect((await trace([transient])).waits.slice(0, 8)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  it('is jittered down, by half at most', async () => {
    // 250 x (1 - 0.5 / 2), 500 x (1 - 0.5 / 2)
    expect((await trace([transient], 0.5)).waits.slice(0, 2)).toEqual([187.5, 375]);
    expect(waitMs(transient, 1, 0.999)).toBeGreaterThan(125);
  });

  it('is what the endpoint asked for, jittered up by a quarter at most, and ten minutes at most', () => {
    const asked = (retryAfterMs: number) => new ModelError('rate', 'slow down', { retryAfterMs });
    expect(waitMs(asked(7_000), 1, 0)).toBe(7_000);
    expect(waitMs(asked(7_000), 5, 0.5)).toBe(7_875);
    // "Now", as a date in the past reads, is no pace: the backoff is.
    expect(waitMs(asked(0), 3, 0)).toBe(1_000);
    expect(waitMs(asked(3_600_000), 1, 0)).toBe(600_000);
    expect(waitMs(new ModelError('transient', 'busy', { retryAfterMs: 2_000 }), 1, 0)).toBe(2_000);
  });
});
