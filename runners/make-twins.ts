/** Making twins of a file of labels: pairs of rows that differ by one fact, with labels known by construction, as another file of labels. */
import { InputError } from '../judge/errors.ts';
import { labelLine, readLabelRows } from './training/label-row.ts';
import { type MadeTwins, makeTwins } from './training/twin-rows.ts';

export interface TwinsOutcome extends Omit<MadeTwins, 'rows'> {
  /** JSON lines. */
  readonly text: string;
  readonly rows: number;
}

/** The same rows and seed, the same bytes. @throws InputError for a bad file, and where none of its criteria is satisfied */
export async function twinsOf(files: readonly string[], seed: number): Promise<TwinsOutcome> {
  const { rows, ...made } = makeTwins(await readLabelRows(files), seed);
  if (made.satisfied === 0)
    throw new InputError(`${files.join(', ')}: no row with the label "satisfied": twins are made of what stands in a report`);
  return { ...made, rows: rows.length, text: rows.map((row) => `${labelLine(row)}\n`).join('') };
}
