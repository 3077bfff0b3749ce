/** trainingData: what a folder of labels holds, for the card of a judge that learnt from them. */
import { readFileSync } from 'node:fs';
import { InputError } from '../judge/errors.ts';
import { sha256 } from '../judge/hash.ts';
import { type LabelSource, labelsFile, readLabelRows, type Split } from './training/label-row.ts';

export interface TrainingData {
  /** Of the file of labels. */
  readonly sha256: string;
  /** Labels by split: what was learnt from is `train`, the rest was held back. */
  readonly splits: Readonly<Partial<Record<Split, number>>>;
  readonly groups: number;
  /** Who gave the labels. */
  readonly labelledBy: Readonly<Partial<Record<LabelSource, number>>>;
  /** Where the rows are from, with licence. */
  readonly sources: readonly { readonly from: string; readonly licence: string; readonly rows: number }[];
}

const UNKNOWN = 'not stated';

/** @param folder that `train label` wrote, or a file of rows. @throws InputError where they cannot be read, or none has a label */
export async function trainingData(folder: string): Promise<TrainingData> {
  const file = labelsFile(folder);
  const rows = (await readLabelRows([file])).filter(({ label }) => label !== undefined);
  if (rows.length === 0) throw new InputError(`${file}: no row with a label`);
  return {
    sha256: sha256(readFileSync(file, 'utf8')),
    splits: counted(rows.map(({ split = 'train' }) => split)),
    groups: new Set(rows.map(({ group }) => group)).size,
    labelledBy: counted(rows.flatMap(({ source }) => source ?? [])),
    sources: Object.entries(counted(rows.map(({ from = UNKNOWN, licence = UNKNOWN }) => JSON.stringify([from, licence])))).map(
      ([key, rows]) => {
        const [from, licence] = JSON.parse(key) as [string, string];
        return { from, licence, rows };
      },
    ),
  };
}

function counted<Name extends string>(names: readonly Name[]): Record<Name, number> {
  const counts = {} as Record<Name, number>;
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
