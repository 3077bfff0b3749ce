/** `gavel train`: labels for training, twins, files for trainers, and the small judge from one's own labels. */
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { commandLine } from '../../benchmarks/files/command-line.ts';
import { smallCard } from '../../reports/small-card.ts';
import { exportTraining, KINDS, type Kind, TRAINER_NAMES, type TrainerName } from '../../runners/export-training.ts';
import { twinsOf } from '../../runners/make-twins.ts';
import { CRITERION_KINDS, type CriterionKind, FEWEST_OF_KIND, type FittedSmall, trainSmall } from '../../runners/train-small.ts';
import { type Io, note, plural } from '../io.ts';
import { collect, seedOption, storeOption } from '../options/options.ts';
import { addBudgetOptions } from '../options/paid-options.ts';
import { type LabelFlags, trainLabel } from '../train-label.ts';
import { writeFile } from '../write-files.ts';

const ROWS = 'JSON lines: {query, report, criterion, weight, axis?, language?, group?, label?, source?}';

export function trainCommand(io: Io): Command {
  const command = new Command('train').description(
    'Labels for training a judge, files for trainers, and the small judge from your own labels.',
  );
  const label = command
    .command('label')
    .description("labels by a panel of judges and arbiters beside people's, split by group, with a card; run again to resume")
    .argument('[files...]', ROWS)
    .option('--sweep <name>', 'in place of files: the reports of this sweep by their rubrics')
    .option(
      '--judge <file>',
      'a judge of the panel, in YAML as the key judge of a sweep (repeatable); rows that all of them label alike get that label',
      collect,
      [],
    )
    .option('--arbiter <file>', 'a model that decides where they differ, and reads their reasons (repeatable)', collect, [])
    .option('--skip-labelled', "do not ask judges about rows that have people's labels", false)
    .option(
      '--ask-twins',
      'ask judges about twins, too, whose labels are known: "gavel agreement" then says which changes they do not see',
      false,
    )
    .requiredOption('--out <dir>', 'labels.jsonl, unlabelled.jsonl, card.json and card.md go here')
    .addOption(storeOption())
    .addOption(seedOption());
  addBudgetOptions(label).action((files: string[], flags: LabelFlags) => trainLabel(io, files, flags));
  command
    .command('twins')
    .description('of satisfied criteria: pairs that differ by one fact, whose labels are known by construction')
    .argument('<files...>', ROWS)
    .requiredOption('--out <file>', 'where the pairs go, rows of the same kind')
    .addOption(seedOption())
    .action((files: string[], flags: TwinFlags) => twins(io, files, flags));
  command
    .command('export')
    .description("labels as the files of a trainer, in this judge's own prompts and reply shape, with configurations beside them")
    .argument('<dir>', 'a folder that train label wrote, or a file of labels')
    .addOption(new Option('--for <trainer>', 'who trains').choices(TRAINER_NAMES).makeOptionMandatory())
    .addOption(new Option('--kind <kind>', 'by example, by pairs of replies, or by reward').choices(KINDS).makeOptionMandatory())
    .requiredOption('--out <dir>', 'train, dev and test rows and configurations go here')
    .option('--bare', 'rows whose label nobody explained, too: with an empty reason', false)
    .option('--judge-prompt <file>', "texts in place of the judge's own, with which the trained judge is then to be asked, too")
    .addOption(
      new Option('--labels <n>', 'labels that the trained judge is asked for: 3 with "partial", 2 without')
        .choices(['2', '3'])
        .default('3'),
    )
    .action((dir: string, flags: ExportFlags) => exportFor(io, dir, flags));
  command
    .command('small')
    .description('the small judge fitted to your own labels, 100 or more, measured by cross-validation over groups')
    .argument('<labels...>', 'folders that train label wrote, or files of labels')
    .requiredOption('--out <file>', 'the weights, for --judge small --judge-file FILE')
    .option('--card <file>', 'write a judge card')
    .addOption(seedOption())
    .action((labels: string[], flags: SmallFlags) => small(io, labels, flags));
  return command;
}

interface SmallFlags {
  readonly out: string;
  readonly card?: string;
  readonly seed: number;
}

