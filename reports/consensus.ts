/** Opinions of several judges on one battle, as one: the outcome that most of them gave, else a tie. */
import type { BattleRow } from '../runners/battle-rows.ts';

/** Battles must come grouped by pair and dimension, as the store streams them. */
export function* consensus(battles: Iterable<BattleRow>): Generator<BattleRow> {
  let group: BattleRow[] = [];
  for (const battle of battles) {
    const [first] = group;
    if (first !== undefined && !sameBattle(first, battle)) {
      yield majority(group);
      group = [];
    }
    group.push(battle);
  }
  if (group.length > 0) yield majority(group);
}

function sameBattle(x: BattleRow, y: BattleRow): boolean {
  return x.task !== null && x.task === y.task && x.benchmark === y.benchmark && x.a === y.a && x.b === y.b && x.dimension === y.dimension;
}

function majority(group: readonly BattleRow[]): BattleRow {
  const [first] = group;
  if (first === undefined) throw new Error('a battle needs an opinion');
  const winner = (['a', 'b'] as const).find((side) => group.filter((battle) => battle.outcome === side).length * 2 > group.length);
  const { absolute: _, ...rest } = first;
  return { ...rest, outcome: winner ?? 'tie', judge: 'consensus', trial: 1, flipped: false };
}
