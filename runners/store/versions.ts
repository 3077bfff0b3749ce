/** Which version of a task counts, and which attempt at it: the store holds every one that there ever was. */

/**
 * Of each group of tasks the version that was planned last: by the sweep @sweep, or by any where that is NULL; on @benchmark, or on
 * all. Its columns are task_id, query_id, agent_id, benchmark and name.
 */
export function lastPlanned(group: 'task.benchmark, name' | 'agent_id, task.benchmark, name' | 'query_id'): string {
  // SQLite takes the columns beside max() from the row that holds it.
  return `SELECT task_id, query_id, agent_id, task.benchmark AS benchmark, name, max(run_id)
    FROM run JOIN run_task ON run_id = run.id JOIN task ON task.id = task_id
    WHERE (@sweep IS NULL OR sweep = @sweep) AND (@benchmark IS NULL OR run.benchmark = @benchmark) GROUP BY ${group}`;
}

/** Who was to answer which query in the sweep @sweep: an agent's reports outlive edits of a rubric, so the version does not matter. */
export const PLANNED = `SELECT agent_id, query_id FROM run JOIN run_task ON run_id = run.id JOIN task ON task.id = task_id WHERE sweep = @sweep`;

/** Of a row of `trial`: no later attempt has replaced it. */
export const NEWEST = `NOT EXISTS (SELECT 1 FROM trial later WHERE later.agent_id = trial.agent_id AND later.query_id = trial.query_id
  AND later.repeat = trial.repeat AND later.id > trial.id)`;