async function small(io: Io, labels: readonly string[], { out, card: cardFile, seed }: SmallFlags): Promise<void> {
  const fitted = await trainSmall(
    labels.map((path) => resolve(io.cwd, path)),
    seed,
  );
  const card = smallCard(fitted, seed);
  writeFile(resolve(io.cwd, out), fitted.text);
  if (cardFile !== undefined) writeFile(resolve(io.cwd, cardFile), `${JSON.stringify(card, undefined, 2)}\n`);
  const { measures } = card.agreement;
  for (const line of learntLines(fitted.learnt)) note(io, line);
  note(io, `out of fold: ${figures(measures)}; the bundled judge on the same labels: ${figures(card.bundled)}`);
  note(io, `Next: ${commandLine(['gavel', 'judge', 'reports/', '--judge', 'small', '--judge-file', out])}`);
}

const NAMES: Readonly<Record<CriterionKind, string>> = {
  described: 'claims that are described',
  quoted: 'claims that are quoted behind a colon',
  quality: 'questions of quality',
};

function learntLines({ rows, groups, rounds }: FittedSmall['learnt']): string[] {
  const counted = (kinds: readonly CriterionKind[]) => kinds.map((kind) => `${rows[kind]} ${NAMES[kind]}`).join(', ');
  const learnt = CRITERION_KINDS.filter((kind) => rounds[kind] !== null);
  const left = CRITERION_KINDS.filter((kind) => rounds[kind] === null);
  return [
    ...(learnt.length === 0 ? [] : [`learnt from ${counted(learnt)}; all labels are of ${plural(groups, 'group')}`]),
    ...(left.length === 0 ? [] : [`as in the bundled judge, with fewer than ${FEWEST_OF_KIND} labels or one group: ${counted(left)}`]),
  ];
}

function figures({ macroF1, kappa, ece }: Pick<ReturnType<typeof smallCard>['bundled'], 'macroF1' | 'kappa' | 'ece'>): string {
  const shown = (value: number | null) => (value === null ? '-' : value.toFixed(3));
  return `macro-F1 ${shown(macroF1.value)}, kappa ${shown(kappa.value)}, calibration error ${shown(ece)}`;
}

interface ExportFlags {
  readonly for: TrainerName;
  readonly kind: Kind;
  readonly out: string;
  readonly bare: boolean;
  readonly judgePrompt?: string;
  readonly labels: '2' | '3';
}

async function exportFor(io: Io, dir: string, { for: trainer, kind, out, bare, judgePrompt, labels }: ExportFlags): Promise<void> {
  const { rows, lengths, unexplained, undisputed, commands } = await exportTraining({
    from: resolve(io.cwd, dir),
    trainer,
    kind,
    out: resolve(io.cwd, out),
    bare,
    prompt: judgePrompt === undefined ? undefined : resolve(io.cwd, judgePrompt),
    labels: labels === '2' ? 2 : 3,
  });
  const counts = Object.entries(rows).map(([split, count]) => `${split} ${count}`);
  note(io, `${counts.join(', ')} rows in ${out}; the longest prompt is about ${lengths.prompt} tokens, and the configurations allow it`);
  if (unexplained > 0) note(io, `left out: ${plural(unexplained, 'row')} whose label nobody explained (--bare takes them)`);
  if (undisputed > 0) note(io, `left out: ${plural(undisputed, 'row')} about which nobody was wrong, so that no wrong reply is known`);
  note(io, `Next, in ${out}, one of: ${commands.join('; ')}`);
}

interface TwinFlags {
  readonly out: string;
  readonly seed: number;
}

async function twins(io: Io, files: readonly string[], { out, seed }: TwinFlags): Promise<void> {
  const { text, rows, used, satisfied, pairs } = await twinsOf(
    files.map((file) => resolve(io.cwd, file)),
    seed,
  );
  writeFile(resolve(io.cwd, out), text);
  const kinds = Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1));
  note(
    io,
    `${plural(rows, 'row')} of ${used} of ${plural(satisfied, 'satisfied criterion', 'satisfied criteria')}: ${kinds.map(([kind, count]) => `${kind} ${count}`).join(', ') || 'nothing that could be changed'}`,
  );
}
