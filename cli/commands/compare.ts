/** `gavel compare A [B]`: two agents head to head, or one against all it met; also bare counts of wins, ties and losses. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { didYouMean } from '../../benchmarks/files/suggest.ts';
import type { Scale } from '../../judge/checklist/reward.ts';
import { InputError } from '../../judge/errors.ts';
import { SourceCounter, sourceNames } from '../../reports/head-to-head/battle-source.ts';
import { afterHolm, headToHeads } from '../../reports/head-to-head/head-to-head.ts';
import { type ScoreComparison, scoreComparison } from '../../reports/head-to-head/score-comparison.ts';
import { scoreComparisonText } from '../../reports/head-to-head/score-comparison-text.ts';
import { adjustFamilies } from '../../reports/head-to-head/score-families.ts';
import { compareText } from '../../reports/head-to-head/text.ts';
import { type PairedComparison, pairedComparison } from '../../reports/stats/paired.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { agentNames, benchmarkNames, chooseJudge, isHashOf, judgesOf, tasksOf, trialRows } from '../../runners/store/rows.ts';
import { type Store, withStore } from '../../runners/store/store.ts';
import { addJudgeChoice, checkChoice, noteNamesakes, notePooled, selectedBattles, underSource } from '../battle-selection.ts';
import { type Io, note, printJson } from '../io.ts';
import { languageOption, scaleOption, storeOption, typedFlags, wholeNumber } from '../options/options.ts';
import { writeHeadToHead } from '../write-head-to-head.ts';

interface Flags {
  readonly wins?: number;
  readonly ties?: number;
  readonly losses?: number;
  readonly margin?: number;
  readonly sweep?: string;
  readonly benchmark?: string;
  readonly judge?: string[];
  readonly scale: Scale;
  readonly json?: boolean;
  readonly out?: string;
  readonly language: Language;
  readonly store: string;
}

export function compareCommand(io: Io): Command {
  const command = new Command('compare')
    .description('Head to head: wins, ties and losses per query, non-inferiority, tests and power; and scores, paired by task.')
    .argument('[a]', 'an agent')
    .argument('[b]', 'another (default: all that the first one met)')
    .option('--wins <n>', 'bare counts instead of agents', wholeNumber(0))
    .option('--ties <n>', 'bare counts instead of agents', wholeNumber(0))
    .option('--losses <n>', 'bare counts instead of agents', wholeNumber(0))
    .option('--margin <share>', 'how much worse is still not inferior, stated beforehand, as in 0.1', share)
    .option('--sweep <name>', 'only what this sweep planned')
    .option('--benchmark <name>', 'only this benchmark');
  return addJudgeChoice(command)
    .addOption(scaleOption())
    .option('--json', 'print one JSON document')
    .option('--out <dir>', 'write the charts and a page into this folder')
    .addOption(languageOption('of the page and the charts that --out writes'))
    .addOption(storeOption())
    .action((a: string | undefined, b: string | undefined, flags: Flags) => {
      if (a === undefined) return counts(io, flags);
      return agents(io, a, b, flags);
    });
}

function counts(io: Io, flags: Flags): void {
  const { wins, ties, losses, margin, json } = flags;
  const [idle] = typedFlags(flags, ['sweep', 'benchmark', 'judge', 'out']);
  if (idle !== undefined) throw new InputError(`${idle} goes with agents, not with bare counts`);
  if (wins === undefined || ties === undefined || losses === undefined) {
    throw new InputError('give an agent to compare, or --wins N --ties N --losses N');
  }
  const compared = pairedComparison(wins, ties, losses, margin === undefined ? {} : { margin });
  if (json === true) return printJson(io, compared);
  io.stdout.write(`${compareText(afterHolm([bare(compared)]))}\n`);
}

function bare(overall: PairedComparison) {
  return {
    a: 'A',
    b: 'B',
    dimension: 'overall',
    overall,
    byDimension: {},
    byDomain: {},
    domainClustered: null,
    absolute: { good: 0, fair: 0, poor: 0 },
    flips: { flipped: 0, judged: 0 },
  };
}

async function agents(io: Io, a: string, b: string | undefined, flags: Flags): Promise<void> {
  if (a === b) throw new InputError(`give two agents, or one and not "${a}" twice`);
  const [bareCount] = typedFlags(flags, ['wins', 'ties', 'losses']);
  if (bareCount !== undefined) throw new InputError(`${bareCount} goes without agents: the store has their counts`);
  const counter = new SourceCounter();
  const { list, scores } = await withStore(resolve(io.cwd, flags.store), { mode: 'read' }, (store) => {
    const known = agentNames(store);
    for (const name of b === undefined ? [a] : [a, b]) {
      if (!known.includes(name))
        throw new InputError(`${store.path}: no agent "${name}"${didYouMean(name, known)}; there are: ${known.join(', ') || 'none'}`);
    }
    const { sweep, benchmark, judge, margin } = flags;
    const choice = { sweep, benchmark, judges: judge, agents: b === undefined ? [a] : [a, b] };
    checkChoice(store, choice);
    return {
      list: headToHeads(selectedBattles(store, choice, counter), { of: a, margin }),
      scores: b === undefined ? [] : scoreComparisons(store, a, b, flags, (line) => note(io, line)).map(adjustFamilies),
    };
  });
  if (list.length === 0 && scores.length === 0)
    throw new InputError(
      b === undefined
        ? `${flags.store}: ${a} has met no other agent in a battle`
        : `${flags.store}: ${a} and ${b} have met in no battle, and no task has scores of both by ${flags.judge?.join(' or ') ?? 'one judge'}`,
    );
  if (list.length === 0 && flags.out !== undefined)
    throw new InputError(`${a} met ${b} in no battle on the whole: there is nothing to write into ${flags.out}`);
  const source = counter.source(flags.sweep);
  notePooled(io, source);
  if (flags.json === true) printJson(io, { comparisons: list, scores, ...sourceNames(source) });
  else {
    if (list.length > 0) io.stdout.write(underSource(source, compareText(list)));
    for (const score of scores) io.stdout.write(`${scoreComparisonText(score)}\n`);
  }
  if (flags.out === undefined) return;
  const files = writeHeadToHead(resolve(io.cwd, flags.out), list, { page: 'head-to-head.html', language: flags.language, source });
  for (const file of files) note(io, `wrote ${file}`);
}

/**
 * One for each benchmark that a judge has judged both on, by the newest judge that has; where judges were named, one for each of them
 * and none for any other.
 */
