/** Wins, ties and losses as shares and as text. */
import { InputError } from '../../judge/errors.ts';
import { shareText } from '../words/text.ts';
import type { Record3 } from './head-to-head.ts';

/** Throws InputError on no battles: a rate of nothing is no number. */
export function totalOf({ wins, ties, losses }: Record3): number {
  const n = wins + ties + losses;
  if (!(n > 0)) throw new InputError(`expected at least one comparison, got ${wins} wins, ${ties} ties and ${losses} losses`);
  return n;
}

/** Wins and half the ties over all, in [0, 1]. */
export function winShare(record: Record3): number {
  return (record.wins + record.ties / 2) / totalOf(record);
}

/** Wins less losses over all, in [-1, 1]. */
export function netShare(record: Record3): number {
  return (record.wins - record.losses) / totalOf(record);
}

/** "30-17-23". */
export function recordText({ wins, ties, losses }: Record3): string {
  return `${wins}-${ties}-${losses}`;
}

/** "+10.0%", "-1.4%" or "0.0%". */
export function signedShare(share: number): string {
  const text = shareText(Math.abs(share));
  if (text === '0.0%') return text;
  return share > 0 ? `+${text}` : `-${text}`;
}

export function shareInterval([low, high]: readonly [number, number]): string {
  return `[${signless(low)}, ${signless(high)}]`;
}

/** An interval's end keeps its minus, and needs no plus. */
function signless(share: number): string {
  return share < 0 ? signedShare(share) : shareText(share);
}
