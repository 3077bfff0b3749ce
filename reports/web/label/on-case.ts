/** labelOnCase: what a person says of a criterion on the page of its case, where judges are in view; kept as what is said in the queue. */
import { z } from 'zod';
import { printable } from '../../../benchmarks/files/check.ts';
import { InputError } from '../../../judge/errors.ts';
import { annotatorSchema } from '../../../runners/annotation/answer.ts';
import { labelSchema, storeLabelAnswer } from '../../../runners/annotation/labels.ts';
import { hasText } from '../../../runners/store/trials.ts';
import { shownTrial } from '../../show-report.ts';
import type { ViewDeps } from '../deps.ts';

const name = z.string().min(1).max(1000);
const requestSchema = z.strictObject({
  as: annotatorSchema,
  benchmark: name,
  task: name,
  agent: name,
  repeat: z.int().min(1),
  criterion: name,
  answer: labelSchema,
});

/** @throws InputError for a case that there is not, and for the name of somebody who has a link of their own */
export function labelOnCase({ store, sweep, tokens, now }: ViewDeps, body: unknown): void {
  const { as, answer, criterion, ...about } = requestSchema.parse(body);
  if ([...tokens.people.values()].includes(as))
    throw new InputError(`"${printable(as, 80)}" labels by a link of their own, without seeing judges: give another name here`);
  const { trial, stored } = shownTrial(store, { ...about, sweep });
  const row = stored.criteria.get(criterion);
  if (row === undefined) throw new InputError(`no criterion "${printable(criterion, 80)}" in ${printable(about.task, 80)}`);
  if (trial.reportId === null || !hasText(store, trial.reportId)) throw new InputError('the store does not hold this report');
  storeLabelAnswer(store, as, 'annotator', { report: trial.reportId, criterion: row }, answer, now());
}
