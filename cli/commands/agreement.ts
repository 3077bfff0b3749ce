/** `gavel agreement`: how far a judge agrees with people or another judge, from a store or from a table of labels. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { printable } from '../../benchmarks/files/check.ts';
import { InputError } from '../../judge/errors.ts';
import { labelQueue } from '../../reports/label-queue.ts';
import { agreementInFile, agreementInStore, behindCard, judgeCard, type MeasuredAgreement } from '../../reports/measure-agreement.ts';
import { type Replay, replayCascade } from '../../reports/replay-cascade.ts';
import { Failed } from '../exit.ts';
import { type Io, note, printJson } from '../io.ts';
import { seedOption, storeOption, typedFlags, wholeNumber } from '../options/options.ts';
import { writeFile } from '../write-files.ts';

interface Flags {
  readonly judge?: string;
  readonly against?: string;
  readonly sweep?: string;
  readonly benchmark?: string;
  readonly json?: boolean;
  readonly then?: string;
  readonly queue?: number;
  readonly card?: string;
  readonly gate?: string;
  readonly seed: number;
  readonly store: string;
}

export function agreementCommand(io: Io): Command {
  return new Command('agreement')
    .description('How far a judge agrees with people or another judge: accuracy, macro-F1, kappa, calibration, with intervals over tasks.')
    .argument('[labels.csv]', 'a table with the columns label (or human) and judge; also sign, axis, language, length, confidence, task')
    .option('--judge <name>', 'in a store: whose labels')
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
    .option('--gate <file>', "exit 1 when the judge is worse than this card allows: the card's kappa lies above the interval measured now")
    .option('--json', 'print one JSON document')
    .addOption(seedOption())
    .addOption(storeOption())
    .action(async (file: string | undefined, flags: Flags) => {
      if (flags.queue !== undefined) return queue(io, file, flags);
      if (flags.then !== undefined) return replay(io, file, flags);
      const measured = await measure(io, file, flags);
      const { judge = 'the judge', against = 'the labels' } = measured;
      if (flags.json === true) printJson(io, measured);
      else io.stdout.write(`${text(measured, judge, against)}\n`);
      if (flags.card !== undefined) {
        const set = `${measured.n} criteria of ${measured.tasks} tasks, against ${against}`;
        writeFileSync(resolve(io.cwd, flags.card), `${JSON.stringify(judgeCard(measured, set, new Date().toISOString()), undefined, 2)}\n`);
        note(io, `wrote ${flags.card}`);
      }
      if (flags.gate === undefined) return;
      const behind = behindCard(measured, read(resolve(io.cwd, flags.gate)), flags.gate);
      if (behind !== undefined) throw new Failed(behind);
    });
}

async function queue(io: Io, file: string | undefined, flags: Flags): Promise<void> {
  const [idle] = typedFlags(flags, ['judge', 'against', 'then', 'card', 'gate']);
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
  const { judge: first, then: next, against, sweep, benchmark, seed, card } = flags;
  if (file !== undefined || first === undefined || next === undefined || against === undefined)
    throw new InputError('--then replays a cascade in a store: give --judge FIRST --then NEXT --against NAME (or people)');
  const found = await replayCascade(resolve(io.cwd, flags.store), { first, next, against, sweep, benchmark, seed });
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
    head: ['believed from', `asked of ${printable(next, 30)}`, 'accuracy', 'kappa'],
    style: { head: [], border: [] },
  });
  all.curve.forEach(({ threshold, passedOn, accuracy, kappa }, i) => {
    const from = threshold > 1 ? 'never' : threshold.toFixed(2);
    curve.push([i === all.chosen ? `${from} *` : from, `${(100 * passedOn).toFixed(1)}%`, figure(accuracy), figure(kappa)]);
  });
  const own = Object.entries(thresholds).map(
    ([kind, threshold]) =>
      `${kind} ${threshold > 1 ? 'never' : threshold.toFixed(2)}${kind === 'default' ? '' : ` (${kinds[kind as keyof typeof kinds]?.n} labels)`}`,
  );
  return [
    `${printable(first, 60)}, then ${printable(next, 60)}, against ${printable(against, 60)}: ${n} criteria of ${tasks} tasks`,
    curve.toString(),
    `Chosen, the cheapest that agrees about as well as the best: ${own.join(', ')}`,
    `With these: ${(100 * cascade.passedOn).toFixed(1)}% asked of ${printable(next, 60)}, accuracy ${figure(cascade.accuracy)}, kappa ${figure(cascade.kappa)}; chosen on these labels, so a little too good`,
  ].join('\n');
}

async function measure(io: Io, file: string | undefined, flags: Flags): Promise<MeasuredAgreement> {
  if (file !== undefined) {
    const [idle] = typedFlags(flags, ['judge', 'against', 'sweep', 'benchmark']);
    if (idle !== undefined) throw new InputError(`${idle} goes with a store, not with a table`);
    return agreementInFile(resolve(io.cwd, file), flags.seed);
  }
  const { judge, against, sweep, benchmark, seed } = flags;
  if (judge === undefined || against === undefined)
    throw new InputError('give a table of labels, or --judge NAME --against NAME (or people)');
  return agreementInStore(resolve(io.cwd, flags.store), { judge, against, sweep, benchmark, seed });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be read'}`, { cause: error });
  }
}

function text(measured: MeasuredAgreement, judge: string, against: string): string {
  const { n, tasks, undecided, ece, brier, confusion, labels, by } = measured;
  const head = `${printable(judge, 80)} against ${printable(against, 80)}: ${n} criteria of ${tasks} tasks${undecided > 0 ? `, ${undecided} undecided left out` : ''}`;
  const figures = new Table({ head: ['', 'n', 'accuracy', 'balanced', 'macro-F1', 'kappa'], style: { head: [], border: [] } });
  const add = (name: string, of: Pick<MeasuredAgreement, 'n' | 'accuracy' | 'balancedAccuracy' | 'macroF1' | 'kappa'>) =>
    figures.push([printable(name, 40), String(of.n), ...[of.accuracy, of.balancedAccuracy, of.macroF1, of.kappa].map(figure)]);
  add('three labels', measured);
  add('satisfied or not', { n, ...measured.binary });
  for (const [cut, parts] of Object.entries(by)) for (const [value, of] of Object.entries(parts)) add(`${cut} ${value}`, of);
  const counts = new Table({ head: [`${printable(against, 30)} \\ ${printable(judge, 30)}`, ...labels], style: { head: [], border: [] } });
  for (const row of labels) counts.push([row, ...labels.map((column) => String(confusion[row][column]))]);
  const stated =
    ece === null || brier === null
      ? 'no confidence stated'
      : `calibration error ${ece.toFixed(3)}, Brier score ${brier.toFixed(3)} of the stated confidence`;
  return [head, figures.toString(), counts.toString(), stated].join('\n');
}

function figure({ value, ci }: MeasuredAgreement['kappa']): string {
  if (value === null) return '-';
  return ci === null ? value.toFixed(3) : `${value.toFixed(3)} [${ci[0].toFixed(2)}, ${ci[1].toFixed(2)}]`;
}
