/** Checks of `gavel doctor`, and a tried judge as some of them: replies, pace, confidence and price. */
import { printable } from '../benchmarks/files/check.ts';
import { type JudgeTried, TRIAL } from '../runners/try-judge.ts';
import { plural } from './io.ts';

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** It works, and a person should know something of it. */
  readonly warns?: true;
  /** What was found, or what to do. */
  readonly says: string;
}

const FORMATS = { schema: 'a JSON schema', object: 'JSON mode', words: 'JSON asked for in words' } as const;

export function judgeChecks(tried: JudgeTried): Check[] {
  const { verdicts, unscored, confidenceIsFulfilment, freePrice } = tried;
  return [
    replies(tried),
    ...unscored.map((error): Check => ({ name: 'unscored', ok: verdicts > 0, warns: true, says: printable(error, 500) })),
    ...pace(tried),
    ...(confidenceIsFulfilment
      ? [warning('confidence', 'says how far a criterion is met, not how sure the judge is: leave it out of calibration and cascades')]
      : []),
    ...(freePrice === undefined
      ? []
      : [{ name: 'price', ok: true, says: `none is known; for --prices, as it is your own machine: ${freePrice}` }]),
  ];
}

function replies({ verdicts, agreed, format, calls, retries, tokensPerSecond, url, model, cut }: JudgeTried): Check {
  const took = `${plural(calls, 'call')}, ${retries} of them tried again`;
  if (verdicts === 0 || format === undefined) {
    const why = cut === 'seconds' ? `within ${TRIAL.seconds} s: it is loading, or too slow for reports` : `in ${plural(calls, 'call')}`;
    return { name: 'judge', ok: false, says: `${url}: no verdict of "${printable(model, 100)}" ${why}` };
  }
  const speed = tokensPerSecond === undefined ? 'it does not count tokens' : `${rate(tokensPerSecond)} tokens a second`;
  const says = `${url}: ${plural(verdicts, 'verdict')}, ${agreed} as people gave them; ${FORMATS[format]} works; ${speed} (${took})`;
  return { name: 'judge', ok: true, says };
}

function pace({ steps, advice, cut }: JudgeTried): Check[] {
  if (advice === undefined) return [];
  const rates = steps.map(({ atOnce, perMinute }) => `${atOnce}: ${rate(perMinute)}`).join(', ');
  const left = cut === undefined ? '' : `; the limit of ${cut} ended the trial`;
  const words = `--concurrency ${advice.concurrency} --timeout ${advice.timeoutSeconds}`;
  return [{ name: 'pace', ok: true, says: `answers a minute by calls at once: ${rates}; use ${words}${left}` }];
}

function rate(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

function warning(name: string, says: string): Check {
  return { name, ok: true, warns: true, says };
}
