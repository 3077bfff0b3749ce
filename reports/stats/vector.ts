/** Checked element access, so that an index out of range is an error and not a NaN further on. */

/** Throws RangeError where nothing stands at `i`. */
export function at(values: ArrayLike<number>, i: number): number {
  const value = values[i];
  if (value === undefined) throw new RangeError(`no element ${i} in ${values.length}`);
  return value;
}

/** Adds to one element in place. */
export function add(values: Float64Array | Int32Array, i: number, amount: number): void {
  values[i] = at(values, i) + amount;
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  if (Array.isArray(values)) {
    // By index: of every two agents of a leaderboard means are taken, and an iterator costs more than the sum.
    for (let i = 0; i < values.length; i++) total += values[i];
  } else for (const value of values) total += value;
  return total;
}
