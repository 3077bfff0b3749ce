import { describe, expect, it } from 'vitest';
import { ModelError } from '../../../judge/errors.ts';
import { withRoom } from '../../../judge/reading/room.ts';

const tooLong = new ModelError('length', 'too long');

/** The rooms that were tried by work that fits into `fits` tokens, on an endpoint that is found to take `window`. */
async function rooms(fits: number, window: number, most = 100_000): Promise<number[]> {
  const tried: number[] = [];
  let learnt = Number.POSITIVE_INFINITY;
  await withRoom({ most, around: 1_000, window: () => learnt }, async (tokens) => {
    tried.push(tokens);
    learnt = window;
    if (tokens > fits) throw tooLong;
  });
  return tried;
}

describe('room for reports', () => {
  it('is what is allowed less what stands around, while nothing is known of the endpoint', async () =>
    expect(await rooms(100_000, 1)).toEqual([99_000]));

  it('is what the endpoint takes less what stands around, once that is known', async () =>
    expect(await rooms(7_000, 8_000)).toEqual([99_000, 7_000]));

  it('is none where the limit is taken up without a report: that is said, and nothing is sent', async () => {
    const work = () => expect.fail('nothing should be sent');
    const limits = { most: 1_199, around: 1_000, window: () => Number.POSITIVE_INFINITY };
    await expect(withRoom(limits, work)).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringMatching(/about 1000 .* give 1200/),
    });
    expect(await withRoom({ ...limits, most: 1_200 }, async (tokens) => tokens)).toBe(200);
  });

  it('shrinks where that is still too long', async () => expect(await rooms(4_000, 8_000)).toEqual([99_000, 7_000, 4_900, 3_430]));

  it('ends where nothing helps, and at once at any other failure', async () => {
    await expect(rooms(0, 1_500)).rejects.toBe(tooLong);
    const other = new ModelError('rejected', 'no');
    await expect(withRoom({ most: 1_000, around: 0, window: () => 10 }, () => Promise.reject(other))).rejects.toBe(other);
  });
});
