/**
 * Gradient boosting of small trees for a yes-or-no question: histograms of at most 63 values a feature, the leaf that gains most is
 * split next, and features of a known direction may only ever push that way. Seeded: the same rows give the same trees.
 */
import type { Forest, Tree } from '../../judge/small/trees.ts';

export interface BoostOptions {
  readonly rounds: number;
  readonly leaves: number;
  /** Share of each tree's vote that counts. */
  readonly rate: number;
  /** Share of the features that a tree may look at. */
  readonly featureShare: number;
  /** Share of the rows that a tree is grown on. */
  readonly rowShare: number;
  /** Fewest rows of a leaf. */
  readonly leafRows: number;
  readonly l2: number;
  /** By feature: 1 where more may only raise the probability, -1 where it may only lower it, 0 either. */
  readonly monotone: readonly number[];
  readonly seed: number;
  /** Log odds of each row to go on from, as a forest before this one gives them; the trees are then votes on top of those. */
  readonly start?: ArrayLike<number>;
}

const BINS = 63;
/** Of rows whose value is missing. */
const MISSING = BINS;

interface Column {
  /** Upper bound of each bin but the last. */
  readonly bounds: readonly number[];
  readonly bins: Uint8Array;
}

/**
 * @param rows one vector of features a row; NaN is a missing value
 * @param yes 1 or 0 a row
 * @param weights one a row, more than 0
 */
export function boost(
  features: readonly string[],
  rows: readonly ArrayLike<number>[],
  yes: ArrayLike<number>,
  weights: ArrayLike<number>,
  options: BoostOptions,
): Forest {
  const columns = features.map((_, f) => binned(rows, f));
  const random = mulberry(options.seed);
  const total = sum(weights);
  let positive = 0;
  for (let i = 0; i < rows.length; i++) positive += (yes[i] as number) * (weights[i] as number);
  const rate = Math.min(0.99, Math.max(0.01, positive / total));
  const { start } = options;
  const base = start === undefined ? Math.log(rate / (1 - rate)) : 0;
  const scores = Float64Array.from(rows, (_, i) => start?.[i] ?? base);
  const gradient = new Float64Array(rows.length);
  const curvature = new Float64Array(rows.length);
  const trees: Tree[] = [];
  for (let round = 0; round < options.rounds; round++) {
    for (let i = 0; i < rows.length; i++) {
      const p = 1 / (1 + Math.exp(-(scores[i] as number)));
      gradient[i] = (p - (yes[i] as number)) * (weights[i] as number);
      curvature[i] = Math.max(1e-9, p * (1 - p)) * (weights[i] as number);
    }
    const drawn = draw(rows.length, options.rowShare, random);
    const usable = features.map((_, f) => f).filter(() => random() < options.featureShare);
    const tree = grow(
      columns,
      drawn,
      gradient,
      curvature,
      usable.length === 0 ? [Math.floor(random() * features.length)] : usable,
      options,
    );
    trees.push(tree);
    for (let i = 0; i < rows.length; i++) scores[i] = (scores[i] as number) + valueAt(tree, columns, i);
  }
  return { features, base, trees };
}

function binned(rows: readonly ArrayLike<number>[], feature: number): Column {
  const values = Float64Array.from(rows, (row) => row[feature] as number);
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const bounds: number[] = [];
  for (let b = 1; b < BINS; b++) {
    const at = Math.floor((known.length * b) / BINS);
    const [below, above] = [known[at - 1], known[at]];
    if (below === undefined || above === undefined) continue;
    // Halfway between two neighbours, in few digits, so that stored trees stay short.
    const bound = below === above ? below : tidy(below, above);
    if (bound > (bounds.at(-1) ?? Number.NEGATIVE_INFINITY) && bound < (known.at(-1) as number)) bounds.push(bound);
  }
  return { bounds, bins: Uint8Array.from(values, (value) => (Number.isNaN(value) ? MISSING : binOf(bounds, value))) };
}

/** A short number that is at least `below` and less than `above`. */
function tidy(below: number, above: number): number {
  for (let digits = 3; digits < 15; digits++) {
    const middle = Number(((below + above) / 2).toPrecision(digits));
    if (middle >= below && middle < above) return middle;
  }
  return below;
}

