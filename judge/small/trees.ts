/** Boosted trees as they are stored, and what they say of a row of features. */

/** Nodes of one tree, the root first. A node with a negative feature is a leaf, and `value` is its vote. */
export interface Tree {
  readonly feature: readonly number[];
  /** A value that is at most this goes left. */
  readonly threshold: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Where a missing value (NaN) goes. */
  readonly missingLeft: readonly boolean[];
  readonly value: readonly number[];
}

export interface Forest {
  /** Names of the features, in the order of a row. */
  readonly features: readonly string[];
  /** Log odds before the first tree. */
  readonly base: number;
  readonly trees: readonly Tree[];
}

/** The probability that the forest gives a row, from 0 to 1. */
export function probability(forest: Forest, row: ArrayLike<number>): number {
  return 1 / (1 + Math.exp(-logOdds(forest, row)));
}

export function logOdds({ base, trees }: Forest, row: ArrayLike<number>): number {
  let sum = base;
  for (const tree of trees) sum += vote(tree, row);
  return sum;
}

function vote({ feature, threshold, left, right, missingLeft, value }: Tree, row: ArrayLike<number>): number {
  let node = 0;
  for (;;) {
    const at = feature[node] as number;
    if (at < 0) return value[node] as number;
    const x = row[at] as number;
    const goesLeft = Number.isNaN(x) ? missingLeft[node] : x <= (threshold[node] as number);
    node = (goesLeft ? left[node] : right[node]) as number;
  }
}
