/** filteredComparison: what a filter leaves of two agents compared: tasks and criteria. The tests stay those of all tasks. */
import type { BoardComparison, ComparedCriterion, ComparedTask } from './comparison.ts';
import { type CriteriaOn, criterionTests, knownOf, type Mark } from './criteria-on.ts';
import { type Filter, holdsWords, passes } from './filter.ts';
import { passesTask } from './filtered.ts';

/** A criterion passes where what was said of either report does. Words stand in the task or in the criterion. */
export function filteredComparison(
  compared: Pick<BoardComparison, 'a' | 'b' | 'tasks' | 'criteria' | 'names'>,
  filter: Filter,
  on: CriteriaOn | undefined,
): { readonly tasks: ComparedTask[]; readonly criteria: ComparedCriterion[] } {
  const { names } = compared;
  const tests = criterionTests(filter);
  const ofDelta = filter.tests.map(({ test }) => test).filter(({ field }) => field === 'delta');
  const tasks = compared.tasks.filter(
    (task) =>
      passesTask(task, { filter: { ...filter, words: '' }, names }) &&
      ofDelta.every((test) => passes({ numbers: { delta: task.difference } }, test)),
  );
  const left = new Map(tasks.map((task) => [task.id, task]));
  const criteria = compared.criteria.filter((criterion) => {
    const task = left.get(criterion.task);
    if (task === undefined || !holdsWords(`${task.id} ${task.domain} ${criterion.criterion}`, filter.words)) return false;
    const known = knownOf(criterion, marksOf(on, compared, criterion), criterion.lost, names);
    return tests.every((test) => passes(known, test));
  });
  if (tests.length === 0 && filter.words === '') return { tasks, criteria };
  const held = new Set(criteria.map(({ task }) => task));
  return { tasks: tasks.filter(({ id }) => held.has(id)), criteria };
}

function marksOf(
  on: CriteriaOn | undefined,
  { a, b }: { readonly a: string; readonly b: string },
  { task, id }: ComparedCriterion,
): (Mark | null)[] {
  const found = on !== undefined && Object.hasOwn(on.tasks, task) ? on.tasks[task] : undefined;
  const at = found?.criteria.findIndex((criterion) => criterion.id === id) ?? -1;
  return [a, b].map((agent) => (found !== undefined && Object.hasOwn(found.marks, agent) ? found.marks[agent]?.[at] : undefined) ?? null);
}