function binOf(bounds: readonly number[], value: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (bounds[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Leaf {
  readonly rows: Int32Array;
  readonly node: number;
  readonly low: number;
  readonly high: number;
  readonly split: Split | undefined;
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly leftValue: number;
  readonly rightValue: number;
}

function grow(
  columns: readonly Column[],
  drawn: Int32Array,
  gradient: Float64Array,
  curvature: Float64Array,
  usable: readonly number[],
  options: BoostOptions,
): Tree {
  const tree = { feature: [-1], threshold: [0], left: [0], right: [0], missingLeft: [false], value: [0] };
  const search = (rows: Int32Array, low: number, high: number) =>
    bestSplit(columns, rows, gradient, curvature, usable, { low, high }, options);
  const [g, h] = [sumAt(gradient, drawn), sumAt(curvature, drawn)];
  tree.value[0] = rounded(options.rate * (-g / (h + options.l2)));
  let leaves: Leaf[] = [
    {
      rows: drawn,
      node: 0,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      split: search(drawn, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    },
  ];
  while (leaves.length < options.leaves) {
    const next = leaves.reduce<Leaf | undefined>(
      (best, leaf) => (leaf.split !== undefined && leaf.split.gain > (best?.split?.gain ?? 0) ? leaf : best),
      undefined,
    );
    if (next?.split === undefined) break;
    const { split, rows, node } = next;
    const column = columns[split.feature] as Column;
    const goesLeft = (row: number) => {
      const bin = column.bins[row] as number;
      return bin === MISSING ? split.missingLeft : bin <= split.bin;
    };
    const [leftRows, rightRows] = [rows.filter(goesLeft), rows.filter((row) => !goesLeft(row))];
    const [left, right] = [tree.feature.length, tree.feature.length + 1];
    tree.feature[node] = split.feature;
    tree.threshold[node] = column.bounds[split.bin] as number;
    tree.left[node] = left;
    tree.right[node] = right;
    tree.missingLeft[node] = split.missingLeft;
    for (const value of [split.leftValue, split.rightValue]) {
      tree.feature.push(-1);
      tree.threshold.push(0);
      tree.left.push(0);
      tree.right.push(0);
      tree.missingLeft.push(false);
      tree.value.push(rounded(options.rate * value));
    }
    const direction = options.monotone[split.feature] ?? 0;
    const middle = (split.leftValue + split.rightValue) / 2;
    const bounds = (isLeft: boolean): [number, number] => {
      if (direction === 0) return [next.low, next.high];
      return isLeft === direction > 0 ? [next.low, Math.min(next.high, middle)] : [Math.max(next.low, middle), next.high];
    };
    const [leftBounds, rightBounds] = [bounds(true), bounds(false)];
    leaves = leaves.filter((leaf) => leaf !== next);
    leaves.push(
      { rows: leftRows, node: left, low: leftBounds[0], high: leftBounds[1], split: search(leftRows, ...leftBounds) },
      { rows: rightRows, node: right, low: rightBounds[0], high: rightBounds[1], split: search(rightRows, ...rightBounds) },
    );
  }
  return tree;
}

function bestSplit(
  columns: readonly Column[],
  rows: Int32Array,
  gradient: Float64Array,
  curvature: Float64Array,
  usable: readonly number[],
  { low, high }: { readonly low: number; readonly high: number },
  { l2, leafRows, monotone }: BoostOptions,
): Split | undefined {
  if (rows.length < 2 * leafRows) return undefined;
  const clamp = (value: number) => Math.min(high, Math.max(low, value));
  const gainOf = (g: number, h: number) => {
    const value = clamp(-g / (h + l2));
    return { value, gain: -(g * value + 0.5 * (h + l2) * value * value) };
  };
  const [allG, allH] = [sumAt(gradient, rows), sumAt(curvature, rows)];
  const before = gainOf(allG, allH).gain;
  let best: Split | undefined;
  const gs = new Float64Array(BINS + 1);
  const hs = new Float64Array(BINS + 1);
  const ns = new Float64Array(BINS + 1);
  for (const feature of usable) {
    const { bins, bounds } = columns[feature] as Column;
    gs.fill(0);
    hs.fill(0);
    ns.fill(0);
    for (const row of rows) {
      const bin = bins[row] as number;
      gs[bin] = (gs[bin] as number) + (gradient[row] as number);
      hs[bin] = (hs[bin] as number) + (curvature[row] as number);
      ns[bin] = (ns[bin] as number) + 1;
    }
    const direction = monotone[feature] ?? 0;
    for (const missingLeft of (ns[MISSING] as number) > 0 ? [true, false] : [false]) {
      let [g, h, n] = missingLeft ? [gs[MISSING] as number, hs[MISSING] as number, ns[MISSING] as number] : [0, 0, 0];
      for (let bin = 0; bin < bounds.length; bin++) {
        g += gs[bin] as number;
        h += hs[bin] as number;
        n += ns[bin] as number;
        if (n < leafRows || rows.length - n < leafRows) continue;
        const left = gainOf(g, h);
        const right = gainOf(allG - g, allH - h);
        if (direction !== 0 && (right.value - left.value) * direction < 0) continue;
        const gain = left.gain + right.gain - before;
        if (gain > (best?.gain ?? 1e-9)) {
          best = { gain, feature, bin, missingLeft, leftValue: left.value, rightValue: right.value };
        }
      }
    }
  }
  return best;
}

function valueAt(tree: Tree, columns: readonly Column[], row: number): number {
  let node = 0;
  for (;;) {
    const feature = tree.feature[node] as number;
    if (feature < 0) return tree.value[node] as number;
    const { bins, bounds } = columns[feature] as Column;
    const bin = bins[row] as number;
    const goesLeft =
      bin === MISSING
        ? tree.missingLeft[node]
        : bin === bounds.length
          ? false
          : (bounds[bin] as number) <= (tree.threshold[node] as number);
    node = (goesLeft ? tree.left[node] : tree.right[node]) as number;
  }
}

/** Four digits are enough for a vote, and keep the stored forest small. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function draw(count: number, share: number, random: () => number): Int32Array {
  const drawn: number[] = [];
  for (let i = 0; i < count; i++) if (random() < share) drawn.push(i);
  return Int32Array.from(drawn);
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}

function sumAt(values: Float64Array, rows: Int32Array): number {
  let total = 0;
  for (const row of rows) total += values[row] as number;
  return total;
}

/** Mulberry32: a small seeded generator of numbers in [0, 1). */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
