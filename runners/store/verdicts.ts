/** Verdicts, narrow and apart from their words, and what was left unscored. */
import { LABELS, type Label, type Probabilities, type Question, type Verdict, type Vote } from '../../judge/checklist/verdict.ts';
import { InputError } from '../../judge/errors.ts';
import { groupBy } from '../../judge/group-by.ts';
import type { CallResult, Unscored } from '../../judge/judge.ts';
import type { Quote } from '../../judge/reading/quotes.ts';
import { storeCall } from './calls.ts';
import { storeEvidence, storeGathered } from './evidence.ts';
import { HASH, IS_PERSON, JUDGE_WORDS, type JudgeWords, type JudgeWordsRow, toJudgeWords } from './judges.ts';
import type { Store } from './store.ts';

/** How labels are stored. */
const CODES: Record<Label, number> = { unsatisfied: 0, partial: 1, satisfied: 2 };

const BY_CODE: readonly Label[] = [...LABELS].reverse();

export function labelOf(code: number): Label {
  const label = BY_CODE[code];
  if (label === undefined) throw new InputError(`the store is damaged: it holds label ${code}`);
  return label;
}

/** Where verdicts on one report belong. */
export interface JudgedReport {
  readonly judgeId: number;
  readonly reportId: number;
  /** Row id by criterion id. */
  readonly criteria: ReadonlyMap<string, number>;
}

/** Appends what one call of a judge brought. A verdict that is there already stays as it is. @param now ISO 8601, asked for what is stored with its time */
export function storeResult(store: Store, judged: JudgedReport, result: CallResult<Question, Verdict>, now: () => string): void {
  const { judgeId, reportId, criteria } = judged;
  for (const { question, answer } of result.answers) {
    const evidence = storeEvidence(store, answer);
    insertVerdict(store).run(
      judgeId,
      reportId,
      question.trial,
      idOf(criteria, question.criterion),
      CODES[answer.label],
      answer.confidence ?? null,
      answer.parts ?? null,
      evidence,
    );
  }
  for (const unscored of result.unscored) storeUnscored(store, judged, unscored, now());
  if (result.call !== undefined) storeCall(store, judgeId, reportId, result.call);
  if (result.gathered !== undefined) storeGathered(store, judgeId, result.gathered);
}

