/** partsOf, pageFrom: of which parts of a site a page is made, and how. */
import type { Scale } from '../../judge/checklist/reward.ts';
import type { BattlesOn } from '../board/battles-on.ts';
import { type BoardComparison, turned } from '../board/comparison.ts';
import { asksWhatWasSaid, type CriteriaOn, criterionTests } from '../board/criteria-on.ts';
import { readFilter } from '../board/filter.ts';
import type { JudgesCompared } from '../board/judges.ts';
import type { CriterionAsked } from '../judged-report/asked.ts';
import { type JudgedReport, writtenReward } from '../judged-report/judged-report.ts';
import type { Board } from '../read-board.ts';
import type { BoardState, Place } from './board/address.ts';
import type { Case } from './board/case-page.ts';
import type { PageData, WrittenSheet } from './board/pages.ts';
import type { TaskView } from './board/task-page.ts';

/** Beside the parts: what there is. */
export interface SiteHead {
  readonly benchmarks: readonly {
    readonly name: string;
    readonly judge: string;
    readonly scale: Scale;
    readonly agents: readonly string[];
  }[];
}

/** Two agents, in the order of their names, and what their battles say in the other order. */
export interface ComparePart {
  readonly compared: BoardComparison;
  readonly turnedBattles: BoardComparison['battles'];
}

const key = (...names: readonly (string | number)[]) => JSON.stringify(names);
export const boardKey = (benchmark: string, judge: string, scale: Scale) => key('board', benchmark, judge, scale);
export const taskKey = (benchmark: string, task: string) => key('task', benchmark, task);
export const caseKey = (benchmark: string, task: string, agent: string, repeat: number) => key('case', benchmark, task, agent, repeat);
export const askedKey = (benchmark: string, task: string, agent: string, repeat: number) => key('asked', benchmark, task, agent, repeat);
export const battlesKey = (benchmark: string, task: string) => key('battles', benchmark, task);
export const criteriaKey = (benchmark: string, judge: string) => key('criteria', benchmark, judge);
export const compareKey = (benchmark: string, a: string, b: string) => key('compare', benchmark, ...[a, b].sort());
export const judgesKey = (benchmark: string, judge: string, against: string | undefined) => key('judges', benchmark, judge, against ?? '');
export const sheetKey = (benchmark: string, view: string, scale: Scale) => key('sheet', benchmark, view, scale);

/** Undefined where the site has no such page. */
export function partsOf(head: SiteHead, place: Place, state: BoardState): readonly string[] | undefined {
  if (place.benchmark === undefined) return [];
  const found = head.benchmarks.find(({ name }) => name === place.benchmark);
  if (found === undefined) return undefined;
  const { name, judge, scale, agents } = found;
  const { task, agent, view = 'board' } = place;
  if (task !== undefined && agent !== undefined) {
    const own = caseKey(name, task, agent, state.repeat ?? 1);
    const battles = battlesKey(name, task);
    if (!isBeside(state)) {
      if (state.tab === 'prompt') return [own, askedKey(name, task, agent, state.repeat ?? 1)];
      return state.tab === 'battles' ? [own, battles] : [own];
    }
    return [
      own,
      ...(state.beside === undefined || state.beside === agent ? [] : [battles]),
      caseKey(name, task, state.beside ?? agent, state.besideRepeat ?? ((state.beside ?? agent) === agent ? (state.repeat ?? 1) : 1)),
    ];
  }
  if (task !== undefined) return [taskKey(name, task)];
  const criteria = needsCriteria(place, state) ? [criteriaKey(name, state.judge ?? judge)] : [];
  if (view === 'board') return [boardKey(name, state.judge ?? judge, state.scale), ...criteria];
  if (view === 'judges') return [judgesKey(name, state.judge ?? judge, state.against)];
  if (view !== 'compare') return [sheetKey(name, view, view === 'leaderboard' || view === 'history' ? state.scale : scale)];
  const [a, b] = chosenTwo(agents, state);
  return a === undefined || b === undefined || a === b ? undefined : [compareKey(name, a, b), ...criteria];
}

