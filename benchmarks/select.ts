/** selectTasks: some tasks of a benchmark, by id, by what they are about, the first few, or a seeded sample. */
import { InputError } from '../judge/errors.ts';
import { sha256 } from '../judge/hash.ts';
import { didYouMean } from './files/suggest.ts';
import type { Task } from './task.ts';

/** Each that is given narrows further: ids, domains, languages and tracks first, then `sample`, then `limit`. */
export interface Selection {
  readonly ids?: readonly string[];
  readonly domains?: readonly string[];
  readonly languages?: readonly string[];
  readonly tracks?: readonly string[];
  /** At most this many, drawn by `seed`; a larger sample of the same tasks holds every smaller one. */
  readonly sample?: number;
  /** The first ones, in the order of the benchmark. */
  readonly limit?: number;
  /** Any whole number; 1 where none is given. */
  readonly seed?: number;
}

/**
 * The tasks selected, in the order of the benchmark.
 *
 * @throws InputError for an id, domain, language or track that no task has, a count that is not a positive whole number,
 *   or when nothing is left.
 */
export function selectTasks(tasks: readonly Task[], selection: Selection): Task[] {
  let chosen = [...tasks];
  chosen = keep(chosen, tasks, 'id', selection.ids, (task) => task.id);
  chosen = keep(chosen, tasks, 'domain', selection.domains, (task) => task.domain);
  chosen = keep(chosen, tasks, 'language', selection.languages, (task) => task.language);
  chosen = keep(chosen, tasks, 'track', selection.tracks, (task) => task.track);
  if (selection.sample !== undefined) chosen = draw(chosen, positive('sample', selection.sample), selection.seed ?? 1);
  if (selection.limit !== undefined) chosen = chosen.slice(0, positive('limit', selection.limit));
  if (chosen.length === 0) throw new InputError('no task is left: the selection asks for combinations that no task has');
  return chosen;
}

function keep(
  chosen: Task[],
  all: readonly Task[],
  what: string,
  wanted: readonly string[] | undefined,
  of: (task: Task) => string | undefined,
): Task[] {
  if (wanted === undefined) return chosen;
  const known = [...new Set(all.flatMap((task) => of(task) ?? []))];
  for (const name of wanted) {
    if (known.includes(name)) continue;
    const list = what === 'id' ? '' : `; it has: ${known.length === 0 ? 'none' : known.join(', ')}`;
    throw new InputError(`no task of this benchmark has the ${what} "${name}"${didYouMean(name, known)}${list}`);
  }
  const set = new Set<string | undefined>(wanted);
  return chosen.filter((task) => set.has(of(task)));
}

/** Ranks tasks by a hash of seed and id, so that the draw does not depend on the order or number of the other tasks. */
function draw(tasks: readonly Task[], count: number, seed: number): Task[] {
  const ranked = tasks.map((task) => ({ id: task.id, rank: sha256(`${seed}:${task.id}`) })).sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const drawn = new Set(ranked.slice(0, count).map((entry) => entry.id));
  return tasks.filter((task) => drawn.has(task.id));
}

function positive(what: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) throw new InputError(`${what}: expected a whole number from 1, got ${value}`);
  return value;
}
