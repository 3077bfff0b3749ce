/** `gavel compare A [B]`: two agents head to head, or one against all it met; also bare counts of wins, ties and losses. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Scale } from '../../judge/checklist/reward.ts';
import { InputError } from '../../judge/errors.ts';
import { type ComparedAgents, compareAgents } from '../../reports/compare-agents.ts';
import { sourceNames } from '../../reports/head-to-head/battle-source.ts';
import { afterHolm, type Untested } from '../../reports/head-to-head/head-to-head.ts';
import { scoreComparisonText } from '../../reports/head-to-head/score-comparison-text.ts';
import { compareText } from '../../reports/head-to-head/text.ts';
import { type PairedComparison, pairedComparison } from '../../reports/stats/paired.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { scoreText } from '../../reports/words/text.ts';
import { Failed } from '../exit.ts';
import { type Io, note, printJson } from '../io.ts';
import { addJudgeChoice, noteJudges, underSource } from '../judge-notes.ts';
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
  readonly withoutFailed?: boolean;
  readonly scale: Scale;
  readonly failIfWorse?: boolean;
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
    .option('--fail-if-worse', 'exit 1 where A is shown to be worse than B, by scores or by battles')
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
  const [idle] = typedFlags(flags, ['sweep', 'benchmark', 'judge', 'out', 'failIfWorse', 'withoutFailed']);
  if (idle !== undefined) throw new InputError(`${idle} goes with agents, not with bare counts`);
  if (wins === undefined || ties === undefined || losses === undefined) {
    throw new InputError('give an agent to compare, or --wins N --ties N --losses N');
  }
  const compared = pairedComparison(wins, ties, losses, margin === undefined ? {} : { margin });
  if (json === true) return printJson(io, compared);
  io.stdout.write(`${compareText(afterHolm([bare(compared)]))}\n`);
}

/** Counts whose agents and judges nobody named. */
function bare(overall: PairedComparison): Untested {
  return {
    a: 'A',
    b: 'B',
    dimension: 'overall',
    overall,
    perQuery: null,
    byDimension: {},
    byDomain: {},
    domainClustered: null,
    judges: [],
    absolute: { good: 0, fair: 0, poor: 0 },
    flips: { flipped: 0, judged: 0 },
    planned: overall.n,
    forfeits: { queries: 0, leftOut: false },
  };
}

async function agents(io: Io, a: string, b: string | undefined, flags: Flags): Promise<void> {
  const [bareCount] = typedFlags(flags, ['wins', 'ties', 'losses']);
  if (bareCount !== undefined) throw new InputError(`${bareCount} goes without agents: the store has their counts`);
  if (flags.failIfWorse === true && b === undefined) throw new InputError('--fail-if-worse takes two agents');
  const { list, scores, source, notes } = await compareAgents(resolve(io.cwd, flags.store), a, b, {
    ...flags,
    judges: flags.judge,
  });
  noteJudges(io, notes);
  if (flags.json === true) printJson(io, { comparisons: list, scores, ...sourceNames(source) });
  else {
    if (list.length > 0) io.stdout.write(underSource(source, compareText(list)));
    for (const score of scores) io.stdout.write(`${scoreComparisonText(score)}\n`);
  }
  if (flags.out !== undefined) {
    const { language } = flags;
    const files = writeHeadToHead(resolve(io.cwd, flags.out), list, { page: 'head-to-head.html', language, source, scores });
    for (const file of files) note(io, `wrote ${file}`);
  }
  const shown = flags.failIfWorse === true ? worse(list, scores) : [];
  if (shown.length > 0) throw new Failed(`${a} is worse than ${b}: ${shown.join('; ')}`);
}

/** What shows, at 5%, that the first is worse than the second. */
function worse(list: ComparedAgents['list'], scores: ComparedAgents['scores']): string[] {
  return [
    ...scores
      .filter(({ overall: { mean, p } }) => p !== null && p < 0.05 && mean < 0)
      .map(({ benchmark, judge, overall: { mean } }) => `${scoreText(mean)} points on ${benchmark} by ${judge}`),
    ...list
      .filter(({ overall: { wins, losses }, adjustedP }) => losses > wins && adjustedP < 0.05)
      .map(({ overall: { wins, losses } }) => `${losses} battles lost, ${wins} won`),
  ];
}

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a share between 0 and 1, as in 0.1.');
}
