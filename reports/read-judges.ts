/** readJudges: a judge beside another, or beside people, on the criteria that both have labelled. */
import { LABELS } from '../judge/checklist/verdict.ts';
import { chooseJudge, judgesOf } from '../runners/store/judges.ts';
import { type StoreAt, withStore } from '../runners/store/store.ts';
import { type JudgedPair, labelAgreement } from './agreement/labels.ts';
import { judgedCriteria, opinion, PEOPLE } from './agreement/said.ts';
import { cellName, type JudgesCompared, type LabelledCase } from './board/judges.ts';

export interface JudgesOptions {
  readonly benchmark: string;
  readonly sweep?: string | undefined;
  /** Undefined: the judge of the leaderboard. */
  readonly judge?: string | undefined;
  /** A judge, or PEOPLE; undefined: people where they have labelled, else another judge. */
  readonly against?: string | undefined;
}

/** Of each pair of labels no more cases are kept: they are there to be looked at. */
const MOST = 500;
const SEED = 1;

/** @throws InputError for a judge that the store does not know */
export function readJudges(at: StoreAt, { benchmark, sweep, ...asked }: JudgesOptions): Promise<JudgesCompared> {
  return withStore(at, { mode: 'read' }, (store) => {
    const judge = chooseJudge(store, { benchmark, sweep }, asked.judge).name;
    // People's labels come under a sweep of their own.
    const rows = judgesOf(store, { benchmark });
    const judges = [...(rows.some(({ kind }) => kind === 'person') ? [PEOPLE] : []), ...new Set(rows.map(({ name }) => name))];
    const against = asked.against ?? judges.find((name) => name !== judge);
    const pairs: JudgedPair[] = [];
    const cases = new Map<string, LabelledCase[]>();
    if (against !== undefined)
      for (const { task, agent, repeat, criterion, verdicts } of judgedCriteria(store, { benchmark, sweep })) {
        const [judged, truth] = [opinion(verdicts, judge)?.label, opinion(verdicts, against)?.label];
        if (judged === undefined || truth === undefined) continue;
        pairs.push({ truth, judged, task: task.id });
        const { id, weight } = criterion;
        const cell = cases.get(cellName(truth, judged)) ?? [];
        cases.set(cellName(truth, judged), cell);
        if (cell.length < MOST) cell.push({ task: task.id, agent, repeat, id, criterion: criterion.criterion, weight, judged, truth });
      }
    const measured = pairs.length === 0 ? undefined : labelAgreement(pairs, SEED);
    return {
      ...{ benchmark, judge, against, judges },
      agreement: measured === undefined ? null : { n: measured.n, accuracy: measured.accuracy, kappa: measured.kappa },
      confusion: measured?.confusion ?? null,
      cases: LABELS.flatMap((truth) => LABELS.flatMap((judged) => cases.get(cellName(truth, judged)) ?? [])),
    };
  });
}
