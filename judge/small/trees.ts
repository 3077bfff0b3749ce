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

export function logOdds(forest: Forest, row: ArrayLike<number>): number {
  const { feature, threshold, left, right, missingLeft, roots } = packed(forest);
  let sum = forest.base;
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree] as number;
    for (let at = feature[node] as number; at >= 0; at = feature[node] as number) {
      const x = row[at] as number;
      const goesLeft = Number.isNaN(x) ? missingLeft[node] === 1 : x <= (threshold[node] as number);
      node = (goesLeft ? left[node] : right[node]) as number;
    }
    sum += threshold[node] as number;
  }
  return sum;
}

/** All nodes of a forest, one tree behind the other: hundreds of small lists would be walked many times slower. */
interface Packed {
  readonly roots: Int32Array;
  readonly feature: Int16Array;
  /** Of a leaf, its vote. */
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
}

const known = new WeakMap<Forest, Packed>();

function packed(forest: Forest): Packed {
  const found = known.get(forest);
  if (found !== undefined) return found;
  const made = pack(forest.trees);
  known.set(forest, made);
  return made;
}

function pack(trees: readonly Tree[]): Packed {
  const roots = new Int32Array(trees.length);
  let count = 0;
  for (const [i, { feature }] of trees.entries()) {
    roots[i] = count;
    count += feature.length;
  }
  const flat = <T extends { [at: number]: number }>(list: T, of: (tree: Tree, node: number, root: number) => number): T => {
    for (const [i, tree] of trees.entries()) {
      const root = roots[i] as number;
      for (let node = 0; node < tree.feature.length; node++) list[root + node] = of(tree, node, root);
    }
    return list;
  };
  return {
    roots,
    feature: flat(new Int16Array(count), ({ feature }, node) => feature[node] as number),
    threshold: flat(
      new Float64Array(count),
      ({ feature, threshold, value }, node) => ((feature[node] as number) < 0 ? value[node] : threshold[node]) as number,
    ),
    left: flat(new Int32Array(count), ({ left }, node, root) => root + (left[node] as number)),
    right: flat(new Int32Array(count), ({ right }, node, root) => root + (right[node] as number)),
    missingLeft: flat(new Uint8Array(count), ({ missingLeft }, node) => (missingLeft[node] ? 1 : 0)),
  };
}
