/** Which battles a reading command counts, and whose they are. */
import type { Command } from 'commander';
import { printable } from '../benchmarks/files/check.ts';
import { didYouMean } from '../benchmarks/files/suggest.ts';
import { InputError } from '../judge/errors.ts';
import { type BattleSource, CONSENSUS, pooledJudges, type SourceCounter, sourceText } from '../reports/head-to-head/battle-source.ts';
import { consensus } from '../reports/head-to-head/consensus.ts';
import { type BattleRow, type BattleSelection, battleRows } from '../runners/store/battle-rows.ts';
import { type ChosenJudge, isHashOf, knownJudges } from '../runners/store/rows.ts';
import type { Store } from '../runners/store/store.ts';
import { checkSweep } from '../runners/store/stored.ts';
import { type Io, note } from './io.ts';
import { collect } from './options/options.ts';

const IMPORTED = 'imported';

export interface BattleChoice extends BattleSelection {
  /** Undefined: all of them. */
  readonly judges?: readonly string[] | undefined;
  /** Only battles in which all of these met: one agent, or a pair. */
  readonly agents?: readonly string[] | undefined;
}

export function addJudgeChoice(command: Command): Command {
  return command.option('--judge <name>', 'only this judge or person (repeatable); "consensus" takes the majority of all judges', collect);
}

/** @throws InputError for a sweep or a judge that the store does not know */
export function checkChoice(store: Store, { sweep, judges = [] }: BattleChoice): void {
  if (sweep !== undefined) checkSweep(store, sweep);
  if (judges.length === 0) return;
  if (judges.includes(CONSENSUS) && judges.length > 1)
    throw new InputError('--judge consensus is the majority of all judges: name no other');
  const there = knownJudges(store);
  const unknown = judges.find((name) => name !== CONSENSUS && name !== IMPORTED && !there.some((judge) => isJudge(judge, name)));
  if (unknown !== undefined) {
    const names = [...new Set(there.map(({ name }) => name))];
    throw new InputError(`${store.path}: no judge "${unknown}"${didYouMean(unknown, names)}; there are: ${names.join(', ') || 'none'}`);
  }
}

/** By name, or by name and hash as in `gpt-5-mini (1a2b3c4d)` where several judges have one name. */
function isJudge({ name, hash = '' }: { readonly name: string; readonly hash?: string | undefined }, asked: string): boolean {
  return name === asked || isHashOf({ name, hash }, asked);
}

/** Says which judge was taken where the name asked for is that of several. */
export function noteNamesakes(
  say: (line: string) => void,
  { name, namesakes }: ChosenJudge,
  asked: string | undefined,
  benchmark: string,
): void {
  if (asked === undefined || namesakes.length === 0 || name === asked || !name.startsWith(`${asked} (`)) return;
  const others = namesakes.map((other) => `--judge '${printable(other, 80)}'`).join(' or ');
  say(
    `note: ${namesakes.length + 1} judges of ${printable(benchmark, 60)} are named "${printable(asked, 60)}"; this is the newest, ${printable(name, 80)}: ${others} takes the other`,
  );
}

/**
 * Says whose battles are counted together, where that is more than one.
 *
 * @param command where the choice is to be made, if not in the command that speaks
 */
export function notePooled(io: Io, { judges }: Pick<BattleSource, 'judges'>, command = ''): void {
  const pooled = pooledJudges(judges, 'en');
  if (pooled === undefined) return;
  const sentence = pooled.charAt(0).toLowerCase() + pooled.slice(1);
  note(io, `note: ${sentence}; ${command}--judge NAME takes one of them, --judge consensus their majority`);
}

/** Text for a terminal under a line that says what it is about, where that is known. */
export function underSource(source: BattleSource, text: string): string {
  const about = sourceText(source, 'en');
  return about === '' ? `${text}\n` : `${about}\n${text}\n`;
}

/** Battles of the selection, by the judges asked for. */
export function* selectedBattles(
  store: Store,
  { judges, agents = [], ...selection }: BattleChoice,
  seen?: SourceCounter,
): Generator<BattleRow> {
  const rows = battleRows(store, selection);
  const opinions = judges?.includes(CONSENSUS) === true ? consensus(rows) : rows;
  const every = judges === undefined || judges.includes(CONSENSUS);
  for (const row of opinions) {
    if (!every && !judges.some((asked) => isJudge({ name: row.judge, hash: row.judgeHash }, asked))) continue;
    if (!agents.every((agent) => row.a === agent || row.b === agent)) continue;
    seen?.add(row);
    yield row;
  }
}
