/** Options of the commands that pay for calls: how many at once, and when to stop. Apart, because they load all of a sweep's schema. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Terms } from '../../runners/judging/paid-work.ts';
import type { Money } from '../../runners/judging/prices.ts';
import { wholeNumber } from './options.ts';
import { sweepOption } from './schema-option.ts';

/** `12.5 USD`, `12.5USD` or `CNY 12.5`. */
function money(text: string): Money {
  const [, before, amount, after] = /^([A-Za-z]{3})?\s*(\d+(?:\.\d+)?)\s*([A-Za-z]{3})?$/.exec(text.trim()) ?? [];
  const currency = (before ?? after)?.toUpperCase();
  if (amount !== undefined && currency !== undefined && (before === undefined) !== (after === undefined))
    return { amount: Number(amount), currency };
  throw new InvalidArgumentError('Expected an amount and a currency, as in 5USD.');
}

export interface BudgetFlags {
  readonly concurrency: number;
  readonly budget?: Money;
  readonly budgetCalls?: number;
  readonly budgetTokens?: number;
  readonly prices?: string;
  readonly redis?: string;
  readonly workers?: boolean;
  /** In milliseconds. */
  readonly stopAfter?: number;
}

/** `2h`, `90m`, `1h30m` or `45s`, in milliseconds. */
function duration(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /^(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(text.trim()) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new InvalidArgumentError('Expected a time of up to 24 days, as in 2h, 90m, 1h30m or 45s.');
}

/** That a timer takes. */
const LONGEST_MS = 2 ** 31 - 1;

export function stopAfterOption(): Option {
  return new Option('--stop-after <time>', 'end by then, as in 2h or 90m: what is judged is kept, the rest stays owed').argParser(duration);
}

export function addBudgetOptions(command: Command): Command {
  return addSpendingOptions(command).addOption(stopAfterOption());
}

/** The same for what is not to end by itself. */
export function addSpendingOptions(command: Command): Command {
  return command
    .addOption(sweepOption('concurrency'))
    .option('--budget <money>', 'stop starting calls once this is spent, as in 5USD', money)
    .option('--budget-calls <n>', 'stop after this many judge calls', wholeNumber(1))
    .option('--budget-tokens <n>', 'stop after this many tokens', wholeNumber(1))
    .option('--prices <file>', 'your own prices, as in docs/prices.md; they win over the bundled ones')
    .option('--redis <url>', 'Redis through which several gavels share verdicts, so that each is paid for once')
    .option('--workers', 'have `gavel worker` ask, through that Redis');
}

export function terms({
  concurrency,
  budget: money,
  budgetCalls: calls,
  budgetTokens: tokens,
  prices,
  redis,
  workers,
  stopAfter,
}: BudgetFlags): Terms {
  return { concurrency, budget: { calls, tokens, money }, prices, redis, workers, stopAfterMs: stopAfter };
}
