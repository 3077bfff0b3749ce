import { describe, expect, it } from 'vitest';
import { Limit, slowest } from '../../../judge/model/limit.ts';

/** Calls that end when told to, in the order in which they were begun. */
function calls(limit: Limit) {
  const begun: number[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const start = (n: number) =>
    limit.run(async () => {
      begun.push(n);
      await new Promise<void>((resolve, reject) => {
        ends[n] = (error) => (error === undefined ? resolve() : reject(error));
      });
      return n;
    });
  return { begun, start, end: (n: number, error?: Error) => ends[n]?.(error) };
}

/** Lets everything that is ready happen; no time passes. */
const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** An endpoint that refuses this share of calls, evenly spread, over so many answers. */
function answer(limit: Limit, share: number, answers: number): number[] {
  const limits: number[] = [];
  for (let i = 1; i <= answers; i++) {
    limit.ended(Math.floor(i * share) > Math.floor((i - 1) * share) ? 'refused' : 'answered');
    limits.push(limit.current);
  }
  return limits;
}

describe('the gate', () => {
  it('takes a whole number from 1', () => {
    for (const odd of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => new Limit(odd)).toThrow(RangeError);
    expect(new Limit(1).current).toBe(1);
  });

  it('lets so many calls in at once, and the rest in the order in which they came', async () => {
    const { begun, start, end } = calls(new Limit(2));
    const results = Promise.all([0, 1, 2, 3, 4].map(start));
    await settle();
    expect(begun).toEqual([0, 1]);
    end(1);
    await settle();
    expect(begun).toEqual([0, 1, 2]);
    end(2);
    end(0);
    await settle();
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    end(3);
    end(4);
    expect(await results).toEqual([0, 1, 2, 3, 4]);
  });

  it('never has more open than allowed, over thousands of calls', async () => {
    const limit = new Limit(7);
    let open = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 5_000 }, (_, n) =>
        limit.run(async () => {
          most = Math.max(most, ++open);
          order.push(n);
          for (let i = 0; i <= n % 5; i++) await Promise.resolve();
          open--;
        }),
      ),
    );
    expect(most).toBe(7);
    expect(order).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
  });

  it('frees the place of a call that fails, at once or later', async () => {
    const limit = new Limit(1);
    await expect(limit.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(
      limit.run(() => {
        throw new Error('at once');
      }),
    ).rejects.toThrow('at once');
    expect(await limit.run(async () => 'yes')).toBe('yes');
  });

  it('lets nobody in before those who wait, also when it has just widened', async () => {
    const limit = new Limit(20);
    answer(limit, 1, 20);
    // 20 x 0 + 20 x 0.1
    expect(limit.current).toBe(2);
    const { begun, start, end } = calls(limit);
    const results = Promise.all([0, 1, 2].map(start));
    answer(limit, 0, 2);
    results.then(() => {});
    const late = start(3);
    await settle();
    // Three places: the one that waited took the third, before the one that came after.
    expect(limit.current).toBe(3);
    expect(begun).toEqual([0, 1, 2]);
    for (const n of [0, 1, 2]) end(n);
    await settle();
    end(3);
    await Promise.all([results, late]);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('admits nobody while more are open than a limit that has shrunk allows', async () => {
    const limit = new Limit(10);
    const { begun, start, end } = calls(limit);
    const results = Promise.all(Array.from({ length: 11 }, (_, n) => start(n)));
    answer(limit, 1, 10);
    expect(limit.current).toBe(1);
    for (let n = 0; n < 9; n++) end(n);
    await settle();
    expect(begun).toHaveLength(10);
    end(9);
    await settle();
    expect(begun).toHaveLength(11);
    end(10);
    await results;
  });
});

describe('the limit', () => {
  it('shrinks by the share that was refused and grows by a tenth, once per window', () => {
    const limit = new Limit(100);
    // Half of 100 refused: 100 x 0.5 + 10; then half of 60: 60 x 0.5 + 6.
    expect(answer(limit, 0.5, 99).every((current) => current === 100)).toBe(true);
    limit.ended('refused');
    expect(limit.current).toBe(60);
    answer(limit, 0.5, 60);
    expect(limit.current).toBe(36);
  });

  it('goes down to 1 and no further where all is refused', () => {
    const limit = new Limit(256);
    answer(limit, 1, 400);
    expect(limit.current).toBe(1);
    const single = new Limit(1);
    answer(single, 1, 50);
    expect(single.current).toBe(1);
  });

  it('grows back to its maximum, and never above it, once nothing is refused', () => {
    const limit = new Limit(64);
    answer(limit, 1, 300);
    expect(limit.current).toBe(1);
    const limits = answer(limit, 0, 2_000);
    expect(limits.every((current, i) => current >= (limits[i - 1] ?? 1))).toBe(true);
    expect(limits.at(-1)).toBe(64);
    expect(Math.max(...limits)).toBe(64);
  });

  it.each([4, 20, 64, 256])('of %d stays at its maximum under stray refusals of one in twenty', (max) => {
    expect(Math.min(...answer(new Limit(max), 0.05, 5_000))).toBe(max);
  });

  it('settles near what an endpoint takes', () => {
    const limit = new Limit(256);
    // The endpoint takes 50 at once and refuses what is beyond: of a window of `current` calls, all but 50.
    for (let window = 0; window < 40; window++) {
      const { current } = limit;
      for (let i = 0; i < current; i++) limit.ended(i >= 50 ? 'refused' : 'answered');
    }
    expect(limit.current).toBeGreaterThanOrEqual(50);
    expect(limit.current).toBeLessThanOrEqual(60);
  });
});

describe('room', () => {
  it('is there at once while fewer wait than may be open', async () => {
    const limit = new Limit(2);
    await limit.room();
    const { start, end } = calls(limit);
    const results = Promise.all([0, 1, 2].map(start));
    // Two open, one waits.
    await limit.room();
    for (const n of [0, 1]) end(n);
    await settle();
    end(2);
    await results;
  });

  it('comes back once the queue is shorter than the limit', async () => {
    const limit = new Limit(2);
    const { start, end } = calls(limit);
    const results = Promise.all([0, 1, 2, 3].map(start));
    let room = 0;
    const waits = [limit.room().then(() => room++), limit.room().then(() => room++)];
    await settle();
    expect(room).toBe(0);
    end(0);
    await settle();
    expect(room).toBe(2);
    for (const n of [1, 2]) end(n);
    await settle();
    end(3);
    await Promise.all([results, ...waits]);
  });
});

describe('a limit that starts low', () => {
  const window = (limit: Limit, ms: number) => {
    for (let i = 0, n = Math.max(8, limit.current); i < n; i++) limit.ended('answered', ms);
    return limit.current;
  };

  it('grows fourfold while answers take no longer than before, up to its maximum', () => {
    const limit = new Limit(100, { start: 4 });
    expect(limit.current).toBe(4);
    expect([window(limit, 1000), window(limit, 1100), window(limit, 1000)]).toEqual([16, 64, 100]);
  });

  it('doubles where four times as many at once might take too long', () => {
    const limit = new Limit(100, { start: 4, deadlineMs: 14_000 });
    expect([window(limit, 1000), window(limit, 1100), window(limit, 1000), window(limit, 900), window(limit, 900)]).toEqual([
      8, 16, 32, 64, 100,
    ]);
  });

  it('does not widen where more at once take longer', () => {
    const limit = new Limit(64, { start: 4 });
    window(limit, 1000);
    // 16 at once at 1.8 times: a step of a tenth; at 3 times: none.
    expect([window(limit, 1800), window(limit, 3000)]).toEqual([17, 17]);
  });

  it('takes small steps towards a deadline', () => {
    const limit = new Limit(64, { start: 4, deadlineMs: 9_000 });
    // 3 s of 9: twice as many might take 6.
    expect([window(limit, 3000), window(limit, 6000)]).toEqual([6, 6]);
  });

  it('stops rising at the first refusal and then behaves as any other', () => {
    const limit = new Limit(64, { start: 4 });
    window(limit, 100);
    for (let i = 0; i < 16; i++) limit.ended(i === 0 ? 'refused' : 'answered', 100);
    // 16 x (1 - 1/16) + 1.6.
    expect(limit.current).toBe(16);
  });
});

describe('an endpoint that answers nothing', () => {
  it('is looked at by one call at a time until it answers', async () => {
    const limit = new Limit(4);
    for (let i = 0; i < 6; i++) limit.ended('failed');
    expect(limit.isDown).toBe(false);
    limit.ended('failed');
    expect(limit.isDown).toBe(true);
    let resume = () => {};
    const held = limit.hold(new Promise((resolve) => (resume = resolve)), 500);
    const { begun, start, end } = calls(limit);
    const results = Promise.all([0, 1, 2].map(start));
    await settle();
    expect([begun, limit.heldMs]).toEqual([[], 500]);
    resume();
    await held;
    await settle();
    expect(begun).toEqual([0]);
    limit.ended('answered');
    expect([limit.isDown, limit.heldMs]).toEqual([false, 0]);
    end(0);
    await settle();
    expect(begun).toEqual([0, 1, 2]);
    for (const n of [1, 2]) end(n);
    await results;
  });

  it('is held longer every time', async () => {
    const limit = new Limit(1);
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      waits.push(limit.nextHoldMs(100));
      await limit.hold(Promise.resolve(), 100);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  });
});

describe('the pace of several limits', () => {
  it('is that of the slowest, whichever it is', async () => {
    for (const slow of [0, 1]) {
      const limits = [new Limit(4), new Limit(4)];
      limits[slow] = new Limit(1);
      const { start, end } = calls(limits[slow]);
      const all = [start(0), start(1)];
      await settle();
      let room = false;
      const waiting = slowest(limits)
        .room()
        .then(() => {
          room = true;
        });
      await settle();
      expect(room).toBe(false);
      end(0);
      await waiting;
      end(1);
      await Promise.all(all);
    }
  });
});

it('is paused and let go on, and takes fewer or more at once from then on', async () => {
  const limit = new Limit(3);
  let begun = 0;
  const ends: (() => void)[] = [];
  const calls = Array.from({ length: 6 }, () =>
    limit.run(() => {
      begun++;
      return new Promise<void>((resolve) => ends.push(resolve));
    }),
  );
  expect(begun).toBe(3);
  limit.steer({ paused: true });
  for (const end of ends.splice(0)) end();
  await Promise.all(calls.slice(0, 3));
  expect(begun).toBe(3);
  limit.steer({ paused: false, most: 2 });
  await Promise.resolve();
  expect(begun).toBe(5);
  limit.steer({ most: 3 });
  // Found out as at first: not all at once, and no fewer than before.
  for (const end of ends.splice(0)) end();
  await Promise.all(calls.slice(0, 5));
  ends.splice(0).forEach((end) => {
    end();
  });
  await Promise.all(calls);
  expect(begun).toBe(6);
});
