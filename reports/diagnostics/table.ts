/** Diagnostics as a table for a terminal: a row a measure, a column an agent. */
import CliTable from 'cli-table3';
import { cleanName } from '../words/text.ts';
import { MEASURES, type Measure, type MeasureEstimate } from './diagnose.ts';

/** How a measure is written: a share in per cent, or a number with so many decimals. */
const FORMS: Readonly<Record<Measure, 'share' | 0 | 1 | 2>> = {
  'past-year-searches': 'share',
  'simulated-date': 'share',
  'list-share': 'share',
  'block-sentences': 1,
  connectives: 2,
  'code-switching': 'share',
  'citation-coverage': 'share',
  'dead-links': 'share',
  'unvisited-links': 'share',
  'quote-match': 'share',
  'citation-accuracy': 'share',
  'effective-citations': 1,
  'source-authority': 'share',
  'source-age': 0,
  length: 0,
  repetition: 'share',
  turns: 1,
  'tool-errors': 'share',
  retries: 'share',
};

/** Names of units beside the measure's. */
const UNITS: Readonly<Partial<Record<Measure, string>>> = {
  'block-sentences': 'sentences',
  connectives: 'a sentence',
  'effective-citations': 'a report',
  'source-age': 'days',
  length: 'words',
};

export interface DiagnosedAgent {
  readonly agent: string;
  readonly reports: number;
  readonly measures: Readonly<Partial<Record<Measure, MeasureEstimate>>>;
}

/** Without a newline at its end. */
export function diagnosticsTable(agents: readonly DiagnosedAgent[], colour: boolean): string {
  const table = new CliTable({
    head: ['Measure', ...agents.map(({ agent, reports }) => `${cleanName(agent)} (${reports})`)],
    colAligns: ['left', ...agents.map(() => 'right' as const)],
    style: { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] },
  });
  for (const name of MEASURES) {
    const unit = UNITS[name];
    table.push([unit === undefined ? name : `${name}, ${unit}`, ...agents.map(({ measures }) => cell(name, measures[name]))]);
  }
  return `${table.toString()}\nMeans over reports with 95% intervals; in brackets how many reports a measure is known of, where not all. Formulas: docs/diagnostics.md`;

  function cell(name: Measure, estimate: MeasureEstimate | undefined): string {
    if (estimate === undefined) return '–';
    const reports = agents.find(({ measures }) => measures[name] === estimate)?.reports;
    return estimateText(name, estimate, reports);
  }
}

/** A mean with its interval, and in brackets of how many reports, where not of all. */
export function estimateText(name: Measure, { value, ci, n }: MeasureEstimate, reports: number | undefined): string {
  const interval = ci === null ? '' : ` [${numberText(name, ci[0])}, ${numberText(name, ci[1])}]`;
  return `${numberText(name, value)}${interval}${n === reports ? '' : ` (${n})`}`;
}

export function numberText(name: Measure, value: number): string {
  const form = FORMS[name];
  return form === 'share' ? `${(value * 100).toFixed(1)}%` : value.toFixed(form);
}
