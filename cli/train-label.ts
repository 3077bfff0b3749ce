/** `gavel train label`: labels rows, writes them with their card, and says how it ended. */
import { resolve } from 'node:path';
import { commandLine } from '../benchmarks/files/command-line.ts';
import { InputError } from '../judge/errors.ts';
import { dataCard, dataCardText } from '../reports/data-card.ts';
import { readJudgeFile } from '../runners/judge-file.ts';
import { labelRows, labelsText } from '../runners/label-rows.ts';
import { type Io, note, plural } from './io.ts';
import { type BudgetFlags, terms } from './options/paid-options.ts';
import { concludeLabels, watchLabels } from './paid-work.ts';
import { writeInto } from './write-files.ts';

export interface LabelFlags extends BudgetFlags {
  readonly sweep?: string;
  readonly judge: string[];
  readonly arbiter: string[];
  readonly skipLabelled: boolean;
  readonly askTwins: boolean;
  readonly out: string;
  readonly store: string;
  readonly seed: number;
}

export async function trainLabel(io: Io, files: readonly string[], flags: LabelFlags): Promise<void> {
  if ((flags.sweep === undefined) === (files.length === 0)) throw new InputError('give files of rows, or --sweep NAME');
  const at = (path: string) => resolve(io.cwd, path);
  const request = {
    of: flags.sweep === undefined ? { files: files.map(at) } : { sweep: flags.sweep },
    judges: flags.judge.map((file) => readJudgeFile(at(file))),
    arbiters: flags.arbiter.map((file) => readJudgeFile(at(file))),
    skipLabelled: flags.skipLabelled,
    askTwins: flags.askTwins,
    ...terms(flags),
  };
  const outcome = await watchLabels(io, (around) => labelRows(at(flags.store), request, around));
  const card = dataCard(outcome, flags.seed);
  writeInto(at(flags.out), [
    ['labels.jsonl', labelsText(outcome.labelled)],
    ['unlabelled.jsonl', labelsText(outcome.undecided.map(({ row }) => row))],
    ['card.json', `${JSON.stringify(card, undefined, 2)}\n`],
    ['card.md', dataCardText(card)],
  ]);
  const { disputed = 0, split = 0 } = card.undecided;
  note(io, `${plural(card.rows, 'label')} in ${flags.out}; card.md says of what kinds`);
  if (disputed > 0) note(io, `${plural(disputed, 'row')} that judges differ about, in unlabelled.jsonl: --arbiter FILE decides, or people`);
  if (split > 0) note(io, `${plural(split, 'row')} that arbiters differ about, in unlabelled.jsonl`);
  concludeLabels(io, outcome);
  note(io, `Next: ${commandLine(['gavel', 'train', 'export', flags.out, '--for', 'trl', '--kind', 'sft', '--out', `${flags.out}-trl`])}`);
}
