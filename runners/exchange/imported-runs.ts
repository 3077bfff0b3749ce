/** What was planned, as far as an imported file tells it: agents with the tasks that they did, by the judge that judged them. */
import { storeRun } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import type { StoredTask } from '../store/tasks.ts';
import { once } from './once.ts';

export interface ImportedRun {
  readonly benchmark: string;
  readonly agentId: number;
  /** Undefined: nobody has judged it. */
  readonly judgeId: number | undefined;
  readonly tasks: Set<StoredTask>;
  repeats: number;
  trials: number;
}

export class ImportedRuns {
  readonly #runs = new Map<string, ImportedRun>();
  readonly #places = new Map<number | undefined, number>();

  /** @param apart what else tells it apart from other runs of the same agent and judge */
  of(benchmark: string, agentId: number, judgeId: number | undefined, apart = ''): ImportedRun {
    const fresh = () => ({ benchmark, agentId, judgeId, tasks: new Set<StoredTask>(), repeats: 1, trials: 1 });
    return once(this.#runs, `${agentId} ${judgeId} ${apart} ${benchmark}`, fresh);
  }

  /** Takes a judge for a newer one than those that stand before it in a line: the newest judge of results is the one that is shown. */
  place(judgeId: number, place: number): void {
    this.#places.set(judgeId, Math.max(place, this.#places.get(judgeId) ?? 0));
  }

  /** @param isKnown whether a task of a run was planned already, so that it is left out */
  store(
    store: Store,
    { sweep, at }: { readonly sweep: string; readonly at: string },
    isKnown: (run: ImportedRun, task: StoredTask) => boolean = () => false,
  ): void {
    const placeOf = ({ judgeId }: ImportedRun) => this.#places.get(judgeId) ?? 0;
    for (const run of [...this.#runs.values()].sort((a, b) => placeOf(a) - placeOf(b))) {
      const tasks = [...run.tasks].filter((task) => !isKnown(run, task));
      if (tasks.length > 0) storeRun(store, { ...run, judgeTrials: run.trials, sweep, at, tasks });
    }
  }
}
