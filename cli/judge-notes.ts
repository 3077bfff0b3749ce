/** Sentences for stderr on whose verdicts and battles are shown, and how to see another's. */
import type { Command } from 'commander';
import { printable } from '../benchmarks/files/check.ts';
import { type BattleSource, madeFrom, pooledJudges, sourceText } from '../reports/head-to-head/battle-source.ts';
import type { JudgeNote } from '../reports/leaderboard/judge-note.ts';
import { type Io, note } from './io.ts';
import { collect } from './options/options.ts';

export function addJudgeChoice(command: Command): Command {
  return command
    .option('--judge <name>', 'only this judge or person (repeatable); "consensus" takes the majority of all judges', collect)
    .option('--without-failed', 'leave out attempts that failed, which lose to any report and tie with another that failed');
}

export function noteJudges(io: Io, notes: readonly JudgeNote[]): void {
  for (const one of notes) note(io, `note: ${sentence(one)}`);
}

const WHY = { sweep: 'the judge of the sweep', most: 'the judge of the most agents and reports', newest: 'the newest judge' } as const;

function sentence(one: JudgeNote): string {
  const benchmark = printable(one.benchmark, 60);
  const judge = printable(one.judge, 80);
  if (one.kind === 'namesakes')
    return `${one.others.length + 1} judges of ${benchmark} are named "${printable(one.asked, 60)}"; this is the newest, ${judge}: ${choices(one.others)} takes the other`;
  if (one.kind === 'chosen') return `${benchmark}: scores are by ${judge}, ${WHY[one.why]}; ${choices(one.others)} shows another's`;
  if (one.kind === 'stored tasks')
    return `${benchmark}: scored by the tasks as the store holds them; ${printable(one.file, 120)} is not read here (gavel judge, run and import read it)`;
  if (one.kind === 'newest of both') return `${benchmark}: scores are by ${judge}, as the judge of the leaderboard has not judged both`;
  if (one.kind === 'ratings of others')
    return `${benchmark}: battles are by ${printable(one.others.join(', '), 200)} and not by ${judge}, so no ratings stand beside the scores; --ratings-by NAME or all shows them`;
  const others = one.others.map((other) => `${choice(other.judge)} shows ${printable(other.agents.join(', '), 200)}`);
  return `${benchmark}: not every agent was judged by ${judge}: ${others.join('; ')}`;
}

function choices(judges: readonly string[]): string {
  return judges.map(choice).join(' or ');
}

function choice(judge: string): string {
  return `--judge '${printable(judge, 80)}'`;
}

/**
 * Says whose battles are counted together, where that is more than one.
 *
 * @param command where the choice is to be made, if not in the command that speaks
 */
export function notePooled(io: Io, { judges }: Pick<BattleSource, 'judges'>, command = ''): void {
  const pooled = pooledJudges(judges, 'en');
  if (pooled === undefined) return;
  const text = pooled.charAt(0).toLowerCase() + pooled.slice(1);
  note(io, `note: ${text}; ${command}--judge NAME takes one of them, --judge consensus their majority`);
}

/** Text for a terminal under a line that says what it is about, where that is known. */
export function underSource(source: BattleSource, text: string): string {
  const about = sourceText(source, 'en');
  return [about, text, madeFrom(source, 'en'), ''].filter((part, i) => part !== '' || i === 3).join('\n');
}
