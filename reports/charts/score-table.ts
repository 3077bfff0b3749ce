/** Scores by agent and group, with everything a chart shows of them already in words. */

/** Scores of agents (rows) in groups (columns). */
export interface ScoreTable {
  readonly title: string;
  readonly subtitle: string;
  readonly notes: readonly string[];
  readonly agents: readonly string[];
  readonly groups: readonly string[];
  readonly cells: readonly (readonly ScoreCell[])[];
}

export interface ScoreCell {
  readonly score: number | null;
  /** As drawn: null where there are too few tasks for an interval that tells anything. */
  readonly ci: readonly [number, number] | null;
  readonly text: string;
  readonly tips: readonly string[];
}
