import { beforeEach, expect, it } from 'vitest';
import { AgentError } from '../../judge/errors.ts';
import { askOfSweep, requeueFailed, sweepStatus, underWay } from '../../runners/live.ts';
import { storeEntry } from '../../runners/store/journal.ts';
import { Store } from '../../runners/store/store.ts';
import { storeWish, wishesOf } from '../../runners/store/wishes.ts';
import { rejected } from './agents/research/fixture.ts';
import { agentOf, LONG, runWith, stored, taskOf } from './work.ts';

let store: Store;
beforeEach(() => {
  store = new Store(':memory:', { mode: 'write' });
});

/** A clock that moves by a second each time it is read. */
function ticking(): () => string {
  let seconds = 0;
  return () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds++)).toISOString();
}

it('a trial that is asked for again is attempted again by the same run, and once', async () => {
  const tasks = stored(store, [taskOf('a'), taskOf('b')]);
  const now = ticking();
  const attempts: string[] = [];
  const agent = agentOf(
    'x',
    (task) => {
      attempts.push(task);
      if (task === 'b' && attempts.length === 2)
        storeWish(store, { sweep: 'test', agentId: 1, queryId: tasks[0]?.queryId, kind: 'requeue', at: now() });
      return { report: `${LONG} ${task} ${attempts.length}` };
    },
    { concurrency: 1 },
  );
  const { progress } = await runWith(store, [{ agent, tasks }], { now });
  expect(attempts).toEqual(['a', 'b', 'a']);
  expect(progress.agents[0]).toMatchObject({ trials: 2, written: 2, failed: 0 });
  await runWith(store, [{ agent, tasks }], { now });
  expect(attempts).toHaveLength(3);
});

it('a paused sweep begins nothing until it is to go on', async () => {
  const tasks = stored(store, [taskOf('a')]);
  let attempts = 0;
  const agent = agentOf('x', () => ({ report: `${LONG} ${++attempts}` }));
  storeWish(store, { sweep: 'test', kind: 'pause', at: '2026-01-01T00:00:00.000Z' });
  const running = runWith(store, [{ agent, tasks }]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(attempts).toBe(0);
  storeWish(store, { sweep: 'test', kind: 'resume', at: '2026-01-01T00:00:01.000Z' });
  await running;
  expect(attempts).toBe(1);
});

it('an attempt that is stuck is broken off when it is to end, and the others go on', async () => {
  const tasks = stored(store, [taskOf('a'), taskOf('b')]);
  const agent = agentOf('x', (task, _, signal) => {
    if (task !== 'a') return { report: `${LONG} ${task}` };
    storeWish(store, { sweep: 'test', agentId: 1, queryId: tasks[0]?.queryId, kind: 'end', at: '2026-01-01T00:00:00.000Z' });
    return rejected(signal);
  });
  const { progress } = await runWith(store, [{ agent, tasks }]);
  expect(progress.agents[0]).toMatchObject({ written: 1, failed: 1 });
  expect(progress.problems.lines()).toEqual(['x on a: agent "x" was ended by hand']);
});

it('wishes hold for whom they name, and the newest of a kind counts', () => {
  const [one] = stored(store, [taskOf('a')]);
  const of = (agentId: number) => wishesOf(store, { sweep: 's', agentId, queryId: one?.queryId ?? 0, since: '2026-01-02' });
  storeWish(store, { sweep: 's', kind: 'end', at: '2026-01-01' });
  storeWish(store, { sweep: 's', agentId: 1, kind: 'limits', limits: { turns: 5, seconds: 60 }, at: '2026-01-03' });
  storeWish(store, { sweep: 's', agentId: 1, kind: 'limits', limits: { turns: 9 }, at: '2026-01-03' });
  storeWish(store, { sweep: 'other', kind: 'pause', at: '2026-01-03' });
  // The end was wished for before this attempt began.
  expect(of(1)).toEqual({ end: false, paused: false, limits: { turns: 9, seconds: 60 } });
  expect(of(2)).toEqual({ end: false, paused: false, limits: {} });
});

it('what is under way is told with turns and tokens; a sweep, an agent or a task that there is not is named', async () => {
  const tasks = stored(store, [taskOf('a')]);
  await runWith(store, [{ agent: agentOf('x'), tasks }]);
  const attempt = { agentId: 1, queryId: tasks[0]?.queryId ?? 0, repeat: 2 };
  storeEntry(store, attempt, { key: 'start', value: {}, elapsed: 0 }, '2026-01-01');
  storeEntry(store, attempt, { key: 'model', value: { reply: {}, taken: 120 }, elapsed: 2.5 }, '2026-01-02');
  expect(await underWay(store, 'test')).toEqual([
    { agent: 'x', task: 'a', repeat: 2, turns: 1, tokens: 120, seconds: 2.5, at: '2026-01-02' },
  ]);
  await askOfSweep(store, { sweep: 'test', kind: 'end', agent: 'x', task: 'a' });
  await expect(underWay(store, 'nope')).rejects.toThrow('no sweep "nope"');
  await expect(askOfSweep(store, { sweep: 'test', kind: 'end', agent: 'y' })).rejects.toThrow('no agent "y"');
  await expect(askOfSweep(store, { sweep: 'test', kind: 'end', agent: 'x', task: 'z' })).rejects.toThrow('no task "z" for agent "x"');
});

it('another number of attempts at once holds while the run goes on', async () => {
  const tasks = stored(
    store,
    ['a', 'b', 'c', 'd'].map((id) => taskOf(id)),
  );
  let open = 0;
  let most = 0;
  const agent = agentOf(
    'x',
    async (task) => {
      most = Math.max(most, ++open);
      if (task === 'a') storeWish(store, { sweep: 'test', agentId: 1, kind: 'limits', limits: { concurrency: 3 }, at: '2026-01-01' });
      await new Promise((resolve) => setTimeout(resolve, 5));
      open--;
      return { report: `${LONG} ${task}` };
    },
    { concurrency: 1 },
  );
  await runWith(store, [{ agent, tasks }]);
  expect(most).toBe(3);
});

it('asks again for what failed, and for that alone', async () => {
  const tasks = stored(store, [taskOf('a'), taskOf('b')]);
  const failing = agentOf('x', (task) => {
    if (task === 'a') throw new AgentError('agent', 'no <report>');
    return { report: `${LONG} ${task}` };
  });
  await runWith(store, [{ agent: failing, tasks }]);
  const status = await sweepStatus(store, 'test', Date.UTC(2026, 0, 1));
  expect(status).toMatchObject({ failed: 1, failures: [{ agent: 'x', task: 'a', fault: 'agent', error: 'no <report>' }] });
  expect(status.agents).toMatchObject([{ agent: 'x', planned: 2, written: 1, failed: 1, tokens: undefined, cost: undefined, unknown: 2 }]);
  expect(await requeueFailed(store, { sweep: 'test' })).toBe(1);
  const attempts: string[] = [];
  const mended = agentOf('x', (task) => {
    attempts.push(task);
    return { report: `${LONG} ${task} again` };
  });
  await runWith(store, [{ agent: mended, tasks }], { now: () => '2099-01-01T00:00:00.000Z' });
  expect(attempts).toEqual(['a']);
  expect((await sweepStatus(store, 'test', 0)).failed).toBe(0);
});
