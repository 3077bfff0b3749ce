/** Rows for labels out of a store: the newest reports of a sweep by their criteria, with what people said of them. */
import type { Criterion } from '../../judge/checklist/rubric.ts';
import { LABELS, type Label } from '../../judge/checklist/verdict.ts';
import { InputError } from '../../judge/errors.ts';
import { trialRows } from '../store/results.ts';
import { benchmarkNames, checkSweep, tasksOf } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { reportText } from '../store/trials.ts';
import { peoplesWords, reportVerdicts, type SaidVerdict } from '../store/verdicts.ts';
import { complete, type LabelRow } from './label-row.ts';

/** @throws InputError where the store has no such sweep, or it has no report on a rubric */
export function sweepRows(store: Store, sweep: string): LabelRow[] {
  checkSweep(store, sweep);
  const rows = benchmarkNames(store, sweep).flatMap((benchmark) =>
    [...tasksOf(store, { benchmark, sweep }).values()].flatMap((stored) => {
      const { query, language, rubric = [] } = stored.task;
      // Whose verdicts do not matter here, so no judge's row is asked for.
      const reports = new Set([...trialRows(store, { benchmark, sweep }, stored, -1)].flatMap(({ reportId }) => reportId ?? []));
      return [...reports].flatMap((reportId) => {
        const report = reportText(store, reportId);
        if (report === undefined || report.trim() === '') return [];
        const said = reportVerdicts(store, reportId, stored.criteria.values());
        return rubric.map((criterion) =>
          rowOf({ query, report, language, from: benchmark }, criterion, said, stored.criteria.get(criterion.id)),
        );
      });
    }),
  );
  if (rows.length === 0) throw new InputError(`${store.path}: the sweep "${sweep}" has no report on a rubric`);
  return rows;
}

function rowOf(
  on: { readonly query: string; readonly report: string; readonly language: string; readonly from: string },
  { criterion, weight, axis }: Criterion,
  all: readonly SaidVerdict[],
  id: number | undefined,
): LabelRow {
  const said = peoplesWords(all.filter((verdict) => verdict.criterion === id));
  const label = majorityOf(said.map((verdict) => verdict.label));
  const reason = said.find((verdict) => verdict.label === label && (verdict.reason ?? '') !== '')?.reason;
  return complete({
    ...on,
    criterion,
    weight,
    ...(axis !== undefined && { axis }),
    ...(label !== undefined && { label, source: 'people' }),
    ...(reason != null && { reason }),
  });
}

/** The label of more than half of them. */
export function majorityOf(labels: readonly Label[]): Label | undefined {
  return LABELS.find((each) => labels.filter((label) => label === each).length * 2 > labels.length);
}
