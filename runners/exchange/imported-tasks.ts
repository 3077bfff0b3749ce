/** Tasks that the lines of a file are about: found in their benchmarks, and stored at their first line. */
import { printable } from '../../benchmarks/files/check.ts';
import { didYouMean } from '../../benchmarks/files/suggest.ts';
import type { Task } from '../../benchmarks/task.ts';
import { InputError } from '../../judge/errors.ts';
import type { Store } from '../store/store.ts';
import { type StoredTask, storeTask } from '../store/tasks.ts';
import { type CriterionIndex, indexCriteria } from './criterion-index.ts';
import { once } from './once.ts';

interface TaskSet {
  readonly name: string;
  readonly tasks: readonly Task[];
}

export interface BenchmarkSource {
  /** What a person said the file is on; a line may name no other. */
  readonly given: readonly TaskSet[];
  /** Opens the benchmark that a line names, where nobody said what the file is on. */
  readonly open: (name: string) => Promise<TaskSet>;
}

export interface ImportedTask {
  readonly benchmark: string;
  readonly stored: StoredTask;
  readonly index: CriterionIndex;
}

interface About {
  readonly benchmark?: string;
  readonly task: string;
}

export class ImportedTasks {
  readonly #store: Store;
  readonly #source: BenchmarkSource;
  readonly #benchmarks = new Map<string, ReadonlyMap<string, Task>>();
  readonly #found = new Map<string, ImportedTask>();

  constructor(store: Store, source: BenchmarkSource) {
    this.#store = store;
    this.#source = source;
    for (const set of source.given) this.#add(set);
  }

  #add({ name, tasks }: TaskSet): void {
    this.#benchmarks.set(name, new Map(tasks.map((task) => [task.id, task])));
  }

  /** Opens what lines name, before they are looked up. @throws InputError for a benchmark that there is not */
  async open(lines: Iterable<About>): Promise<void> {
    if (this.#source.given.length > 0) return;
    for (const { benchmark } of lines)
      if (benchmark !== undefined && !this.#benchmarks.has(benchmark)) {
        const set = await this.#source.open(benchmark);
        this.#add({ name: benchmark, tasks: set.tasks });
      }
  }

  /** @throws InputError that begins with `where`, for a benchmark or a task that there is not */
  find(line: About, where: string): ImportedTask {
    const benchmark = line.benchmark ?? this.#only(where);
    return once(this.#found, `${benchmark}\0${line.task}`, () => {
      const tasks = this.#benchmarks.get(benchmark);
      if (tasks === undefined) throw new InputError(`${where}: benchmark: expected ${this.#names()}, got "${printable(benchmark, 80)}"`);
      const task = tasks.get(line.task);
      if (task === undefined)
        throw new InputError(
          `${where}: task: no task "${printable(line.task, 80)}" in ${benchmark}${didYouMean(line.task, [...tasks.keys()])}`,
        );
      return { benchmark, stored: storeTask(this.#store, benchmark, task), index: indexCriteria(task) };
    });
  }

  #only(where: string): string {
    const [only, ...others] = this.#source.given;
    if (only !== undefined && others.length === 0) return only.name;
    throw new InputError(
      `${where}: benchmark: missing; ${only === undefined ? 'give --benchmark NAME for rows without one' : `expected ${this.#names()}`}`,
    );
  }

  #names(): string {
    return this.#source.given.map(({ name }) => `"${name}"`).join(' or ');
  }
}
