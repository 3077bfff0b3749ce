/** Labels of people on criteria: what they have begun to say, and what they said. Drafts change in place; labels are verdicts. */
import type { Label } from '../../judge/checklist/verdict.ts';
import { draftsIn } from './drafts.ts';
import { IS_PERSON, JUDGE_WORDS, type JudgeWords, type JudgeWordsRow, storeAdjudicator, storePerson, toJudgeWords } from './judges.ts';
import type { Store } from './store.ts';
import { labelOf, storeResult } from './verdicts.ts';

/** A criterion on a report, by their row ids. */
export type Labelled = Readonly<Record<'report' | 'criterion', number>>;

/** One opinion of several, or the last word where they differ. */
export type Role = 'annotator' | 'adjudicator';

export const labelDrafts = draftsIn('label_draft', { report: 'report_id', criterion: 'criterion_id' });

const OF_ROLE = `${IS_PERSON} AND coalesce(json_extract(judge.identity, '$.adjudicated'), 0) = (@role = 'adjudicator')`;

/** What people have labelled here in this role, in order of name; each once, however often they changed it. */
export function labelledBy(store: Store, role: Role): ({ readonly name: string } & Labelled)[] {
  return store
    .sql<unknown[], { name: string } & Labelled>(
      `SELECT DISTINCT json_extract(judge.identity, '$.name') AS name, report_id AS report, criterion_id AS criterion
       FROM judge CROSS JOIN verdict ON judge_id = judge.id WHERE ${OF_ROLE} ORDER BY 1`,
    )
    .all({ role });
}

export interface PersonLabel {
  readonly label: Label;
  /** Empty where they gave none. */
  readonly reason: string;
}

/** The newest label of the person in this role. */
export function newestLabel(store: Store, name: string, role: Role, on: Labelled): PersonLabel | undefined {
  const row = store
    .sql<unknown[], { label: number; reason: string | null }>(
      `SELECT label, reason FROM verdict LEFT JOIN evidence ON evidence.id = evidence_id
       WHERE judge_id IN (SELECT id FROM judge WHERE json_extract(identity, '$.name') = @name AND ${OF_ROLE})
         AND report_id = @report AND criterion_id = @criterion ORDER BY trial DESC LIMIT 1`,
    )
    .get({ role, name, report: on.report, criterion: on.criterion });
  return row && { label: labelOf(row.label), reason: row.reason ?? '' };
}

/** Appends a person's label as a verdict: a changed one is a later trial. */
export function storeLabel(store: Store, name: string, role: Role, { report, criterion }: Labelled, said: PersonLabel, at: string): void {
  const judgeId = role === 'adjudicator' ? storeAdjudicator(store, name) : storePerson(store, name);
  const { trial } = store
    .sql<unknown[], { trial: number }>(
      'SELECT 1 + coalesce(max(trial), 0) AS trial FROM verdict WHERE judge_id = ? AND report_id = ? AND criterion_id = ?',
    )
    .get(judgeId, report, criterion) ?? { trial: 1 };
  const place = { judgeId, reportId: report, criteria: new Map([['', criterion]]) };
  storeResult(store, place, { answers: [{ question: { criterion: '', trial }, answer: { ...said, quotes: [] } }], unscored: [] }, () => at);
}

/** What somebody says of a criterion that a person has labelled. */
export interface SaidLabel extends Labelled, JudgeWords {
  /** Whose report it is an answer to. */
  readonly query: number;
  readonly label: Label;
  readonly confidence: number | null;
}

/**
 * All that people and judges say of every criterion that a person has labelled, here or in an imported file: by report, criterion and name. Of
 * a person who labelled here the newest.
 */
export function saidOfLabelled(store: Store): SaidLabel[] {
  const rows = store
    .sql<[], Omit<SaidLabel, 'label' | keyof JudgeWords> & JudgeWordsRow & { label: number }>(
      `WITH who AS MATERIALIZED (SELECT judge.id AS id, ${IS_PERSON} AS here, ${JUDGE_WORDS} FROM judge),
       labelled AS MATERIALIZED (SELECT DISTINCT report_id, criterion_id FROM who CROSS JOIN verdict ON judge_id = who.id WHERE "by" = 'person')
       SELECT labelled.report_id AS report, labelled.criterion_id AS criterion, judge, "by", model, adjudicated, label, confidence,
         (SELECT query_id FROM trial WHERE trial.report_id = labelled.report_id LIMIT 1) AS query
       FROM labelled CROSS JOIN who CROSS JOIN verdict ON judge_id = who.id AND verdict.report_id = labelled.report_id
         AND verdict.criterion_id = labelled.criterion_id
       WHERE NOT here OR NOT EXISTS (SELECT 1 FROM verdict later WHERE later.judge_id = who.id AND later.report_id = verdict.report_id
         AND later.criterion_id = verdict.criterion_id AND later.trial > verdict.trial)
       ORDER BY labelled.report_id, labelled.criterion_id, judge, trial`,
    )
    .all();
  return rows.map(({ report, criterion, query, label, confidence, ...words }) => ({
    report,
    criterion,
    query,
    label: labelOf(label),
    confidence,
    ...toJudgeWords(words),
  }));
}
