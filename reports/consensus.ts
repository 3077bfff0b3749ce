/** Opinions of several judges on one battle, as one: the outcome that most of them gave, else a tie. */
import type { BattleRow } from '../runners/battle-rows.ts';

interface Opinions {
  /** The first opinion, with the pair in order of name. */
  readonly first: BattleRow;
  readonly outcomes: Record<BattleRow['outcome'], number>;
  readonly absolute: Record<NonNullable<BattleRow['absolute']>, number>;
  count: number;
  /** Opinions that were asked for in both orders, and those of them that changed with it. */
  bothOrders: number;
  flipped: number;
}

/** Battles without a task stand alone, as nobody knows what else was said of them. The others come in the order in which they began. */
export function* consensus(battles: Iterable<BattleRow>): Generator<BattleRow> {
  const groups = new Map<string, Opinions>();
  for (const battle of battles) {
    if (battle.task === null) {
      yield battle;
      continue;
    }
    const opinion = inOrder(battle);
    const key = JSON.stringify([opinion.benchmark, opinion.task, opinion.dimension, opinion.a, opinion.b]);
    const group = groups.get(key) ?? emptyOpinions(opinion);
    groups.set(key, group);
    group.count++;
    group.outcomes[opinion.outcome]++;
    if (opinion.absolute !== undefined) group.absolute[opinion.absolute]++;
    if (opinion.flipped !== undefined) group.bothOrders++;
    if (opinion.flipped === true) group.flipped++;
  }
  for (const group of groups.values()) yield majority(group);
}

/** Imported battles name a pair in either way. */
function inOrder(battle: BattleRow): BattleRow {
  if (battle.a < battle.b) return battle;
  const outcome = battle.outcome === 'a' ? 'b' : battle.outcome === 'b' ? 'a' : 'tie';
  return { ...battle, a: battle.b, b: battle.a, outcome };
}

function emptyOpinions(first: BattleRow): Opinions {
  return { first, outcomes: { a: 0, b: 0, tie: 0 }, absolute: { good: 0, fair: 0, poor: 0 }, count: 0, bothOrders: 0, flipped: 0 };
}

/** Flipped where most opinions were: the judges' minds hung on the order. */
function majority({ first, outcomes, absolute, count, bothOrders, flipped }: Opinions): BattleRow {
  const most = (votes: number) => votes * 2 > count;
  const outcome = (['a', 'b'] as const).find((side) => most(outcomes[side])) ?? 'tie';
  const level = (['good', 'fair', 'poor'] as const).find((name) => most(absolute[name]));
  const { absolute: _, flipped: __, ...rest } = first;
  return {
    ...rest,
    outcome,
    judge: 'consensus',
    trial: 1,
    ...(bothOrders > 0 && { flipped: most(flipped) }),
    ...(level !== undefined && { absolute: level }),
  };
}
