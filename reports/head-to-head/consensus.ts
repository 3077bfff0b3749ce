/** Opinions of several judges on one battle, as one, with one vote a judge: the outcome that most of them gave, else a tie. */
import { sha256 } from '../../judge/hash.ts';
import { ABSOLUTES, type Absolute, majority, type Outcome, turned } from '../../judge/pairwise/outcome.ts';
import { type BattleRow, isForfeit } from '../../runners/store/battle-row.ts';

type Opinion = Pick<BattleRow, 'outcome' | 'absolute' | 'flipped'>;

interface Tally {
  readonly outcomes: Record<Outcome, number>;
  readonly absolute: Record<Absolute, number>;
  count: number;
  /** Opinions that were asked for in both orders, and those of them that changed with it. */
  bothOrders: number;
  flipped: number;
}

interface Opinions {
  /** The first opinion, with the pair in order of name. */
  readonly first: BattleRow;
  /** Of each judge over its trials. */
  readonly judges: Map<string, Tally>;
}

/** Battles without a task stand alone, as nobody knows what else was said of them. The others come in the order in which they began. */
export function* consensus(battles: Iterable<BattleRow>): Generator<BattleRow> {
  const groups = new Map<string, Opinions>();
  for (const battle of battles) {
    if (battle.task === null || isForfeit(battle)) {
      yield battle;
      continue;
    }
    const opinion = inOrder(battle);
    const key = JSON.stringify([opinion.benchmark, opinion.task, opinion.dimension, opinion.a, opinion.b]);
    const group = groups.get(key) ?? { first: opinion, judges: new Map<string, Tally>() };
    groups.set(key, group);
    const judge = JSON.stringify([opinion.by, opinion.judge, opinion.judgeHash]);
    group.judges.set(judge, add(group.judges.get(judge) ?? emptyTally(), opinion));
  }
  for (const { first, judges } of groups.values()) {
    const { absolute: _, flipped: __, ...rest } = first;
    const most = ofMost([...judges.values()].map(ofMost).reduce(add, emptyTally()));
    yield { ...rest, ...most, judge: 'consensus', judgeHash: votersHash([...judges.keys()]), trial: 1 };
  }
}

/** As the hash of its judge, which tells a majority of these judges from one of others. */
function votersHash(voters: readonly string[]): string {
  return sha256(JSON.stringify([...voters].sort()));
}

/** Imported battles name a pair in either way. */
function inOrder(battle: BattleRow): BattleRow {
  if (battle.a < battle.b) return battle;
  return { ...battle, a: battle.b, b: battle.a, outcome: turned(battle.outcome) };
}

function emptyTally(): Tally {
  return { outcomes: { a: 0, b: 0, tie: 0 }, absolute: { good: 0, fair: 0, poor: 0 }, count: 0, bothOrders: 0, flipped: 0 };
}

function add(tally: Tally, { outcome, absolute, flipped }: Opinion): Tally {
  tally.count++;
  tally.outcomes[outcome]++;
  if (absolute !== undefined) tally.absolute[absolute]++;
  if (flipped !== undefined) tally.bothOrders++;
  if (flipped === true) tally.flipped++;
  return tally;
}

/** Of one judge over its trials, or of several judges: what more than half say. */
function ofMost(tally: Tally): Opinion {
  return opinionOf(majority(tally.outcomes, tally.count) ?? 'tie', tally);
}

/** Flipped where most opinions were: their minds hung on the order. How good both are is said where most opinions of a tie share it. */
function opinionOf(outcome: Outcome, { absolute, count, bothOrders, flipped }: Tally): Opinion {
  const most = (votes: number) => votes * 2 > count;
  const level = ABSOLUTES.find((name) => most(absolute[name]));
  return {
    outcome,
    ...(bothOrders > 0 && { flipped: most(flipped) }),
    ...(outcome === 'tie' && level !== undefined && { absolute: level }),
  };
}
