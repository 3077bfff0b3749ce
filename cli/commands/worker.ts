/** `gavel worker`: judges what others have put into a queue. */
import { Command } from 'commander';
import { InputError } from '../../judge/errors.ts';
import { work } from '../../runners/work.ts';
import { type Io, note, plural } from '../io.ts';
import { addJudgeOptions, type JudgeFlags, judgeConfig, printPrompt } from '../options/judge-options.ts';
import { wholeNumber } from '../options/options.ts';
import { addBudgetOptions, type BudgetFlags, terms } from '../options/paid-options.ts';
import { watchWorker } from '../paid-work.ts';

interface Flags extends JudgeFlags, BudgetFlags {
  readonly reports: number;
}

export function workerCommand(io: Io): Command {
  const command = new Command('worker')
    .description(
      'Judge what `gavel judge, run, rejudge or serve --redis URL --workers` put into a queue, with the same judge; any number of workers, on any machines. Ctrl-C or SIGTERM finishes what was begun.',
    )
    .option('--reports <n>', 'reports judged at once', wholeNumber(1), 16);
  addBudgetOptions(addJudgeOptions(command, 'rubric'));
  return command.action(async (flags: Flags) => {
    const judge = judgeConfig(flags, io);
    if (flags.printPrompt === true) return printPrompt(io, judge, 'rubric');
    const { redis, ...rest } = terms(flags);
    if (redis === undefined) throw new InputError('a worker needs --redis URL: the queue stands there');
    let [done, failed] = [0, 0];
    await watchWorker(io, (around) =>
      work(
        { ...rest, judge, redis, reports: flags.reports },
        {
          ...around,
          onReady: (judges) => note(io, `waiting for reports to judge as ${judges.join(', ')}`),
          onJob(error) {
            if (error === undefined) done++;
            else {
              failed++;
              note(io, `a report was not judged: ${error}`);
            }
          },
        },
      ),
    );
    note(io, `${plural(done, 'report')} judged${failed > 0 ? `, ${failed} not` : ''}`);
  });
}
