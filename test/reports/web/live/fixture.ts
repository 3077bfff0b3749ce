/** A store in which a sweep is under way, for the tests of the pages that show it. */
import { AgentError } from '../../../../judge/errors.ts';
import { agentProgress } from '../../../../runners/judging/progress.ts';
import { type SweepStanding, storeStanding } from '../../../../runners/store/standings.ts';
import { Store } from '../../../../runners/store/store.ts';
import { agentOf, LONG, runWith, stored, taskOf } from '../../../runners/work.ts';

export const NOW = '2026-01-01T00:10:00.000Z';

export const STANDING: SweepStanding = {
  began: '2026-01-01T00:00:00.000Z',
  paused: false,
  agents: [{ ...agentProgress('x', 2, 6), written: 1, failed: 1, judged: 3 }],
  open: [{ agent: 'x', task: 'c <i>', repeat: 1, since: '2026-01-01T00:09:00.000Z' }],
  problems: ['x on a: <script>alert(1)</script>'],
  spent: { calls: 12, lost: 1, tokens: 3456, money: 0.0123, currency: 'USD', retries: 2 },
  judgeConcurrency: 8,
};

/** The sweep "test": of two tasks one is written, and at the other the agent failed. */
export async function runningStore(): Promise<Store> {
  const store = new Store(':memory:', { mode: 'write' });
  const tasks = stored(store, [taskOf('a'), taskOf('b')]);
  const agent = agentOf('x', (task) => {
    if (task === 'a') throw new AgentError('agent', '<img src=x onerror="alert(1)"> broke');
    return { report: `${LONG} ${task}` };
  });
  await runWith(store, [{ agent, tasks }]);
  store.transaction(() => storeStanding(store, 'test', STANDING, NOW));
  return store;
}
