/** Outcome of two reports compared: its turn, the fold of both orders, the majority and the balance of several. */

/** Which of two reports is better. A judge calls the one shown first a; a battle, the agent that it names first. */
export type Outcome = 'a' | 'b' | 'tie';

export const ABSOLUTES = ['good', 'fair', 'poor'] as const;
/** How good both are where neither is better. It is kept and shown, and does not feed ratings. */
export type Absolute = (typeof ABSOLUTES)[number];

/** What was said of two reports in the order in which they were shown. */
export interface Said {
  readonly outcome: Outcome;
  readonly absolute?: Absolute | null | undefined;
}

const TURNED = { a: 'b', b: 'a', tie: 'tie' } as const;

/** The same outcome once the two change names; as it is where `swapped` is false. */
export function turned(outcome: Outcome, swapped = true): Outcome {
  return swapped ? TURNED[outcome] : outcome;
}

export interface Folded {
  readonly outcome: Outcome;
  readonly absolute?: Absolute;
  /** The judge's mind changed with the order: it has not decided, and the battle is a tie. */
  readonly flipped: boolean;
}

/** Both orders as one, in the names of the first: what `ab` calls a, `ba` calls b. */
export function fold(ab: Said, ba: Said): Folded {
  if (ab.outcome !== turned(ba.outcome)) return { outcome: 'tie', flipped: true };
  const { outcome, absolute } = ab;
  return { outcome, flipped: false, ...(absolute != null && absolute === ba.absolute && { absolute }) };
}

export type Votes = Readonly<Record<Outcome, number>>;

export function votesOf(outcomes: Iterable<Outcome | undefined>): Votes {
  const votes = { a: 0, b: 0, tie: 0 };
  for (const outcome of outcomes) if (outcome !== undefined) votes[outcome]++;
  return votes;
}

/** What more than half of `count` opinions say; those that gave no vote count among them. */
export function majority(votes: Votes, count: number): Outcome | undefined {
  return (['a', 'b', 'tie'] as const).find((outcome) => votes[outcome] * 2 > count);
}

/** The one that was taken more often; ties weigh nothing. */
export function balance({ a, b }: Votes): Outcome {
  return a > b ? 'a' : b > a ? 'b' : 'tie';
}
