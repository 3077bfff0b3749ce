/** Which criterion of a task a foreign row means, by its id or by its words. */
import { printable } from '../../benchmarks/files/check.ts';
import { didYouMean } from '../../benchmarks/files/suggest.ts';
import { criterionKey } from '../../benchmarks/sources/research-rubrics.ts';
import type { Task } from '../../benchmarks/task.ts';
import type { Criterion } from '../../judge/checklist/rubric.ts';
import { InputError } from '../../judge/errors.ts';
import { groupBy } from '../../judge/group-by.ts';

export interface CriterionIndex {
  readonly task: string;
  readonly byId: ReadonlyMap<string, Criterion>;
  /** Several where a rubric has the same words twice. */
  readonly byText: ReadonlyMap<string, readonly Criterion[]>;
}

export function indexCriteria({ id, rubric = [] }: Task): CriterionIndex {
  return {
    task: id,
    byId: new Map(rubric.map((criterion) => [criterion.id, criterion])),
    byText: groupBy(rubric, ({ criterion }) => criterionKey(criterion)),
  };
}

/**
 * At least one; several where a rubric has the same words twice, and the row does not say which by its id or its weight.
 *
 * @throws InputError that begins with `where`, when the task has no such criterion
 */
export function criteriaMeant(
  { task, byId, byText }: CriterionIndex,
  row: { readonly criterion: string; readonly criterionId?: string | undefined; readonly weight?: number | undefined },
  where: string,
): readonly [Criterion, ...Criterion[]] {
  const same = row.criterionId === undefined ? undefined : byId.get(row.criterionId);
  if (same !== undefined) return [same];
  // Folding white space costs more than all else of a row, and most rows spell a criterion as the benchmark does.
  const text = byText.has(row.criterion) ? row.criterion : criterionKey(row.criterion);
  const worded = byText.get(text) ?? [];
  // Of criteria with the same words the row's own weight says which is meant.
  const [weighed, ...alike] = worded.length > 1 ? worded.filter(({ weight }) => weight === row.weight) : [];
  if (weighed !== undefined) return [weighed, ...alike];
  const [first = byId.get(row.criterion), ...others] = worded;
  if (first !== undefined) return [first, ...others];
  const hint = didYouMean(text, [...byText.keys(), ...byId.keys()]);
  throw new InputError(`${where}: criterion: task ${task} has no criterion "${printable(row.criterion, 80)}"${hint}`);
}
