/** Tasks and criteria: what is asked, and what a report is judged by. */
import { type Task, taskSchema } from '../../benchmarks/task.ts';
import { checkSchema } from '../../judge/checklist/check.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import { InputError } from '../../judge/errors.ts';
import { briefHash, criterionHashes, queryHash, taskHash } from './identity.ts';
import { type Id, intern } from './intern.ts';
import type { Store } from './store.ts';

/** A task with the row ids of what it is made of. */
export interface StoredTask {
  readonly id: number;
  readonly queryId: number;
  readonly task: Task;
  /** Row id by criterion id, in rubric order. */
  readonly criteria: ReadonlyMap<string, number>;
}

export function storeTask(store: Store, benchmark: string, task: Task): StoredTask {
  const queryId = intern(store, 'query', queryHash(task), { task: task.id, text: task.query });
  const hash = taskHash(benchmark, task);
  const known = store.sql<[string], Id>('SELECT id FROM task WHERE hash = ?').get(hash);
  const { query, rubric = [] } = task;
  const criteria = storeCriteria(store, query, rubric);
  const id =
    known?.id ??
    intern(store, 'task', hash, {
      benchmark,
      name: task.id,
      query_id: queryId,
      language: task.language,
      domain: task.domain,
      track: task.track ?? null,
      notes: task.notes ?? null,
      brief_hash: briefHash(task),
      tags: task.tags === undefined ? null : JSON.stringify(task.tags),
    });
  if (known === undefined) {
    const insert = store.sql(
      'INSERT INTO rubric (task_id, position, criterion_id, name, weight, axis, fatal, code_check) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    rubric.forEach((c, i) => {
      const check = c.check === undefined ? null : JSON.stringify(c.check);
      insert.run(id, i, criteria.get(c.id), c.id, c.weight, c.axis ?? null, c.fatal === true ? 1 : 0, check);
    });
  }
  return { id, queryId, task, criteria };
}

/**
 * Criteria apart from any task or benchmark: what verdicts on a report of this query are stored under.
 *
 * @returns row id by criterion id, in rubric order
 */
export function storeCriteria(store: Store, query: string, rubric: Rubric): ReadonlyMap<string, number> {
  const hashes = criterionHashes(query, rubric);
  return new Map(rubric.map(({ id, criterion }, i) => [id, intern(store, 'criterion', hashes[i] ?? '', { text: criterion })]));
}

/** @throws Error where there is no such row */
export function queryText(store: Store, id: number): string {
  const row = store.sql<number[], { text: string }>('SELECT text FROM query WHERE id = ?').get(id);
  if (row === undefined) throw new InputError(`${store.path}: the store is damaged: no query ${id}`);
  return row.text;
}

/** A task as it was stored. */
export function storedTask(store: Store, id: number): StoredTask {
  const row = store
    .sql<number[], TaskRow>('SELECT task.*, query.text FROM task JOIN query ON query.id = query_id WHERE task.id = ?')
    .get(id);
  if (row === undefined) throw new InputError(`${store.path}: the store is damaged: no task ${id}`);
  const criteria = store
    .sql<number[], CriterionRow>(
      'SELECT rubric.*, criterion.text FROM rubric JOIN criterion ON criterion.id = criterion_id WHERE task_id = ? ORDER BY position',
    )
    .all(id);
  const task: Task = {
    id: row.name,
    query: row.text,
    language: row.language,
    domain: row.domain,
    ...(row.track !== null && { track: row.track }),
    ...(row.notes !== null && { notes: row.notes }),
    ...(row.tags !== null && { tags: taskSchema.shape.tags.parse(JSON.parse(row.tags)) }),
    ...(criteria.length > 0 && {
      rubric: criteria.map((c) => ({
        id: c.name,
        criterion: c.text,
        weight: c.weight,
        ...(c.axis !== null && { axis: c.axis }),
        ...(c.fatal === 1 && { fatal: true }),
        ...(c.code_check !== null && { check: checkSchema.parse(JSON.parse(c.code_check)) }),
      })),
    }),
  };
  return { id, queryId: row.query_id, task, criteria: new Map(criteria.map((c) => [c.name, c.criterion_id])) };
}

interface TaskRow {
  readonly name: string;
  readonly query_id: number;
  readonly text: string;
  readonly language: string;
  readonly domain: string;
  readonly track: string | null;
  readonly notes: string | null;
  readonly tags: string | null;
}

interface CriterionRow {
  readonly criterion_id: number;
  readonly name: string;
  readonly text: string;
  readonly weight: number;
  readonly axis: string | null;
  readonly fatal: number;
  readonly code_check: string | null;
}
