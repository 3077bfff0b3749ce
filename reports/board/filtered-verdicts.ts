/** filteredVerdicts: what a filter leaves of the criteria of one report. */
import type { JudgedReport, ShownCriterion } from '../judged-report/judged-report.ts';
import { type CriteriaOn, criterionTests, FLAGS_OF_MARK, knownOf, markOf } from './criteria-on.ts';
import { type Filter, holdsWords, passes } from './filter.ts';

/** Words stand in the criterion, its id, or what was said of it. Tests of tasks, agents and cells leave all of them. */
export function filteredVerdicts(
  { criteria, judge }: Pick<JudgedReport, 'criteria' | 'judge'>,
  filter: Filter,
  names: CriteriaOn['names'],
): ShownCriterion[] {
  const tests = criterionTests(filter);
  return criteria.filter((criterion) => {
    const known = knownOf(criterion, [markIn(criterion, judge)], criterion.lost, names);
    return holdsWords(wordsOf(criterion), filter.words) && tests.every((test) => passes(known, test));
  });
}

function wordsOf({ id, criterion, verdicts }: ShownCriterion): string {
  return [id, criterion, ...verdicts.flatMap(({ reason, quotes }) => [reason, ...quotes.map(({ text }) => text)])].join(' ');
}

function markIn({ verdicts }: ShownCriterion, judge: string | null) {
  const own = verdicts.filter((verdict) => verdict.judge === judge);
  const labels = own.map(({ label }) => label);
  const sure = own.flatMap(({ confidence }) => confidence ?? []);
  const people = verdicts.filter(({ by }) => by === 'person');
  const flags = [
    new Set(labels).size > 1 ? FLAGS_OF_MARK.split : 0,
    own.some(({ quotes }) => quotes.some(({ verified }) => verified === false)) ? FLAGS_OF_MARK.unverified : 0,
    labels.length > 0 && people.some(({ label }) => !labels.includes(label)) ? FLAGS_OF_MARK.disputed : 0,
  ];
  return markOf(
    labels,
    sure.length === 0 ? null : Math.min(...sure),
    flags.reduce((sum, flag) => sum + flag, 0),
  );
}
