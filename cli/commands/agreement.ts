/** `gavel agreement`: how far a judge agrees with people or another judge, from a store or from a table of labels. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { InputError } from '../../judge/errors.ts';
import { agreementCharts } from '../../reports/agreement/charts.ts';
import { agreementPage } from '../../reports/agreement/page.ts';
import { agreementText, costText, estimateOf } from '../../reports/agreement/text.ts';
import { renderPng } from '../../reports/charts/png.ts';
import { labelQueue } from '../../reports/label-queue.ts';
import {
  agreementInFile,
  agreementInRows,
  agreementInStore,
  behindCard,
  judgeCard,
  type MeasuredAgreement,
} from '../../reports/measure-agreement.ts';
import { type Replay, replayCascade } from '../../reports/replay-cascade.ts';
import type { Language } from '../../reports/words/i18n.ts';
import { trainingData } from '../../runners/training-data.ts';
import { Failed } from '../exit.ts';
import { type Io, note, printJson } from '../io.ts';
import { languageOption, seedOption, storeOption, typedFlags, wholeNumber } from '../options/options.ts';
import { writeFile, writeInto } from '../write-files.ts';

interface Flags {
  readonly judge?: string;
  readonly against?: string;
  readonly sweep?: string;
  readonly benchmark?: string;
  readonly json?: boolean;
  readonly then?: string;
  readonly queue?: number;
  readonly card?: string;
  readonly trainedOn?: string;
  readonly gate?: string;
  readonly prices?: string;
  readonly out?: string;
  readonly language: Language;
  readonly seed: number;
  readonly store: string;
}

export function agreementCommand(io: Io): Command {
  return new Command('agreement')
    .description('How far a judge agrees with people or another judge: accuracy, macro-F1, kappa, calibration, with intervals over tasks.')
    .argument(
      '[labels]',
      'a table (.csv, .tsv) with the columns label (or human) and judge; also sign, kind, axis, language, length, confidence, task, pair, change. Or rows with votes, as train label writes them',
    )
    .option('--judge <name>', 'in a store, or among the votes of rows: whose labels')
    .option('--against <name>', 'another judge or person, or "people" for the majority of all of them')
    .option('--sweep <name>', 'only what this sweep planned')
    .option('--benchmark <name>', 'only this benchmark')
    .option(
      '--then <name>',
      'replay a cascade: --judge first, this one where that is unsure; cost against agreement at every threshold, without a call',
    )
    .option(
      '--queue <n>',
      'what people should label next: so many criteria on which judges differ or are unsure, and a random part',
      wholeNumber(1),
    )
    .option('--card <file>', 'write a judge card; with --then the card of a cascade')
    .option('--trained-on <dir>', 'what a trained judge learnt from, for its card: a folder that train label wrote')
    .option('--gate <file>', "exit 1 when the judge is worse than this card allows: the card's kappa lies above the interval measured now")
    .option('--prices <file>', 'prices of your own, for what a thousand verdicts cost')
    .option('--out <dir>', 'write a page and charts there')
    .addOption(languageOption('of page and charts'))
    .option('--json', 'print one JSON document')
    .addOption(seedOption())
    .addOption(storeOption())
    .action(async (file: string | undefined, flags: Flags) => {
      if (flags.queue !== undefined) return queue(io, file, flags);
      if (flags.then !== undefined) return replay(io, file, flags);
      const measured = await measure(io, file, flags);
      if (flags.json === true) printJson(io, measured);
      else io.stdout.write(`${agreementText(measured)}\n`);
      if (flags.out !== undefined)
        for (const file of writeInto(resolve(io.cwd, flags.out), pictures(measured, flags.language))) note(io, `wrote ${file}`);
      if (flags.card !== undefined) await writeCard(io, measured, flags.card, flags.trainedOn);
      if (flags.gate === undefined) return;
      const behind = behindCard(measured, read(resolve(io.cwd, flags.gate)), flags.gate);
      if (behind !== undefined) throw new Failed(behind);
    });
}

function pictures(measured: MeasuredAgreement, language: Language): [string, string | Buffer][] {
  const look = { language, theme: 'light' } as const;
  return [
    ['agreement.html', agreementPage(measured, { language })],
    ...agreementCharts(measured, look).map(({ name, config }): [string, Buffer] => [`${name}.png`, renderPng(config, look)]),
  ];
}

async function writeCard(io: Io, measured: MeasuredAgreement, file: string, trainedOn: string | undefined): Promise<void> {
  const { n, tasks, against = 'the labels' } = measured;
  const card = judgeCard(measured, {
    set: `${n} criteria of ${tasks} tasks, against ${against}`,
    date: new Date().toISOString(),
    trainedOn: trainedOn === undefined ? undefined : await trainingData(resolve(io.cwd, trainedOn)),
  });
  writeFile(resolve(io.cwd, file), `${JSON.stringify(card, undefined, 2)}\n`);
  note(io, `wrote ${file}`);
}

async function queue(io: Io, file: string | undefined, flags: Flags): Promise<void> {
  const [idle] = typedFlags(flags, ['judge', 'against', 'then', 'card', 'gate', 'out']);
  if (file !== undefined || idle !== undefined) throw new InputError(`--queue asks a store, and ${idle ?? 'a table'} has no part in it`);
  const { sweep, benchmark, seed, queue: length = 1 } = flags;
  const found = await labelQueue(resolve(io.cwd, flags.store), { length, sweep, benchmark, seed });
  if (flags.json === true) return printJson(io, found);
  for (const { why, benchmark, task, criterionId, criterion, said } of found.queue) {
    const votes = said.map(({ judge, label }) => `${judge} ${label ?? '?'}`).join(', ');
    io.stdout.write(`${printable(`${why.padEnd(6)} ${benchmark} ${task} ${criterionId}: ${criterion}`, 160)} (${printable(votes, 120)})\n`);
  }
  note(
    io,
    `${found.queue.length} of ${found.open} criteria without a person's label; "gavel view" asks people, "gavel import verdicts" takes their labels`,
  );
}

async function replay(io: Io, file: string | undefined, flags: Flags): Promise<void> {
  const { judge: first, then: next, against, sweep, benchmark, prices, seed, card } = flags;
  if (file !== undefined || first === undefined || next === undefined || against === undefined)
    throw new InputError('--then replays a cascade in a store: give --judge FIRST --then NEXT --against NAME (or people)');
  const found = await replayCascade(resolve(io.cwd, flags.store), { first, next, against, sweep, benchmark, prices, seed });
  if (flags.json === true) printJson(io, found);
  else io.stdout.write(`${replayText(found)}\n`);
  if (card === undefined) return;
  const { thresholds, cascade, n, tasks } = found;
  const set = `${n} criteria of ${tasks} tasks, against ${against}`;
  writeFile(
    resolve(io.cwd, card),
    `${JSON.stringify({ judge: `${first}, then ${next}`, cascade: { first, next, thresholds, chosenOn: set, ...cascade } }, undefined, 2)}\n`,
  );
  note(io, `wrote ${card}; judge: {kind: cascade, first: .., then: .., card: ${card}}`);
}

function replayText({ first, next, against, n, tasks, all, kinds, thresholds, cascade }: Replay): string {
  const curve = new Table({
    head: ['believed from', `asked of ${printable(next, 30)}`, 'cost of 1000', 'accuracy', 'kappa'],
    style: { head: [], border: [] },
  });
  all.curve.forEach(({ threshold, passedOn, per1000, accuracy, kappa }, i) => {
    const from = threshold > 1 ? 'never' : threshold.toFixed(2);
    curve.push([
      i === all.chosen ? `${from} *` : from,
      `${(100 * passedOn).toFixed(1)}%`,
      costText(per1000, 'en'),
      estimateOf(accuracy),
      estimateOf(kappa),
    ]);
  });
  const own = Object.entries(thresholds).map(
    ([kind, threshold]) =>
      `${kind} ${threshold > 1 ? 'never' : threshold.toFixed(2)}${kind === 'default' ? '' : ` (${kinds[kind as keyof typeof kinds]?.n} labels)`}`,
  );
  return [
    `${printable(first, 60)}, then ${printable(next, 60)}, against ${printable(against, 60)}: ${n} criteria of ${tasks} tasks`,
    curve.toString(),
    `Chosen, the cheapest that agrees about as well as the best: ${own.join(', ')}`,
    `With these: ${(100 * cascade.passedOn).toFixed(1)}% asked of ${printable(next, 60)}, accuracy ${estimateOf(cascade.accuracy)}, kappa ${estimateOf(cascade.kappa)}; chosen on these labels, so a little too good`,
  ].join('\n');
}

async function measure(io: Io, file: string | undefined, flags: Flags): Promise<MeasuredAgreement> {
  const { judge, against, sweep, benchmark, prices, seed } = flags;
  if (file !== undefined) {
    const path = resolve(io.cwd, file);
    const isTable = /\.[ct]sv(?:\.gz)?$/i.test(path);
    const [idle] = typedFlags(flags, [...(isTable ? (['judge'] as const) : []), 'against', 'sweep', 'benchmark', 'prices']);
    if (idle !== undefined) throw new InputError(`${idle} goes with a store, not with ${isTable ? 'a table' : 'a file'}`);
    return isTable ? agreementInFile(path, seed) : agreementInRows(path, judge, seed);
  }
  if (judge === undefined || against === undefined)
    throw new InputError('give a table or rows of labels, or --judge NAME --against NAME (or people)');
  return agreementInStore(resolve(io.cwd, flags.store), { judge, against, sweep, benchmark, prices, seed });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be read'}`, { cause: error });
  }
}
