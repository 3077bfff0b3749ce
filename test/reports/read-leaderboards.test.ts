/** Leaderboards read out of a store: what is decided before anything is counted. */
import { expect, it } from 'vitest';
import { mostBars } from '../../reports/leaderboard/score-bars.ts';
import { readLeaderboards } from '../../reports/read-leaderboards.ts';
import { importedAgent } from '../../runners/store/agents.ts';
import { importedJudge } from '../../runners/store/judges.ts';
import { storeRun } from '../../runners/store/runs.ts';
import { Store } from '../../runners/store/store.ts';

it('of more agents than a picture holds are not made to be drawn, and how many fit is said at once', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  store.transaction(() => {
    const judgeId = importedJudge(store, 'verdicts', { name: 'j' });
    for (let i = 0; i <= mostBars(); i++)
      storeRun(store, {
        ...{ sweep: 's', benchmark: 'b', judgeId, repeats: 1, judgeTrials: 1, at: '2026-01-01T00:00:00Z', tasks: [] },
        agentId: importedAgent(store, `a${i}`),
      });
  });
  const read = (drawn: boolean) => readLeaderboards(store, { scale: 'ternary', currency: 'CNY', drawn });
  await expect(read(true)).rejects.toThrow(`a picture of ${mostBars() + 1} agents on b would be too tall, ${mostBars()} fit into one`);
  expect((await read(false)).boards).toHaveLength(1);
});
