/** RewardProtocol: one trainer's way of asking for rewards. Each is a file in protocols/ and an entry in protocols/all.ts. */

import type { Scale } from '../../judge/checklist/reward.ts';
import type { Components, RewardRules } from '../../judge/checklist/reward-rules.ts';
import type { Label, Probabilities } from '../../judge/checklist/verdict.ts';
import type { Flag } from '../../judge/flags/flags.ts';
import type { Quote } from '../../judge/reading/quotes.ts';
import type { BadItem, LabelReader, RewardItem } from './item.ts';
import type { GroupSpread } from './spread.ts';

export interface RewardProtocol {
  /** As metrics and logs call it. */
  readonly name: string;
  /** Of its POST. */
  readonly path: string;
  /** The trainer's own time-out with room to spare, where the server's usual deadline comes too late for it. */
  readonly deadlineSeconds?: number;
  /** Whether each result may be sent as it is done, one a line. */
  readonly streams?: boolean;
  /** Whether the answer holds what was asked: the body is kept as long as it waits. */
  readonly echoes?: boolean;
  /** Whether a failure can only be said as an error or as the fallback. */
  readonly fallsBack?: boolean;
  /** Its trainer can be given no header: the token may stand in the address, as HTTP Basic sends it. */
  readonly addressOnly?: boolean;
  /** What the trainer asks beside rewards. */
  readonly beside?: readonly Beside[];
  /** @throws Unreadable where the body is not as the trainer sends it (400), InputError where it can have no reward (422): nothing is asked */
  read(body: unknown, reader: Reader): Asked;
  /** @param results one an item, in order */
  answer(results: readonly RewardResult[], said: Said): Answer;
}

/** A request that needs no judge. */
export interface Beside {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** @param body undefined for a GET. @throws Unreadable where it is not as the trainer sends it */
  answer(body: unknown): unknown;
}

export type Reader = LabelReader;

/** What a request asks for. */
export interface Asked {
  readonly items: readonly (RewardItem | BadItem)[];
  /** In place of the server's. */
  readonly scale?: Scale;
  readonly rules?: Partial<RequestRules>;
  /** Whether the verdicts are wanted with their words. */
  readonly verdicts?: boolean;
}

export interface RequestRules extends RewardRules {
  /** Points for a completion that the pattern matches, thoughts and tags included. */
  readonly format?: { readonly pattern: string; readonly points: number };
  /** Whether canary criteria are asked beside the rubric. */
  readonly canaries?: boolean;
  /** Flags that count as a fatal flaw; none changes a reward where nothing is said. */
  readonly fatalFlags?: readonly Flag[];
}

/** What an answer is made from beside the results. */
export interface Said {
  readonly body: unknown;
  /** As leaderboards show it. */
  readonly judge: string;
  /** The number that stands for a reward which could not be had, where one was configured. */
  readonly fallback: number | undefined;
  /** How far the rewards of each group lie apart that the request named. */
  readonly groups: Readonly<Record<string, GroupSpread>>;
  /** Of the calls that this request paid for. */
  readonly spent: Spent;
}

export interface Spent {
  readonly usage: { readonly calls: number; readonly [tokens: string]: number };
  /** Null: some of the calls have no known price. */
  readonly cost: { readonly amount: number; readonly currency: string } | null;
}

export interface Answer {
  readonly status: 200 | 422 | 503;
  /** Sent as JSON. */
  readonly body: unknown;
}

/**
 * - `invalid`: the item itself cannot be judged; asking again is no use.
 * - `judge_failed`: the judge did not answer, or not in time to be asked again.
 * - `judge_unparseable`: it answered, and not so that a verdict could be read.
 * - `split`: the judges of a panel do not agree.
 * - `deadline`: not all was judged by the deadline; the work goes on, and asking again finds it done.
 * - `judge_down`: nothing is answered by the judge just now, and the server was told not to wait.
 * - `budget`: spent. `full`: too many are waiting. `stopping`: the server is.
 */
export type RewardErrorKind =
  | 'invalid'
  | 'judge_failed'
  | 'judge_unparseable'
  | 'split'
  | 'deadline'
  | 'judge_down'
  | 'budget'
  | 'full'
  | 'stopping';

export interface RewardError {
  readonly kind: RewardErrorKind;
  readonly message: string;
}

export interface RewardResult {
  readonly id: string;
  /** Null where it could not be had: never a number that stands for a failure. */
  readonly reward: number | null;
  /** Criteria with a verdict, all criteria, and the difference. */
  readonly judged: number;
  readonly criteria: number;
  readonly unscored: number;
  /** Id of the fatal criterion that was met, else the flag that counts as one. */
  readonly fatal?: string;
  readonly flags: readonly string[];
  /** Always all of them; their sum is the reward, and all are 0 where there is none. */
  readonly components: Components;
  readonly error?: RewardError;
  readonly verdicts?: readonly ShownVerdict[];
}

/** A verdict as a reward's reader sees it; of several trials their most frequent label, and the mean of their points. */
export interface ShownVerdict {
  readonly id: string;
  readonly label: Label;
  readonly points: number;
  readonly confidence: number | null;
  /** Where the judge gives them. */
  readonly probabilities?: Probabilities;
  readonly reason: string;
  readonly quotes: readonly Quote[];
}