function scoreComparisons(store: Store, a: string, b: string, flags: Flags, say: (line: string) => void): ScoreComparison[] {
  const { sweep, benchmark, scale, judge } = flags;
  const names = benchmarkNames(store, sweep).filter((name) => benchmark === undefined || name === benchmark);
  return names.flatMap((name) => {
    const selection = { benchmark: name, sweep };
    const judges = judgesOf(store, selection);
    /** The newest of them that has judged both. */
    const newest = (candidates: typeof judges, asked: string | undefined): ScoreComparison[] => {
      for (const [i, { hash }] of candidates.entries()) {
        const by = chooseJudge(store, selection, hash);
        const found = scoreComparison(a, b, tasksOf(store, selection).values(), (task) => trialRows(store, selection, task, by.id), {
          benchmark: name,
          scale,
          judge: by.name,
        });
        if (found === undefined) continue;
        if (i === 0) noteNamesakes(say, by, asked, name);
        else say(`note: ${printable(name, 60)}: scores are by ${printable(by.name, 80)}, as no newer judge has judged both`);
        return [found];
      }
      return [];
    };
    if (judge === undefined) return newest(judges, undefined);
    return [...new Set(judge)].flatMap((one) =>
      newest(
        judges.filter((row) => row.name === one || isHashOf(row, one)),
        one,
      ),
    );
  });
}

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a share between 0 and 1, as in 0.1.');
}
