/** One report with its verdicts as text for a terminal. Reports, reasons and traces are others' words: nothing in them is obeyed. */
import { printable } from '../../benchmarks/files/check.ts';
import { LABELS } from '../../judge/checklist/verdict.ts';
import type { Quote } from '../../judge/reading/quotes.ts';
import { cleanName, scoreText } from '../words/text.ts';
import type { JudgedReport, MissingVerdict, ShownCriterion, ShownEvent, ShownVerdict } from './judged-report.ts';

/** Of a reason, a quote or an error on one line. */
const LONGEST_WORDS = 2_000;
/** Of what a tool took or gave. */
const LONGEST_EVENT = 400;

export function judgedReportText(shown: JudgedReport): string {
  const { benchmark, task, agent, repeat, judge, scale, status, notes = [], error, stderr, criteria, report, trace } = shown;
  const names = [benchmark, task, agent].map(cleanName).join(' · ');
  const state = [...(status === 'done' ? [] : [status]), ...notes.map(cleanName)].join(', ');
  return [
    `${names} · attempt ${repeat} · judge ${judge === null ? 'none yet' : cleanName(judge)} · scale ${scale}${state === '' ? '' : ` · ${state}`}`,
    ...(error === undefined ? [] : [`error: ${printable(error, LONGEST_WORDS)}`]),
    ...rewardLines(shown),
    ...criteria.flatMap((criterion) => ['', ...criterionLines(criterion)]),
    ...(stderr === undefined ? [] : ['', '--- stderr (its end)', ...blockLines(stderr)]),
    ...(report === undefined ? [] : ['', '--- report', ...blockLines(report)]),
    ...(trace === undefined ? [] : ['', '--- trace', ...(trace.length === 0 ? ['none was recorded'] : trace.map(eventLine))]),
  ].join('\n');
}

function rewardLines({ reward, positive, earned, fatal, criteria, status }: JudgedReport): string[] {
  if (criteria.length === 0) return ['this task has no rubric: reports on it are compared, not scored'];
  if (status === 'failed') return ['reward 0: the agent gave no report'];
  if (reward === null) return ['no reward: no criterion of positive weight is judged'];
  const terms = criteria.flatMap(({ weight, points }) => (points === null || points === 0 ? [] : [{ weight, points }]));
  const sum = terms.map(
    ({ weight, points }, i) => `${signOf(weight, i === 0)}${number(Math.abs(weight))}${points === 1 ? '' : `×${number(points)}`}`,
  );
  const missing = criteria.filter(({ points }) => points === null).length;
  const quotient = `(${sum.join('') || '0'}) / ${number(positive)} = ${number(earned)} / ${number(positive)}`;
  return [
    fatal === undefined
      ? `reward ${number(reward)} = ${quotient} (score ${scoreText(reward * 100)})`
      : `reward 0: the fatal flaw ${cleanName(fatal)} is there (else ${quotient})`,
    ...(missing === 0
      ? []
      : [`${missing} of ${criteria.length} criteria have no verdict of this judge and are left out with their weight`]),
  ];
}

function signOf(weight: number, first: boolean): string {
  if (weight < 0) return first ? '-' : ' - ';
  return first ? '' : ' + ';
}

function criterionLines({ id, criterion, weight, axis, fatal, points, lost, verdicts, unscored = [] }: ShownCriterion): string[] {
  const cost = lost === null ? 'no verdict' : lost === 0 ? 'nothing lost' : `-${number(lost)}`;
  const about = [
    `weight ${number(weight)}`,
    ...(points === null ? [] : [`points ${number(points)}`]),
    ...(axis === null ? [] : [cleanName(axis)]),
  ];
  return [
    `${cost}  ${cleanName(id)} (${[...about, ...(fatal ? ['fatal'] : [])].join(', ')})`,
    `    ${printable(criterion, LONGEST_WORDS)}`,
    ...verdicts.flatMap((verdict) => verdictLines(verdict, weight)),
    ...unscored.map(missingLine),
  ];
}

function verdictLines({ judge, trial, label, confidence, probabilities, reason, quotes }: ShownVerdict, weight: number): string[] {
  const sure = confidence === undefined ? '' : ` (${number(confidence)})`;
  // Of a flaw "satisfied" reads as praise.
  const meant = weight < 0 ? ` = ${{ satisfied: 'present', partial: 'partly present', unsatisfied: 'absent' }[label]}` : '';
  return [
    `    ${cleanName(judge)}, trial ${trial}: ${label}${meant}${sure}${reason === '' ? '' : `: ${printable(reason, LONGEST_WORDS)}`}`,
    ...(probabilities === undefined ? [] : [`        ${LABELS.map((each) => `${each} ${number(probabilities[each])}`).join(', ')}`]),
    ...quotes.map((quote) => `        ${quoteText(quote)}`),
  ];
}

function missingLine({ judge, trial, error }: MissingVerdict): string {
  return `    ${cleanName(judge)}, trial ${trial}: unscored: ${printable(error, LONGEST_WORDS)}`;
}

function quoteText({ text, verified }: Quote): string {
  const mark = verified === undefined ? '?' : verified ? '✓' : '✗';
  return `${mark} "${printable(text.replace(/\s+/g, ' '), LONGEST_WORDS)}"${verified === false ? ' (not in the report)' : ''}`;
}

function eventLine({ turn, kind, name, input, output, at }: ShownEvent): string {
  const part = (word: string, value: unknown) =>
    value === undefined ? '' : ` ${word} ${printable(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_EVENT)}`;
  return `${printable(at, 40)} turn ${turn} ${kind}${name === undefined ? '' : ` ${cleanName(name)}`}${part('<-', input)}${part('->', output)}`;
}

/** A text of several lines, whole. */
function blockLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => printable(line.replaceAll('\t', '    '), Number.POSITIVE_INFINITY));
}

/** Three decimals at most. */
function number(value: number): string {
  return String(Number(value.toFixed(3)));
}
