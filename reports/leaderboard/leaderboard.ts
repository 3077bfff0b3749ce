/** The leaderboard: ordered rows, one an agent. */
import type { Scale } from '../../judge/checklist/reward.ts';
import type { Cut } from '../agreement/labels.ts';
import type { JudgeCount } from '../head-to-head/battle-source.ts';
import type { Ratings } from '../ratings/ratings.ts';
import type { AgreementEstimate } from '../stats/agreement.ts';
import type { Interval } from '../stats/intervals.ts';
import type { ScoreEstimate } from '../stats/score-estimate.ts';
import type { Provenance } from './provenance.ts';

export interface CostPerReport {
  /** Null when unknown: an unknown price is never 0. */
  readonly amount: number | null;
  readonly currency: string;
  readonly basis: 'measured' | 'estimated' | 'unknown';
}

/** A score on 0-100 (it can be below 0), with what may be said of it. */
export type GroupScore = ScoreEstimate;

/** The same for an agent, whose score is null, over no tasks, where the judge gave no valid verdict on any of its reports. */
export interface AgentScore extends Omit<GroupScore, 'score'> {
  readonly score: number | null;
}

/** On 0-100. */
export interface CorrectedScore {
  readonly score: number;
  readonly ci: Interval;
  /** In [0, 1]: how far the judge is used. */
  readonly lambda: number;
  /** Tasks whose reports are labelled, and others that are judged. */
  readonly labelled: number;
  readonly judged: number;
}

export interface LeaderboardRow extends AgentScore {
  readonly agent: string;
  /**
   * From 1: 1 + agents shown to be above, all less those shown to be below (paired tests on shared tasks and criteria, Holm); null without a
   * score.
   */
  readonly rankSet: readonly [best: number, worst: number] | null;
  readonly trials: number;
  /** Trials in which the agent gave no report: counted as 0. */
  readonly failed: number;
  /** Their share of the trials with its exact 95% interval, in [0, 1]. */
  readonly failureRate: { readonly value: number; readonly ci: Interval };
  /** Criteria (x judge trials) for which the judge gave no valid verdict: left out. */
  readonly unscored: number;
  /** Criteria (x judge trials) on which a panel's judges were split, only where there are some: left out too. */
  readonly split?: number;
  /** Reports that were cut at a limit of their length, only where there are some: judged as they are. */
  readonly truncated?: number;
  /** Criteria (x judge trials) that were planned and not asked about yet. */
  readonly owed: number;
  /** Share of the criteria (x judge trials) planned that have a valid verdict, in [0, 1]. */
  readonly coverage: number;
  /** Corrected by labels on part of the reports, only where that was asked for; null where there are too few. */
  readonly corrected?: CorrectedScore | null;
  readonly rating?: number;
  readonly ratingCi?: readonly [number, number];
  readonly costPerReport: CostPerReport;
  readonly judgeCost: CostPerReport;
  readonly byDomain: Readonly<Record<string, GroupScore>>;
  readonly byAxis: Readonly<Record<string, GroupScore>>;
  /** Reports whose reward a fatal criterion set to 0. */
  readonly fatal: number;
}

export type ScoredRow = LeaderboardRow & { readonly score: number };

export function hasScore(row: LeaderboardRow): row is ScoredRow {
  return row.score !== null;
}

/** How many tasks the agents were scored on: agents that had other tasks are not quite comparable. */
export interface UnevenTasks {
  readonly least: number;
  readonly most: number;
  /** Tasks of the selection. */
  readonly of: number;
  /** False: all were scored on the same tasks, but not on all there are. */
  readonly different: boolean;
}

/** A part of what the judge was asked that its card measures nothing, or next to nothing, like. */
export interface BeyondCard {
  /** As the cuts of an agreement: sign, kind, axis, language, length. */
  readonly cut: Cut;
  readonly name: string;
  /** Of the criteria; of a length, of the reports. In (0, 1]. */
  readonly share: number;
}

/** What is known of the judge. */
export interface JudgeCardNote {
  /** What it was measured on, in words; null where the only card is of other settings under the same name. */
  readonly set: string | null;
  readonly kappa: AgreementEstimate;
  readonly beyond: readonly BeyondCard[];
}

export interface Leaderboard {
  readonly benchmark: string;
  readonly scale: Scale;
  /** Of the scores; where nothing is scored, of the battles. */
  readonly judge: string;
  /** Whether bundled samples are shown, so that pages can say so. */
  readonly sample?: boolean;
  /** Only where not every agent was scored on every task. */
  readonly uneven?: UnevenTasks;
  /** The fewest and most trials of the judge on a report, only where they differ. */
  readonly unevenTrials?: readonly [least: number, most: number];
  /** Whose battles are behind the ratings, only where those are not the judge of the scores alone. */
  readonly ratedBy?: readonly JudgeCount[];
  /** Where no task has a rubric: rows have no score, and stand as the ratings do. */
  readonly ratings?: Ratings;
  /** Only where the store has a card of the judge, or of one of its name. */
  readonly judgeCard?: JudgeCardNote;
  readonly provenance?: Provenance;
  readonly rows: readonly LeaderboardRow[];
}
