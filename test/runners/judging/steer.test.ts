import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Steering } from '../../../judge/model/limit.ts';
import { RunBudget } from '../../../runners/judging/budget.ts';
import { agentProgress, Problems } from '../../../runners/judging/progress.ts';
import { steered } from '../../../runners/judging/steer.ts';
import { Stop } from '../../../runners/judging/stop.ts';
import { standings } from '../../../runners/store/standings.ts';
import { Store } from '../../../runners/store/store.ts';
import { storeWish } from '../../../runners/store/wishes.ts';
import { NO_PRICES } from '../work.ts';

let store: Store;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  store = new Store(':memory:', { mode: 'write' });
});
afterEach(() => void vi.useRealTimers());

const now = () => new Date().toISOString();
const wish = (kind: 'pause' | 'resume' | 'stop' | 'limits', limits?: Record<string, number>) =>
  storeWish(store, { sweep: 's', kind, at: now(), ...(limits !== undefined && { limits }) });

function work() {
  const stop = new Stop();
  const asked: Steering[] = [];
  const limit = { room: async () => {}, steer: (how: Steering) => void asked.push(how) };
  const progress = { agents: [agentProgress('x', 3, 9)], problems: new Problems(), open: new Set<never>() };
  let end = (_: 'done' | 'stopped') => {};
  const running = steered(
    { store, sweep: 's', stop, budget: new RunBudget({}, NO_PRICES, stop), limit, concurrency: 8, now },
    async (tell) => {
      tell(progress);
      return { ended: await new Promise<'done' | 'stopped'>((resolve) => (end = resolve)) };
    },
  );
  return { stop, asked, progress, end: (how: 'done' | 'stopped') => end(how), running };
}

it('hears within a second that it is to pause, to ask fewer at once, and to stop', async () => {
  const { stop, asked, end, running } = work();
  wish('pause');
  await vi.advanceTimersByTimeAsync(600);
  expect(asked.at(-1)).toEqual({ paused: true, most: 8 });
  wish('resume');
  wish('limits', { judgeConcurrency: 2 });
  await vi.advanceTimersByTimeAsync(600);
  expect(asked.at(-1)).toEqual({ paused: false, most: 2 });
  expect(stop.stopping.aborted).toBe(false);
  wish('pause');
  wish('stop');
  await vi.advanceTimersByTimeAsync(600);
  expect(stop.stopping.aborted).toBe(true);
  // What waited for the gate is to find out.
  expect(asked.at(-1)).toEqual({ paused: false, most: 2 });
  end('stopped');
  await running;
});

it('does not hear a stop that an earlier run was asked for', async () => {
  wish('stop');
  await vi.advanceTimersByTimeAsync(1000);
  const { stop, end, running } = work();
  await vi.advanceTimersByTimeAsync(1000);
  expect(stop.stopping.aborted).toBe(false);
  end('done');
  await running;
});

it('says how things stand, that it is alive, and how it ended', async () => {
  const { progress, end, running } = work();
  await vi.advanceTimersByTimeAsync(600);
  const at = '2026-01-01T00:00:00.000Z';
  expect(standings(store)).toMatchObject([
    { sweep: 's', began: at, paused: false, judgeConcurrency: 8, agents: [{ name: 'x', written: 0 }] },
  ]);
  const first = standings(store)[0];
  if (progress.agents[0] !== undefined) progress.agents[0].written = 2;
  progress.problems.add('x on a', 'no answer');
  await vi.advanceTimersByTimeAsync(600);
  expect(standings(store)[0]?.at).not.toBe(first?.at);
  expect(standings(store)).toMatchObject([{ problems: ['x on a: no answer'], agents: [{ written: 2 }] }]);
  end('done');
  await running;
  expect(standings(store)[0]?.ended).toBe('done');
});
