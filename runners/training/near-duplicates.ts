/** Near duplicates: texts that share most of their runs of words, found without comparing each with each. */

/** Smallest hash of each bin: of two texts, the share of bins alike is about the share of runs that both hold (Jaccard), by one permutation. */
type Sketch = Uint32Array;

const BINS = 128;
/** Bins that must be alike in a row for two texts to be compared at all. */
const BAND = 4;
const EMPTY = 0xffffffff;
/** Share of runs in common from which two texts count as the same. */
const ALIKE = 0.7;
/** Words up to which a text is compared by pairs of words, longer ones by runs of five. */
const SHORT = 60;

/** Whether a text is a near duplicate of one that was added before. */
export class NearDuplicates {
  readonly #sketches: Sketch[] = [];
  readonly #bands = new Map<string, number[]>();

  add(text: string): void {
    const sketch = sketchOf(text);
    const index = this.#sketches.push(sketch) - 1;
    for (const band of bandsOf(sketch)) {
      const list = this.#bands.get(band);
      if (list === undefined) this.#bands.set(band, [index]);
      else list.push(index);
    }
  }

  has(text: string): boolean {
    const sketch = sketchOf(text);
    const compared = new Set<number>();
    for (const band of bandsOf(sketch))
      for (const index of this.#bands.get(band) ?? []) {
        if (compared.has(index)) continue;
        compared.add(index);
        if (alike(sketch, this.#sketches[index] as Sketch) >= ALIKE) return true;
      }
    return false;
  }
}

function sketchOf(text: string): Sketch {
  const words = text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+(?<!\p{Script=Han})/gu) ?? [];
  const run = Math.min(words.length, words.length < SHORT ? 2 : 5);
  const sketch = new Uint32Array(BINS).fill(EMPTY);
  for (let i = 0; i + run <= words.length; i++) {
    const hash = hashOf(words.slice(i, i + run).join(' '));
    const bin = hash % BINS;
    sketch[bin] = Math.min(sketch[bin] as number, hash);
  }
  return sketch;
}

/** FNV-1a, mixed so that neighbours fall into other bins. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function* bandsOf(sketch: Sketch): Generator<string> {
  for (let at = 0; at < BINS; at += BAND) {
    const band = sketch.subarray(at, at + BAND);
    if (band.some((hash) => hash !== EMPTY)) yield `${at} ${band.join(' ')}`;
  }
}

function alike(one: Sketch, other: Sketch): number {
  let [same, filled] = [0, 0];
  for (let bin = 0; bin < BINS; bin++) {
    if (one[bin] === EMPTY && other[bin] === EMPTY) continue;
    filled++;
    if (one[bin] === other[bin]) same++;
  }
  return filled === 0 ? 0 : same / filled;
}
