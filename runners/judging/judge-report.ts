/**
 * Judging a report through the store, for any query, report and rubric: what is stored is not asked again, what another caller is
 * asking just now is waited for, and the rest is asked and appended. So every verdict is paid for once.
 */
import type { ChecklistJudge } from '../../judge/checklist/judge.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import type { Question, Verdict } from '../../judge/checklist/verdict.ts';
import type { CallResult, Unscored } from '../../judge/judge.ts';
import type { Usage } from '../../judge/model/usage.ts';
import type { MembersRule } from '../judges/judge-kind.ts';
import type { OpenJudge } from '../judges/open.ts';
import { storeEndpoint } from '../store/calls.ts';
import { recallFrom } from '../store/evidence.ts';
import { storeJudge } from '../store/judges.ts';
import type { Store } from '../store/store.ts';
import { storeCriteria } from '../store/tasks.ts';
import { storeReport } from '../store/trials.ts';
import { owedQuestions, storedAnswers, storeResult } from '../store/verdicts.ts';
import { askCascade } from './ask-cascade.ts';
import { askPanel } from './ask-panel.ts';
import { appended } from './open-work.ts';
import type { Stop } from './stop.ts';

/** The judge that is asked. */
export interface ReportJudge {
  readonly checklist: ChecklistJudge;
  /** Of its row. */
  readonly id: number;
  /** Where its calls go. */
  readonly endpoint?: string;
  /** Independent judgments of every criterion. */
  readonly trials: number;
  /** Those who are asked in its place. */
  readonly panel?: { readonly members: readonly (ReportJudge & { readonly name: string })[]; readonly rule: MembersRule };
}

/** A judge that was opened, with its row and those of its panel. */
export interface StoredJudge extends Omit<OpenJudge, 'panel'> {
  readonly id: number;
  readonly panel?: { readonly members: readonly StoredJudge[]; readonly rule: MembersRule };
}

export function storedReportJudge(store: Store, open: OpenJudge): StoredJudge {
  const { panel, ...judge } = open;
  const id = storeJudge(store, judge.checklist);
  if (panel === undefined) return { ...judge, id };
  // A panel asks each of its judges as often as it is asked itself.
  const members = panel.members.map((member) => storedReportJudge(store, { ...member, trials: judge.trials }));
  return { ...judge, id, panel: { members, rule: panel.rule } };
}

export interface JudgingDeps {
  readonly store: Store;
  readonly stop: Stop;
  readonly judge: ReportJudge;
  /** ISO 8601. */
  readonly now: () => string;
  /** Hears of every call that was paid for: the model, and its tokens where the endpoint said them. */
  readonly onCall?: (model: string | undefined, usage: Usage | undefined) => void;
}

/** What is known of a report's questions since the last time. */
export interface Judged {
  /** With a verdict that this caller has paid for. */
  readonly judged: number;
  /** With a verdict that was stored, or that another caller has paid for. */
  readonly cached: number;
  readonly unscored: readonly Unscored<Question>[];
}

/** All that one judge says of one report. */
export interface Judgment {
  /** Stored and fresh, by trial and in rubric order. */
  readonly answers: CallResult<Question, Verdict>['answers'];
  readonly unscored: readonly Unscored<Question>[];
  readonly cached: number;
  readonly judged: number;
}

/** @throws Stopped where the run ended before all was asked, ModelError of kind permanent, or what kept the store from being written */
export async function judgeReport(
  { query, report, rubric }: { readonly query: string; readonly report: string; readonly rubric: Rubric },
  deps: JudgingDeps,
): Promise<Judgment> {
  const { store, judge } = deps;
  const { reportId, criteria } = store.transaction(() => ({
    reportId: storeReport(store, query, report),
    criteria: storeCriteria(store, query, rubric),
  }));
  const unscored: Unscored<Question>[] = [];
  let [cached, judged] = [0, 0];
  await judgeStored({ query, report: () => report, rubric, reportId, criteria }, deps, (now) => {
    cached += now.cached;
    judged += now.judged;
    unscored.push(...now.unscored);
  });
  return { answers: storedAnswers(store, { judgeId: judge.id, reportId, criteria }, judge.trials), unscored, cached, judged };
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
      if (end.kind === 'unscored') onJudged({ judged: 0, cached: 0, unscored: [{ ...end.unscored, question }] });
    }
    // What another caller has dropped, as when its own deadline came, is asked for by this one.
    owed = landed.flatMap(({ question, end }) => (end.kind === 'dropped' ? [question] : []));
    if (owed.length > 0) stop.stopping.throwIfAborted();
  }
  return true;
}

/** How a question that is being asked came out. */
type End = { readonly kind: 'answered' | 'dropped' } | { readonly kind: 'unscored'; readonly unscored: Unscored<Question> };

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
  { store, stop, judge, now, onCall }: JudgingDeps,
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
  const sink = async (result: CallResult<Question, Verdict>): Promise<void> => {
    await appended(store, stop, () => {
      storeResult(store, { judgeId: judge.id, reportId, criteria }, result, now);
      if (result.call !== undefined) storeEndpoint(store, judge.id, { url: judge.endpoint, model: result.call.model }, now);
    });
    if (result.call !== undefined) onCall?.(judge.checklist.model, result.call.usage);
    for (const { question } of result.answers) land(keyOf(question), { kind: 'answered' });
    for (const unscored of result.unscored) land(keyOf(unscored.question), { kind: 'unscored', unscored });
    onJudged({ judged: result.answers.length, cached: 0, unscored: result.unscored });
  };
  try {
    if (judge.panel === undefined) {
      const recall = recallFrom(store, judge.id);
      await judge.checklist.judge({ query, report, rubric, owed: questions, recall }, sink, stop.aborting);
    } else {
      const ask = (member: ReportJudge, of: Rubric = rubric) =>
        judgeReport({ query, report, rubric: of }, { store, stop, now, judge: member, ...(onCall && { onCall }) });
      const { members, rule } = judge.panel;
      const said =
        typeof rule === 'string'
          ? askPanel(questions, { members, rule, rubric }, ask)
          : askCascade(questions, { members, ...rule, rubric }, ask);
      await sink(await said);
    }
  } finally {
    for (const key of [...landing.keys()]) land(key, { kind: 'dropped' });
  }
}
