/** formatOptions, chosenFormat: table, JSON, page or pictures, on the terminal or into a folder. */
import { type Command, Option } from 'commander';
import { InputError } from '../../judge/errors.ts';

const FORMATS = ['table', 'json', 'html', 'png'] as const;
export type FileFormat = (typeof FORMATS)[number];

export function formatOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <name>', 'what to write; table where not given').choices(FORMATS))
    .option('--json', 'the same as --format json')
    .option('--out <dir>', 'write files into this folder; needed for html and png');
}

/** @throws InputError where two formats are asked for, or one that no terminal shows without --out */
export function chosenFormat(flags: { readonly format?: FileFormat; readonly json?: boolean; readonly out?: string }): FileFormat {
  const format = flags.json === true ? 'json' : (flags.format ?? 'table');
  if (flags.json === true && flags.format !== undefined && flags.format !== 'json')
    throw new InputError(`--json and --format ${flags.format} exclude each other`);
  if (flags.out === undefined && (format === 'html' || format === 'png')) throw new InputError(`--format ${format} needs --out DIR`);
  return format;
}
