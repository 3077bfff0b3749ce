/** overlaps (independent): one fact of a report moves one criterion, not two. */
import type { Criterion, Rubric } from '../../judge/checklist/rubric.ts';
import type { Note } from './finding.ts';
import { features, numbersOf, withoutBrackets } from './text.ts';

/** Shares of rarity-weighted features, chosen on half of the tasks measured in bench/lint.ts. */
const SAME = 0.84;
const CONTAINED = 0.9;
const MIRRORED = 0.5;

/** Less of the smaller one than this in common makes no relation. */
const LEAST = Math.min(SAME, CONTAINED, MIRRORED);

interface Portrait {
  readonly criterion: Criterion;
  readonly features: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
}

/** Notes by criterion id; each pair is named once, at the later of the two. */
export function overlaps(rubric: Rubric): Map<string, Note[]> {
  const portraits = rubric.map(portrait);
  const weightOf = rarity(portraits);
  const sizes = portraits.map(({ features }) => sum(features, weightOf));
  const like = alike(portraits, sizes, weightOf);
  const notes = new Map<string, Note[]>();
  portraits.forEach((later, i) => {
    for (const { at, shared } of like(i)) {
      const earlier = portraits[at] as Portrait;
      const kind = relation(earlier, later, shared, sizes[at] as number, sizes[i] as number);
      if (kind === undefined) continue;
      notes.set(later.criterion.id, [{ severity: 'warning', rule: 'overlap', message: kind.replace('{}', earlier.criterion.id) }]);
      return;
    }
  });
  return notes;
}

/** For each portrait in turn: the earlier ones that have enough in common with it, in order, found by what they share. */
function alike(
  portraits: readonly Portrait[],
  sizes: readonly number[],
  weightOf: (feature: string) => number,
): (at: number) => { readonly at: number; readonly shared: number }[] {
  const holders = new Map<string, number[]>();
  const shared = new Float64Array(portraits.length);
  return (at) => {
    shared.fill(0, 0, at);
    for (const feature of portraits[at]?.features ?? []) {
      const held = holders.get(feature) ?? [];
      const weight = weightOf(feature);
      for (const earlier of held) shared[earlier] = (shared[earlier] as number) + weight;
      holders.set(feature, held);
      held.push(at);
    }
    const found: { at: number; shared: number }[] = [];
    for (let i = 0; i < at; i++) {
      const common = shared[i] as number;
      if (common > 0 && common >= LEAST * Math.min(sizes[i] as number, sizes[at] as number)) found.push({ at: i, shared: common });
    }
    return found;
  };
}

function sum(features: ReadonlySet<string>, weightOf: (feature: string) => number): number {
  let total = 0;
  for (const feature of features) total += weightOf(feature);
  return total;
}

function portrait(criterion: Criterion): Portrait {
  const text = withoutBrackets(criterion.criterion);
  return { criterion, features: features(text), numbers: new Set(numbersOf(text)) };
}

/** What stands in many criteria of a rubric, as the name of its subject, says little about two of them being alike. */
function rarity(portraits: readonly Portrait[]): (feature: string) => number {
  const counts = new Map<string, number>();
  for (const one of portraits) for (const feature of one.features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return (feature) => Math.log(1 + portraits.length / (counts.get(feature) ?? 1));
}

/** @param shared the weight of what they have in common, beside that of all that each has */
function relation(a: Portrait, b: Portrait, shared: number, sizeA: number, sizeB: number): string | undefined {
  // The same sentence about another figure is another fact.
  if (differ(a.numbers, b.numbers)) return undefined;
  const [smaller, union] = [Math.min(sizeA, sizeB), sizeA + sizeB - shared];
  if (smaller === 0 || Math.min(a.features.size, b.features.size) < 2) return undefined;
  const opposite = a.criterion.weight > 0 !== b.criterion.weight > 0;
  if (opposite) {
    return shared / union >= MIRRORED
      ? 'mirrors {}: one fact would move both a merit and a flaw; keep one of them, or make them meet different facts'
      : undefined;
  }
  if (shared / union >= SAME) return 'says nearly the same as {}: one fact would be paid twice; keep one of them';
  const fewest = Math.min(a.features.size, b.features.size);
  if (fewest >= 5 && shared / smaller >= CONTAINED)
    return 'is contained in {}, or holds it: whoever meets one meets the other; keep the part that differs';
  return undefined;
}

function differ(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((number) => !b.has(number)) && [...b].some((number) => !a.has(number));
}