/** Appends that a judge gave no verdict. */
export function storeUnscored(
  store: Store,
  { judgeId, reportId, criteria }: JudgedReport,
  { question, error, split = false }: Unscored<Question>,
  at: string,
): void {
  store
    .sql('INSERT INTO unscored (judge_id, report_id, trial, criterion_id, error, split, at) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(judgeId, reportId, question.trial, idOf(criteria, question.criterion), error, split ? 1 : 0, at);
}

export function hasUnscored(store: Store, { judgeId, reportId, criteria }: JudgedReport, question: Question): boolean {
  const row = store
    .sql<number[], unknown>('SELECT 1 FROM unscored WHERE judge_id = ? AND report_id = ? AND trial = ? AND criterion_id = ? LIMIT 1')
    .get(judgeId, reportId, question.trial, idOf(criteria, question.criterion));
  return row !== undefined;
}

function insertVerdict(store: Store) {
  return store.sql(
    // Only what is there already is passed over: a missing value is a fault.
    'INSERT INTO verdict (judge_id, report_id, trial, criterion_id, label, confidence, parts, evidence_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
}

function idOf(criteria: ReadonlyMap<string, number>, name: string): number {
  const id = criteria.get(name);
  if (id === undefined) throw new Error(`criterion ${name} is not in the rubric`);
  return id;
}

export function hasVerdicts(store: Store, { judgeId, reportId }: JudgedReport): boolean {
  return (
    store.sql<number[], unknown>('SELECT 1 FROM verdict WHERE judge_id = ? AND report_id = ? LIMIT 1').get(judgeId, reportId) !== undefined
  );
}

/** The label stored for this question, if there is one. */
export function storedLabel(store: Store, { judgeId, reportId, criteria }: JudgedReport, question: Question): Label | undefined {
  const row = store
    .sql<number[], { label: number }>('SELECT label FROM verdict WHERE judge_id = ? AND report_id = ? AND trial = ? AND criterion_id = ?')
    .get(judgeId, reportId, question.trial, idOf(criteria, question.criterion));
  return row === undefined ? undefined : labelOf(row.label);
}

/** Criteria x trials of this judge on this report that have no verdict yet, in rubric order. */
export function owedQuestions(store: Store, { judgeId, reportId, criteria }: JudgedReport, judgeTrials: number): Question[] {
  const rows = store
    .sql<unknown[], [number, number]>(
      `SELECT trial, criterion_id FROM json_each(?) asked CROSS JOIN verdict
       WHERE judge_id = ? AND report_id = ? AND criterion_id = asked.value`,
    )
    .raw()
    .all(JSON.stringify([...criteria.values()]), judgeId, reportId) as [number, number][];
  const stored = new Set(rows.map(([trial, criterion]) => `${trial} ${criterion}`));
  return Array.from({ length: judgeTrials }, (_, i) => i + 1).flatMap((trial) =>
    [...criteria].filter(([, id]) => !stored.has(`${trial} ${id}`)).map(([criterion]) => ({ criterion, trial })),
  );
}

/** The labels of this judge's first trials by criterion id, in rubric order; none for a criterion that has no verdict. */
export function storedLabels(store: Store, { judgeId, reportId, criteria }: JudgedReport, judgeTrials: number): Map<string, Label[]> {
  const rows = store
    .sql<unknown[], [number, number]>(
      `SELECT asked.key, label FROM json_each(?) asked CROSS JOIN verdict
       WHERE judge_id = ? AND report_id = ? AND criterion_id = asked.value AND trial <= ? ORDER BY asked.key, trial`,
    )
    .raw()
    .all(JSON.stringify([...criteria.values()]), judgeId, reportId, judgeTrials) as [number, number][];
  const names = [...criteria.keys()];
  const labels = new Map<string, Label[]>();
  for (const [index, code] of rows) {
    const name = names[index] ?? '';
    const given = labels.get(name);
    if (given === undefined) labels.set(name, [labelOf(code)]);
    else given.push(labelOf(code));
  }
  return labels;
}

/** A verdict with its words, and who gave it. */
export interface SaidVerdict extends JudgeWords {
  readonly trial: number;
  /** Row id of the criterion. */
  readonly criterion: number;
  readonly label: Label;
  readonly confidence: number | null;
  readonly parts: number | null;
  readonly reason: string | null;
  readonly quotes: readonly Quote[] | undefined;
  readonly probabilities: Probabilities | undefined;
  readonly votes: readonly Vote[] | undefined;
  readonly stage: number | null;
}

/** Takes back a verdict that a later row of the same file replaces. */
export function removeVerdict(store: Store, { judgeId, reportId, criteria }: JudgedReport, question: Question): void {
  store
    .sql('DELETE FROM verdict WHERE judge_id = ? AND report_id = ? AND trial = ? AND criterion_id = ?')
    .run(judgeId, reportId, question.trial, idOf(criteria, question.criterion));
}

/**
 * All verdicts on one report by the criteria of a rubric, by judge and trial, then in the order in which the criteria are given. Of a person
 * who labelled here the newest counts, and is the only one: a change of mind is no second trial.
 */
export function reportVerdicts(store: Store, reportId: number, criteria: Iterable<number>): SaidVerdict[] {
  const rows = store
    .sql<
      unknown[],
      Omit<SaidVerdict, 'label' | 'quotes' | 'probabilities' | 'votes' | keyof JudgeWords> &
        JudgeWordsRow & { label: number; quotes: string | null; probabilities: string | null; votes: string | null }
    >(
      // Who a judge is stands in JSON: it is read once, not for each of its verdicts.
      `WITH who AS MATERIALIZED (SELECT judge.id AS id, judge.name AS name, ${HASH} AS hash, ${IS_PERSON} AS person, ${JUDGE_WORDS} FROM judge)
       SELECT judge, "by", model, adjudicated, iif(person, 1, trial) AS trial, criterion_id AS criterion, label, confidence, parts, reason,
         quotes, probabilities, votes, stage
       FROM json_each(?) asked CROSS JOIN who CROSS JOIN verdict LEFT JOIN evidence ON evidence.id = evidence_id
       WHERE judge_id = who.id AND report_id = ? AND criterion_id = asked.value
         AND (NOT person OR NOT EXISTS (SELECT 1 FROM verdict later WHERE later.judge_id = who.id AND later.report_id = verdict.report_id
           AND later.criterion_id = verdict.criterion_id AND later.trial > verdict.trial))
       ORDER BY who.name, who.hash, verdict.trial, asked.key`,
    )
    .all(JSON.stringify([...criteria]), reportId);
  return rows.map(({ by, model, adjudicated, ...row }) => ({
    ...row,
    ...toJudgeWords({ judge: row.judge, by, model, adjudicated }),
    label: labelOf(row.label),
    quotes: row.quotes === null ? undefined : (JSON.parse(row.quotes) as Quote[]),
    probabilities: row.probabilities === null ? undefined : (JSON.parse(row.probabilities) as Probabilities),
    votes: row.votes === null ? undefined : (JSON.parse(row.votes) as Vote[]),
  }));
}

/** What one judge says of a criterion on a report, without its words. */
export interface GivenLabel {
  readonly report: number;
  /** Row id of the criterion. */
  readonly criterion: number;
  readonly label: Label;
  readonly confidence: number | null;
}

/** All that judges, and no people, say of these reports, by report and criterion. */
export function labelsOfJudges(store: Store, reports: readonly number[]): GivenLabel[] {
  const rows = store
    .sql<[string], [number, number, number, number | null]>(
      `WITH who AS MATERIALIZED (SELECT judge.id AS id, ${JUDGE_WORDS} FROM judge)
       SELECT report_id, criterion_id, label, confidence FROM json_each(?) asked CROSS JOIN who CROSS JOIN verdict
       WHERE "by" IS NOT 'person' AND judge_id = who.id AND report_id = asked.value ORDER BY report_id, criterion_id`,
    )
    .raw()
    .all(JSON.stringify(reports)) as [number, number, number, number | null][];
  return rows.map(([report, criterion, label, confidence]) => ({ report, criterion, label: labelOf(label), confidence }));
}

/** What of a verdict a filter asks for beside its label. */
export interface VerdictMark {
  readonly report: number;
  /** Row id of the criterion. */
  readonly criterion: number;
  readonly confidence: number | null;
  /** A quote of it does not stand in the report. */
  readonly unverified: boolean;
}

/** Of all verdicts of a judge; no words are read into memory. */
export function* verdictMarks(store: Store, judgeId: number): Generator<VerdictMark> {
  const rows = store
    .sql<[number], [number, number, number | null, number]>(
      `SELECT report_id, criterion_id, confidence, coalesce(instr(quotes, '"verified":false') > 0, 0)
       FROM verdict LEFT JOIN evidence ON evidence.id = evidence_id WHERE judge_id = ?`,
    )
    .raw()
    .iterate(judgeId);
  for (const [report, criterion, confidence, unverified] of rows as IterableIterator<[number, number, number | null, number]>)
    yield { report, criterion, confidence, unverified: unverified === 1 };
}

/** Where a panel's judges answered, and not alike enough: report and criterion, by their row ids, with a blank between. */
export function splitOf(store: Store, judgeId: number): Set<string> {
  const rows = store
    .sql<[number], { key: string }>(
      "SELECT DISTINCT report_id || ' ' || criterion_id AS key FROM unscored WHERE judge_id = ? AND split = 1",
    )
    .all(judgeId);
  return new Set(rows.map(({ key }) => key));
}

/** Of all that is said of something what people say: where one of them had the last word, that alone. */
export function peoplesWords<T extends Pick<SaidVerdict, 'by' | 'adjudicated'>>(said: readonly T[]): T[] {
  const people = said.filter(({ by }) => by === 'person');
  const last = people.filter(({ adjudicated }) => adjudicated === true);
  return last.length > 0 ? last : people;
}

interface VerdictRow {
  readonly trial: number;
  readonly criterion: number;
  readonly label: number;
  readonly confidence: number | null;
  readonly parts: number | null;
  readonly reason: string | null;
  readonly quotes: string | null;
  readonly probabilities: string | null;
  readonly votes: string | null;
  readonly stage: number | null;
}

/** All that the judge has said of the report in its first trials, by trial and in rubric order. */
export function storedAnswers(
  store: Store,
  { judgeId, reportId, criteria }: JudgedReport,
  judgeTrials: number,
): CallResult<Question, Verdict>['answers'] {
  const rows = store
    .sql<unknown[], VerdictRow>(
      `SELECT trial, criterion_id AS criterion, label, confidence, parts, reason, quotes, probabilities, votes, stage
       FROM json_each(?) asked CROSS JOIN verdict LEFT JOIN evidence ON evidence.id = evidence_id
       WHERE judge_id = ? AND report_id = ? AND criterion_id = asked.value AND trial <= ? ORDER BY trial`,
    )
    .all(JSON.stringify([...criteria.values()]), judgeId, reportId, judgeTrials);
  const byTrial = groupBy(rows, ({ trial }) => trial);
  return [...byTrial].flatMap(([trial, given]) => {
    const byCriterion = new Map(given.map((row) => [row.criterion, row]));
    return [...criteria].flatMap(([criterion, id]) => {
      const row = byCriterion.get(id);
      return row === undefined ? [] : [{ question: { criterion, trial }, answer: toVerdict(row) }];
    });
  });
}

function toVerdict({ label, confidence, parts, reason, quotes, probabilities, votes, stage }: VerdictRow): Verdict {
  return {
    label: labelOf(label),
    ...(confidence !== null && { confidence }),
    reason: reason ?? '',
    quotes: quotes === null ? [] : (JSON.parse(quotes) as Verdict['quotes']),
    ...(parts !== null && { parts }),
    ...(probabilities !== null && { probabilities: JSON.parse(probabilities) as Probabilities }),
    ...(votes !== null && { votes: JSON.parse(votes) as Vote[] }),
    ...(stage !== null && { stage }),
  };
}

/** Why judges gave no verdict where they still have none: alike with alike, the most frequent first. @param judges row ids */
export function unscoredErrors(
  store: Store,
  { sweep, judges, most }: { readonly sweep: string; readonly judges: readonly number[]; readonly most: number },
): { readonly error: string; readonly criteria: number }[] {
  return store
    .sql<unknown[], { error: string; criteria: number }>(
      `SELECT error, count(DISTINCT report_id || ' ' || criterion_id) AS criteria FROM json_each(@judges) asked CROSS JOIN unscored
       WHERE unscored.judge_id = asked.value AND split = 0
         AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.judge_id = unscored.judge_id AND verdict.report_id = unscored.report_id
           AND verdict.criterion_id = unscored.criterion_id AND verdict.trial = unscored.trial)
         AND EXISTS (SELECT 1 FROM trial JOIN run ON run.agent_id = trial.agent_id WHERE trial.report_id = unscored.report_id AND sweep = @sweep)
       GROUP BY error ORDER BY criteria DESC, error LIMIT @most`,
    )
    .all({ sweep, judges: JSON.stringify(judges), most });
}
