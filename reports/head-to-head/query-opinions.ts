/** What several judges said of two agents' reports on one query, in their trials: one vote a judge. */
import { majority, type Outcome, type Votes, votesOf } from '../../judge/pairwise/outcome.ts';

export interface QueryOpinions {
  readonly domain: string | null;
  /** By judge: outcomes over its trials. */
  readonly judges: Map<string, { a: number; b: number; tie: number }>;
}

function count({ a, b, tie }: Votes): number {
  return a + b + tie;
}

/** What most trials of one judge say; a tie where none has most of them. */
export function voteOf(votes: Votes): Outcome {
  return majority(votes, count(votes)) ?? 'tie';
}

/** What most judges say; a tie where none has most of them, as a tie is an outcome like the others. */
export function outcomeOf({ judges }: QueryOpinions): Outcome {
  return majority(votesOf([...judges.values()].map(voteOf)), judges.size) ?? 'tie';
}

/** In [-1, 1]: how far the first is ahead, over the trials of each judge, then over the judges. */
export function leadOf({ judges }: QueryOpinions): number {
  const leads = [...judges.values()].map((votes) => (votes.a - votes.b) / count(votes));
  return leads.reduce((sum, lead) => sum + lead, 0) / leads.length;
}

/** Whether more than one opinion is behind it. */
export function isRepeated({ judges }: QueryOpinions): boolean {
  return judges.size > 1 || [...judges.values()].some((votes) => count(votes) > 1);
}
