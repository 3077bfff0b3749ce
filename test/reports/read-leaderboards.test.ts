/** Leaderboards read out of a store: what is decided before anything is counted. */
import { expect, it } from 'vitest';
import { agentsOfOthersNote } from '../../reports/leaderboard/judge-note.ts';
import type { Leaderboard } from '../../reports/leaderboard/leaderboard.ts';
import { mostBars } from '../../reports/leaderboard/score-bars.ts';
import { readLeaderboards } from '../../reports/read-leaderboards.ts';
import { importedAgent } from '../../runners/store/agents.ts';
import { chooseJudge, importedJudge } from '../../runners/store/judges.ts';
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

it('names agents that only another judge was to judge, also where nothing of theirs could be scored', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  store.transaction(() => {
    for (const [judge, agent] of [
      ['one', 'ghost'],
      ['two', 'seen'],
    ] as const)
      storeRun(store, {
        ...{ sweep: 's', benchmark: 'b', repeats: 1, judgeTrials: 1, at: '2026-01-01T00:00:00Z', tasks: [] },
        judgeId: importedJudge(store, 'verdicts', { name: judge }),
        agentId: importedAgent(store, agent),
      });
  });
  const selection = { benchmark: 'b', sweep: undefined };
  const board = { rows: [{ agent: 'seen' }] } as unknown as Leaderboard;
  expect(agentsOfOthersNote(store, selection, chooseJudge(store, selection, 'two'), board)).toEqual([
    { kind: 'agents of others', benchmark: 'b', judge: 'two', others: [{ judge: 'one', agents: ['ghost'] }] },
  ]);
});
