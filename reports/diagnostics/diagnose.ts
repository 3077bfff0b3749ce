/** diagnoseReport, summarise: all measures of one report, and their means over an agent's reports with intervals. */
import type { TraceEvent } from '../../runners/agents/trace.ts';
import { meanInterval } from '../stats/intervals.ts';
import { FEWEST_TASKS } from '../stats/score-estimate.ts';
import { type CitedPage, citationCoverage, deadLinks, pairMeasures, sourceAge, sourceAuthority, unvisitedLinks } from './citations.ts';
import { retries, toolCalls, toolErrors, turnsOf } from './process.ts';
import { readText } from './report-text.ts';
import { blockSentences, codeSwitching, connectives, lengthOf, listShare, repetition } from './style.ts';
import type { Supports } from './support.ts';
import { pastYearSearches, talksOfSimulatedDate } from './time.ts';

export const MEASURES = [
  'past-year-searches',
  'simulated-date',
  'list-share',
  'block-sentences',
  'connectives',
  'code-switching',
  'citation-coverage',
  'dead-links',
  'unvisited-links',
  'quote-match',
  'citation-accuracy',
  'effective-citations',
  'source-authority',
  'source-age',
  'length',
  'repetition',
  'turns',
  'tool-errors',
  'retries',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Null where a report or its trace does not allow a measure: an agent without a trace has no turns, not zero. */
export type ReportMeasures = Readonly<Record<Measure, number | null>>;

export interface DiagnosedReport {
  readonly report: string;
  readonly query: string;
  readonly language: string;
  /** The date that the agent lived in, ISO, where it is known. */
  readonly today: string | undefined;
  readonly trace: readonly TraceEvent[];
  /** What is known of a page that the report cites. */
  readonly pageOf: (url: string) => CitedPage;
}

export function diagnoseReport({ report, query, language, today, trace, pageOf }: DiagnosedReport, supports: Supports): ReportMeasures {
  const text = readText(report);
  const pages = text.cited.map(pageOf);
  const calls = toolCalls(trace);
  const searches = calls.filter(({ name }) => name.includes('search')).map(({ asked }) => asked);
  const opens = calls.some(({ name }) => name === 'open');
  return {
    'past-year-searches': today === undefined ? null : pastYearSearches(searches, query, today),
    'simulated-date': Number([report, ...spoken(trace)].some(talksOfSimulatedDate)),
    'list-share': listShare(text),
    'block-sentences': blockSentences(text),
    connectives: connectives(text),
    'code-switching': codeSwitching(text, query, language),
    'citation-coverage': citationCoverage(text),
    'dead-links': deadLinks(pages),
    'unvisited-links': opens ? unvisitedLinks(pages) : null,
    ...pairMeasures(text, pageOf, supports),
    'source-authority': sourceAuthority(pages),
    'source-age': today === undefined ? null : sourceAge(pages, today),
    length: lengthOf(report),
    repetition: repetition(text),
    turns: turnsOf(trace),
    'tool-errors': toolErrors(calls),
    retries: retries(calls),
  };
}

/** What the agent's model said on the way. */
function spoken(trace: readonly TraceEvent[]): string[] {
  return trace
    .filter(({ kind, name }) => kind === 'message' && name !== 'faults')
    .map(({ output }) => (typeof output === 'string' ? output : JSON.stringify(output ?? '')));
}

/** These count; the others are shares, which lie between 0 and 1. */
const COUNTS: readonly Measure[] = ['block-sentences', 'connectives', 'effective-citations', 'source-age', 'length', 'turns'];

export interface MeasureEstimate {
  readonly value: number;
  /** 95% t interval over reports, those on tasks of one family as a cluster; null below five reports and where nothing varies. */
  readonly ci: readonly [number, number] | null;
  /** Reports that the measure is known of. */
  readonly n: number;
}

export interface FamilyMeasures {
  readonly family: string;
  readonly measures: ReportMeasures;
}

/** A measure that is known of no report is left out. */
export function summarise(reports: readonly FamilyMeasures[]): Partial<Record<Measure, MeasureEstimate>> {
  return Object.fromEntries(
    MEASURES.flatMap((name) => {
      const known = reports.flatMap(({ family, measures }) => (measures[name] === null ? [] : [{ family, value: measures[name] }]));
      if (known.length === 0) return [];
      const { mean, ci, se } = meanInterval(
        known.map(({ value }) => value),
        { clusters: known.map(({ family }) => family) },
      );
      return [[name, { value: mean, ci: known.length < FEWEST_TASKS || !se ? null : within(name, ci), n: known.length }]];
    }),
  );
}

/** An interval holds nothing that the measure cannot be. */
function within(name: Measure, ci: MeasureEstimate['ci']): MeasureEstimate['ci'] {
  if (ci === null) return null;
  const most = COUNTS.includes(name) ? Number.POSITIVE_INFINITY : 1;
  return [Math.max(0, ci[0]), Math.min(most, ci[1])];
}
