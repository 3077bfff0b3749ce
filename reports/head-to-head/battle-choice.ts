/** The choice of battles that a reader counts: which selection of the store, by whom, and between whom. */
import { didYouMean } from '../../benchmarks/files/suggest.ts';
import { InputError } from '../../judge/errors.ts';
import { type BattleRow, type BattleSelection, isForfeit } from '../../runners/store/battle-row.ts';
import { battleRows } from '../../runners/store/battles.ts';
import { isHashOf, knownJudges } from '../../runners/store/judges.ts';
import { checkSweep } from '../../runners/store/runs.ts';
import type { Store } from '../../runners/store/store.ts';
import { CONSENSUS, type SourceCounter } from './battle-source.ts';
import { consensus } from './consensus.ts';

const IMPORTED = 'imported';
/** In place of names: all that are people, and all that are not. */
const KINDS = { people: true, models: false } as const;

function isKind(name: string): name is keyof typeof KINDS {
  return Object.hasOwn(KINDS, name);
}

export interface BattleChoice extends BattleSelection {
  /** Undefined: all of them. */
  readonly judges?: readonly string[] | undefined;
  /** Only battles in which all of these met: one agent, or a pair. */
  readonly agents?: readonly string[] | undefined;
  /** Whether to leave out what an attempt that failed decided. */
  readonly withoutFailed?: boolean | undefined;
}

/** @throws InputError for a sweep or a judge that the store does not know */
export function checkChoice(store: Store, { sweep, judges = [] }: BattleChoice): void {
  if (sweep !== undefined) checkSweep(store, sweep);
  if (judges.length === 0) return;
  if (judges.includes(CONSENSUS) && judges.length > 1)
    throw new InputError('--judge consensus is the majority of all judges: name no other');
  const there = knownJudges(store);
  const unknown = judges.find(
    (name) => name !== CONSENSUS && name !== IMPORTED && name !== 'all' && !isKind(name) && !there.some((judge) => isJudge(judge, name)),
  );
  if (unknown !== undefined) {
    const names = [...new Set(there.map(({ name }) => name))];
    throw new InputError(`${store.path}: no judge "${unknown}"${didYouMean(unknown, names)}; there are: ${names.join(', ') || 'none'}`);
  }
}

/** By name, or by name and hash as in `gpt-5-mini (1a2b3c4d)` where several judges have one name. */
function isJudge({ name, hash = '' }: { readonly name: string; readonly hash?: string | undefined }, asked: string): boolean {
  return name === asked || isHashOf({ name, hash }, asked);
}

function isMeant({ by, judge, judgeHash }: BattleRow, asked: string): boolean {
  if (isKind(asked)) return KINDS[asked] === (by === 'person');
  return isJudge({ name: judge, hash: judgeHash }, asked);
}

/** Battles of the choice, streamed. @param seen counts whose they are */
export function* chosenBattles(
  store: Store,
  { judges, agents = [], withoutFailed = false, ...selection }: BattleChoice,
  seen?: SourceCounter,
): Generator<BattleRow> {
  const rows = battleRows(store, selection);
  const opinions = judges?.includes(CONSENSUS) === true ? consensus(rows) : rows;
  const every = judges === undefined || judges.includes(CONSENSUS);
  for (const row of opinions) {
    if (isForfeit(row) ? withoutFailed : !every && !judges.some((asked) => isMeant(row, asked))) continue;
    if (!agents.every((agent) => row.a === agent || row.b === agent)) continue;
    seen?.add(row);
    yield row;
  }
}
