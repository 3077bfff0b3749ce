/** overlaps (independent): one fact of a report moves one criterion, not two. */
import type { Criterion, Rubric } from '../../judge/checklist/rubric.ts';
import type { Note } from './finding.ts';
import { features, numbersOf, withoutBrackets } from './text.ts';

/** Shares of rarity-weighted features, chosen on half of the tasks measured in bench/lint.ts. */
const SAME = 0.66;
const CONTAINED = 0.86;
const MIRRORED = 0.5;

interface Portrait {
  readonly criterion: Criterion;
  readonly features: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
}

/** Notes by criterion id; each pair is named once, at the later of the two. */
export function overlaps(rubric: Rubric): Map<string, Note[]> {
  const portraits = rubric.map(portrait);
  const weightOf = rarity(portraits);
  const notes = new Map<string, Note[]>();
  portraits.forEach((later, i) => {
    const earlier = portraits.slice(0, i).find((one) => relation(one, later, weightOf) !== undefined);
    const kind = earlier === undefined ? undefined : relation(earlier, later, weightOf);
    if (earlier === undefined || kind === undefined) return;
    notes.set(later.criterion.id, [{ severity: 'warning', rule: 'overlap', message: kind.replace('{}', earlier.criterion.id) }]);
  });
  return notes;
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

function relation(a: Portrait, b: Portrait, weightOf: (feature: string) => number): string | undefined {
  // The same sentence about another figure is another fact.
  if (differ(a.numbers, b.numbers)) return undefined;
  const sum = (features: Iterable<string>) => [...features].reduce((total, feature) => total + weightOf(feature), 0);
  const shared = sum([...a.features].filter((feature) => b.features.has(feature)));
  const [sizeA, sizeB] = [sum(a.features), sum(b.features)];
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