/** Which two agents are compared where an address leaves one or both open, or names one twice. */
export function chosenTwo(
  agents: readonly string[],
  { of, beside }: Pick<BoardState, 'of' | 'beside'>,
): [a: string | undefined, b: string | undefined] {
  const a = of ?? agents.find((each) => each !== beside);
  return [a, beside !== undefined && beside !== a ? beside : agents.find((each) => each !== a)];
}

/** Whether a filter asks what was said of criteria, which a page does not hold without one. */
export function needsCriteria({ task, view = 'board' }: Place, { find }: Pick<BoardState, 'find'>): boolean {
  if (task !== undefined || find === '') return false;
  if (view === 'compare') return asksWhatWasSaid(readFilter(find));
  return view === 'board' && criterionTests(readFilter(find)).length > 0;
}

/** Whether two things are looked at side by side. */
export function isBeside({ beside, against, besideRepeat }: BoardState): boolean {
  return beside !== undefined || against !== undefined || besideRepeat !== undefined;
}

/** @param parts those that partsOf names, in its order */
export function pageFrom(head: SiteHead, place: Place, state: BoardState, parts: readonly unknown[]): PageData {
  const { benchmark, task, agent, view = 'board' } = place;
  const [first, second, third] = parts;
  if (benchmark === undefined) return { kind: 'home', benchmarks: head.benchmarks.map(({ name }) => name) };
  const by = (report: JudgedReport, judge = state.judge) => seenBy(report, judge ?? report.judge, state.scale);
  if (task !== undefined && agent !== undefined) {
    const one = first as Case;
    const shown = by(one.shown);
    const own = { kind: 'case', ...one, shown, judge: shown.judge } as const;
    if (!isBeside(state)) {
      if (second === undefined) return own;
      return { ...own, ...(state.tab === 'prompt' ? { asked: second as readonly CriterionAsked[] } : { battles: second as BattlesOn }) };
    }
    const other = by(((third ?? second) as Case).shown, state.against ?? state.judge);
    return {
      kind: 'beside',
      shown,
      other,
      judges: one.judges,
      ...(one.names !== undefined && { names: one.names }),
      ...(third !== undefined && { battles: second as BattlesOn }),
    };
  }
  if (task !== undefined) {
    const one = first as TaskView;
    return { kind: 'task', ...one, judge: state.judge ?? one.judge, reports: one.reports.map((report) => by(report)) };
  }
  const said = second === undefined ? {} : { criteriaOn: second as CriteriaOn };
  if (view === 'board') return { kind: 'board', ...(first as Board), ...said };
  if (view === 'judges') return { kind: 'judges', ...(first as JudgesCompared) };
  if (view === 'compare') return { kind: 'compare', ...inOrder(first as ComparePart, state), ...said };
  return { kind: 'sheet', ...(first as WrittenSheet) };
}

function inOrder({ compared, turnedBattles }: ComparePart, state: BoardState): BoardComparison {
  const [a] = chosenTwo(compared.agents, state);
  return a === compared.b ? turned(compared, turnedBattles) : compared;
}

/** A report as another judge's labels and another scale make it: labels are kept, and all else follows from them. */
export function seenBy(report: JudgedReport, judge: string | null, scale: Scale): JudgedReport {
  const found = new Map(report.criteria.map((criterion) => [criterion.id, criterion]));
  const labels = new Map(
    report.criteria.flatMap(({ id, verdicts }) => {
      const given = verdicts.filter((verdict) => verdict.judge === judge).map(({ label }) => label);
      return given.length === 0 ? [] : [[id, given] as const];
    }),
  );
  const rubric = report.criteria.map(({ id, criterion, weight, axis, fatal }) => ({
    id,
    criterion,
    weight,
    fatal,
    ...(axis !== null && { axis }),
  }));
  const { criteria, fatal, ...written } = writtenReward(rubric, report.status === 'failed' ? undefined : labels, scale);
  const { fatal: _, ...about } = report;
  return {
    ...about,
    ...written,
    ...(fatal !== undefined && { fatal }),
    judge,
    scale,
    criteria: criteria.flatMap((criterion) => {
      const whole = found.get(criterion.id);
      return whole === undefined ? [] : [{ ...whole, ...criterion }];
    }),
  };
}
