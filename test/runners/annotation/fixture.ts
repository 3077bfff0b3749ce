/** A store with reports of three agents, for the tests of annotation. */
import type { Task } from '../../../benchmarks/task.ts';
import { storeAgent } from '../../../runners/store/agents.ts';
import { storeRun } from '../../../runners/store/runs.ts';
import { Store } from '../../../runners/store/store.ts';
import { storeTask } from '../../../runners/store/tasks.ts';
import { storeTrial } from '../../../runners/store/trials.ts';

export const AGENTS = ['kimi-k2', 'sample-strong', 'o3 research'] as const;
export const AT = '2026-01-01T00:00:00.000Z';

export interface Written {
  readonly task: Task;
  /** By agent; who is missing wrote none. */
  readonly reports: Readonly<Record<string, string>>;
}

export function task(id: string, more: Partial<Task> = {}): Task {
  return { id, query: `What about ${id}?`, language: 'en', domain: 'Social Life', ...more };
}

export const RUBRIC = [{ id: 'c1', criterion: 'Says what it is about', weight: 1 }];

/** One report of every agent on each task; they differ in their words and say nothing of who wrote them. */
export function written(tasks: readonly Task[], agents: readonly string[] = AGENTS): Written[] {
  return tasks.map((each) => ({
    task: each,
    reports: Object.fromEntries(agents.map((agent, i) => [agent, `# On ${each.id}\n\nVersion ${'abc'[i]} of an answer.`])),
  }));
}

export function storeReports(store: Store, all: readonly Written[], sweep = 'test', benchmark = 'bench'): void {
  store.transaction(() => {
    for (const { task: asked, reports } of all) {
      const stored = storeTask(store, benchmark, asked);
      for (const [agent, report] of Object.entries(reports)) {
        const agentId = storeAgent(store, { name: agent, identity: { kind: 'test', name: agent } });
        storeRun(store, { sweep, benchmark, agentId, judgeId: undefined, repeats: 1, judgeTrials: 1, at: AT, tasks: [stored] });
        storeTrial(store, { agentId, queryId: stored.queryId, repeat: 1, at: AT }, { report }, 1);
      }
    }
  });
}

export function storeOf(all: readonly Written[], path = ':memory:'): Store {
  const store = new Store(path, { mode: 'write' });
  storeReports(store, all);
  return store;
}
