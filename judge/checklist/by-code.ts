/** byCode: a judge whose criteria with a check are decided by code, the same for every judge and every trial; it is asked the others. */
import { VerdictError } from '../errors.ts';
import { type CallResult, resultOf } from '../judge.ts';
import { isTrivial, trivialResult } from '../reading/empty-report.ts';
import { reasonLanguage } from '../reading/language.ts';
import { boundsOf, type Check } from './check.ts';
import { findings } from './found.ts';
import type { ChecklistJudge } from './judge.ts';
import type { Rubric } from './rubric.ts';
import type { Question, Verdict } from './verdict.ts';

export function byCode(judge: ChecklistJudge): ChecklistJudge {
  return {
    ...judge,
    async judge(request, sink, signal) {
      const { code, rest } = sortQuestions(request.rubric, request.owed);
      if (code.length > 0) await sink(codeResult(request.report, code));
      if (rest.length > 0) await judge.judge({ ...request, owed: rest }, sink, signal);
    },
  };
}

interface Checked {
  readonly question: Question;
  readonly check: Check;
}

/** Which questions code answers, and which are for a judge. */
export function sortQuestions(
  rubric: Rubric,
  owed: readonly Question[],
): { readonly code: readonly Checked[]; readonly rest: readonly Question[] } {
  const checks = new Map(rubric.map(({ id, check }) => [id, check]));
  const code = owed.flatMap((question) => {
    const check = checks.get(question.criterion);
    return check === undefined ? [] : [{ question, check }];
  });
  return { code, rest: code.length === 0 ? owed : owed.filter(({ criterion }) => checks.get(criterion) === undefined) };
}

function codeResult(report: string, asked: readonly Checked[]): CallResult<Question, Verdict> {
  if (isTrivial(report)) return trivialResult(asked.map(({ question }) => question));
  const known = new Map<string, Verdict | VerdictError>();
  const decided = asked.map(({ question, check }) => {
    const verdict = known.get(question.criterion) ?? decide(check, report);
    known.set(question.criterion, verdict);
    return { question, verdict };
  });
  return resultOf({
    answers: decided.flatMap(({ question, verdict }) => (verdict instanceof VerdictError ? [] : [{ question, answer: verdict }])),
    unscored: decided.flatMap(({ question, verdict }) => (verdict instanceof VerdictError ? [{ question, error: verdict.message }] : [])),
  });
}

function decide(check: Check, report: string): Verdict | VerdictError {
  try {
    return verdictByCode(check, report);
  } catch (error) {
    if (error instanceof VerdictError) return error;
    throw error;
  }
}

/** Passages that are shown of what was found. */
const MOST_QUOTES = 3;

/**
 * Two labels only: what is asked for is there, or it is not. Of a flaw `satisfied` means that the flaw is there.
 *
 * @throws VerdictError for a report that would take too long
 */
export function verdictByCode(check: Check, report: string): Verdict {
  const { amount, passages } = findings(check, report);
  const single = check.kind === 'number' || check.kind === 'date';
  const [least, most] = single ? [1, Number.POSITIVE_INFINITY] : boundsOf(check);
  const met = amount !== undefined && amount >= least && amount <= most;
  const words = reasonLanguage(report) === 'zh' ? CHINESE : ENGLISH;
  return {
    label: met ? 'satisfied' : 'unsatisfied',
    confidence: 1,
    reason: words.decided + (single ? words.single(check, met) : words.counted(check, amount, boundsText(least, most))),
    quotes: passages.slice(0, MOST_QUOTES).map(({ text, start }) => ({ text, verified: true, start, end: start + text.length })),
  };
}

function boundsText(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return `≥ ${least}`;
  return least === 0 ? `≤ ${most}` : `${least}–${most}`;
}

interface Words {
  readonly decided: string;
  readonly counted: (check: Check, amount: number | undefined, bounds: string) => string;
  readonly single: (check: Check, met: boolean) => string;
}

const ENGLISH: Words = {
  decided: 'Decided by code: ',
  counted: ({ kind, of }, amount, bounds) => {
    const what = { count: 'matches', length: 'words', link: 'addresses', table: 'rows', number: '', date: '' }[kind];
    const where = of === undefined ? '' : ` for /${of}/`;
    return amount === undefined ? `no such section or table${where}.` : `${amount} ${what}${where}, asked for ${bounds}.`;
  },
  single: ({ kind, of, value, within }, met) =>
    `${value ?? `a ${kind}`}${within ? ` ± ${within}` : ''} ${met ? 'stands' : 'does not stand'}${of === undefined ? ' in the report' : ` near /${of}/`}.`,
};

const CHINESE: Words = {
  decided: '由程序判定：',
  counted: ({ kind, of }, amount, bounds) => {
    const what = { count: '处', length: '字', link: '个网址', table: '行', number: '', date: '' }[kind];
    const where = of === undefined ? '' : `（/${of}/）`;
    return amount === undefined ? `没有这样的小节或表格${where}。` : `共${amount}${what}${where}，要求${bounds}。`;
  },
  single: ({ kind, of, value, within }, met) =>
    `${of === undefined ? '全文' : `/${of}/所在的句子或表格行中`}${met ? '有' : '没有'}${value ?? (kind === 'date' ? '日期' : '数字')}${within ? `（±${within}）` : ''}。`,
};
