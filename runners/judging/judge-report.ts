/**
 * Judging a report through the store, for any query, report and rubric: what is stored is not asked again, what another caller is
 * asking just now is waited for, and the rest is asked and appended. So every verdict is paid for once.
 */
import type { ChecklistJudge } from '../../judge/checklist/judge.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import type { Judgment, Question } from '../../judge/checklist/verdict.ts';
import { recallFrom } from '../store/evidence.ts';
import type { Store } from '../store/store.ts';
import { storeCriteria } from '../store/tasks.ts';
import { storeReport } from '../store/trials.ts';
import { judgmentOf, owedQuestions, storeResult } from '../store/verdicts.ts';
import { appended } from './open-work.ts';
import type { Stop } from './stop.ts';

/** The judge that is asked. */
export interface ReportJudge {
  readonly checklist: ChecklistJudge;
  /** Of its row. */
  readonly id: number;
  /** Independent judgments of every criterion. */
  readonly trials: number;
}

export interface JudgingDeps {
  readonly store: Store;
  readonly stop: Stop;
  readonly judge: ReportJudge;
  /** ISO 8601. */
  readonly now: () => string;
}

/** What is known of a report's questions since the last time. */
export interface Judged {
  /** With a verdict that this caller has paid for. */
  readonly judged: number;
  /** With a verdict that was stored, or that another caller has paid for. */
  readonly cached: number;
  readonly unscored: readonly Unscored[];
}

export interface Unscored {
  readonly question: Question;
  readonly error: string;
}

export interface ReportJudgment {
  readonly verdicts: Judgment;
  readonly unscored: readonly Unscored[];
  readonly cached: number;
  readonly judged: number;
}

/** @throws Stopped where the run ended before all was asked, ModelError of kind permanent, or what kept the store from being written */
export async function judgeReport(
  { query, report, rubric }: { readonly query: string; readonly report: string; readonly rubric: Rubric },
  deps: JudgingDeps,
): Promise<ReportJudgment> {
  const { store, judge } = deps;
  const { reportId, criteria } = store.transaction(() => ({
    reportId: storeReport(store, query, report),
    criteria: storeCriteria(store, query, rubric),
  }));
  const unscored: Unscored[] = [];
  let [cached, judged] = [0, 0];
  await judgeStored({ query, report: () => report, rubric, reportId, criteria }, deps, (now) => {
    cached += now.cached;
    judged += now.judged;
    unscored.push(...now.unscored);
  });
  return { verdicts: judgmentOf(store, { judgeId: judge.id, reportId, criteria }, judge.trials), unscored, cached, judged };
}

/** A report and a rubric that are in the store. */
export interface StoredReport {
  readonly query: string;
  /** Read once there is something to ask; undefined where only verdicts on it are stored. */
  readonly report: () => string | undefined;
  readonly rubric: Rubric;
  readonly reportId: number;
  /** Row id by criterion id. */
  readonly criteria: ReadonlyMap<string, number>;
}

/**
 * False where questions are left that nobody can be asked, as there is no text.
 *
 * @param onJudged hears of every question once
 * @throws as judgeReport does
 */
export async function judgeStored(asked: StoredReport, deps: JudgingDeps, onJudged: (judged: Judged) => void): Promise<boolean> {
  const { store, stop, judge } = deps;
  let owed = owedQuestions(store, { judgeId: judge.id, reportId: asked.reportId, criteria: asked.criteria }, judge.trials);
  onJudged({ judged: 0, cached: asked.criteria.size * judge.trials - owed.length, unscored: [] });
  if (owed.length === 0) return true;
  const report = asked.report();
  if (report === undefined) return false;
  while (owed.length > 0) {
    const flights = flightsOf(store);
    const keyOf = ({ criterion, trial }: Question) => [judge.id, asked.reportId, trial, asked.criteria.get(criterion)].join(' ');
    const mine = owed.filter((question) => !flights.has(keyOf(question)));
    const others = owed.flatMap((question) => {
      const flight = flights.get(keyOf(question));
      return flight === undefined ? [] : [{ question, flight }];
    });
    const [, landed] = await Promise.all([
      mine.length === 0 ? undefined : ask(mine, keyOf, { ...asked, report }, deps, onJudged),
      Promise.all(others.map(async ({ question, flight }) => ({ question, end: await flight }))),
    ]);
    for (const { question, end } of landed) {
      if (end.kind === 'answered') onJudged({ judged: 0, cached: 1, unscored: [] });
      if (end.kind === 'unscored') onJudged({ judged: 0, cached: 0, unscored: [{ question, error: end.error }] });
    }
    // What another caller has dropped, as when its own deadline came, is asked for by this one.
    owed = landed.flatMap(({ question, end }) => (end.kind === 'dropped' ? [question] : []));
    if (owed.length > 0) stop.stopping.throwIfAborted();
  }
  return true;
}

/** How a question that is being asked came out. */
type End = { readonly kind: 'answered' | 'dropped' } | { readonly kind: 'unscored'; readonly error: string };

/** Questions that are being asked just now, by judge, report, trial and criterion; one list a store, whoever asks. */
const inFlight = new WeakMap<Store, Map<string, Promise<End>>>();

function flightsOf(store: Store): Map<string, Promise<End>> {
  const flights = inFlight.get(store) ?? new Map<string, Promise<End>>();
  inFlight.set(store, flights);
  return flights;
}

async function ask(
  questions: readonly Question[],
  keyOf: (question: Question) => string,
  { query, report, rubric, reportId, criteria }: Omit<StoredReport, 'report'> & { readonly report: string },
  { store, stop, judge, now }: JudgingDeps,
  onJudged: (judged: Judged) => void,
): Promise<void> {
  const flights = flightsOf(store);
  const landing = new Map<string, (end: End) => void>();
  for (const key of questions.map(keyOf)) flights.set(key, new Promise((resolve) => landing.set(key, resolve)));
  const land = (key: string, end: End) => {
    flights.delete(key);
    landing.get(key)?.(end);
    landing.delete(key);
  };
  try {
    await judge.checklist.judge(
      { query, report, rubric, owed: questions, recall: recallFrom(store, judge.id) },
      async (result) => {
        await appended(store, stop, () => storeResult(store, { judgeId: judge.id, reportId, criteria }, result, now()));
        for (const { question } of result.answers) land(keyOf(question), { kind: 'answered' });
        for (const { question, error } of result.unscored) land(keyOf(question), { kind: 'unscored', error });
        onJudged({ judged: result.answers.length, cached: 0, unscored: result.unscored });
      },
      stop.aborting,
    );
  } finally {
    for (const key of [...landing.keys()]) land(key, { kind: 'dropped' });
  }
}
