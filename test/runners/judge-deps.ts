/** What opening a judge takes, for tests that ask no model. */
import type { JudgeDeps } from '../../runners/judges/open.ts';
import { RunBudget } from '../../runners/judging/budget.ts';
import { Stop } from '../../runners/judging/stop.ts';

export function judgeDeps(more: Partial<JudgeDeps> = {}): JudgeDeps {
  const stop = new Stop();
  return {
    env: {},
    concurrency: 1,
    stop,
    budget: new RunBudget({}, { rates: [], models: [] }, stop),
    random: () => 0,
    onNotice: () => {},
    ...more,
  };
}
