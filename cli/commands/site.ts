/** `gavel site --out DIR`: the board as files that need no server. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Scale } from '../../judge/checklist/reward.ts';
import { makeSite } from '../../reports/make-site.ts';
import type { Language } from '../../reports/words/translate.ts';
import { type Io, note } from '../io.ts';
import { collect, languageOption, scaleOption, storeOption } from '../options/options.ts';
import { writeInto } from '../write-files.ts';

interface Flags {
  readonly store: string;
  readonly out: string;
  readonly benchmark?: string[];
  readonly judge?: string;
  readonly scale: Scale;
  readonly withoutReports?: boolean;
  readonly language: Language;
}

export function siteCommand(io: Io): Command {
  return new Command('site')
    .description(
      'The board of gavel view as one file that opens without a server; above 20 MB, as a page with files beside it, for a web server.',
    )
    .argument('[sweep]', 'only what this sweep planned')
    .requiredOption('--out <dir>', 'write it into this folder')
    .option('--benchmark <name>', 'only this benchmark (repeatable)', collect)
    .option('--judge <name>', "whose verdicts pages open with (default: the leaderboard's)")
    .addOption(scaleOption())
    .option('--without-reports', 'leave the texts of reports out; verdicts and the passages that they quote stay in')
    .addOption(languageOption('in which it opens'))
    .addOption(storeOption())
    .action(async (sweep: string | undefined, { store, out, withoutReports = false, ...flags }: Flags) => {
      const { files } = await makeSite(resolve(io.cwd, store), { ...flags, sweep, withoutReports });
      const written = writeInto(resolve(io.cwd, out), files);
      const [page] = written;
      if (page !== undefined)
        note(
          io,
          `wrote ${page}${files.length > 1 ? ` and ${files.length - 1} files beside it, which need a web server` : ': it opens by itself'}`,
        );
    });
}
