/** What a run has come to so far: counts by agent, and the first lines of what went wrong. */

/** What one agent's part of the run has come to. Criteria are counted once for each trial of the judge. */
export interface AgentTally {
  readonly name: string;
  trials: number;
  written: number;
  reused: number;
  /** Of those written: reports whose text differs from the one stored before under the same name. */
  replaced: number;
  failed: number;
  /** Reports that do not exist yet. */
  missing: number;
  criteria: number;
  judged: number;
  cached: number;
  unscored: number;
}

export interface Tally {
  readonly agents: readonly AgentTally[];
  /** First lines of what went wrong, bounded. */
  readonly problems: string[];
}

const MOST_PROBLEMS = 20;

export function emptyTally(name: string, trials: number): AgentTally {
  return { name, trials, written: 0, reused: 0, replaced: 0, failed: 0, missing: 0, criteria: 0, judged: 0, cached: 0, unscored: 0 };
}

export function addProblem(tally: Tally, line: string): void {
  if (tally.problems.length < MOST_PROBLEMS && !tally.problems.includes(line)) tally.problems.push(line);
}
