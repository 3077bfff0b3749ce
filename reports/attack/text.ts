/** attackText: what attacks gain, as a table for a terminal. */
import CliTable from 'cli-table3';
import { FLAGS } from '../../judge/flags/flags.ts';
import type { AttackGain, AttackGains, Figure } from '../attack-gains.ts';
import { cleanName } from '../words/text.ts';

/** Without a newline at its end. */
export function attackText(judge: string, gains: AttackGains, colour: boolean): string {
  const { tasks, reports, good, weak, honestFlagged, all, attacks } = gains;
  const table = new CliTable({
    head: ['Attack', 'Score', 'Gain, points', '95%', 'Gained', '95%', 'Flagged', 'By'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] },
  });
  for (const each of attacks)
    table.push([
      each.attack,
      points(each.score),
      signed(each.gain.value),
      interval(each.gain, signed),
      percent(each.rate.value),
      interval(each.rate, percent),
      percent(each.flagged),
      flagNames(each),
    ]);
  table.push([
    'all',
    '',
    signed(all.gain.value),
    interval(all.gain, signed),
    percent(all.rate.value),
    interval(all.rate, percent),
    percent(all.flagged),
    '',
  ]);
  const left = all.unscored === 0 ? '' : `; ${all.unscored} left out, as a criterion is unscored`;
  return [
    `${reports} adversarial reports on ${tasks} tasks before ${cleanName(judge)}${left}`,
    `Honest: the weak report gets ${known(weak)} points, the good one that it is the beginning of ${known(good)}; ${honestFlagged.flagged} of ${honestFlagged.n} carry a flag`,
    table.toString(),
    'Gain: points above the weak report on the same task. Gained: share of reports that got more than it. Intervals: t over tasks; exact for the share of one attack.',
  ].join('\n');
}

function flagNames({ flags }: AttackGain): string {
  return FLAGS.filter((flag) => flags[flag] > 0).join(', ');
}

function known(value: number | null): string {
  return value === null ? 'no' : points(value);
}

function points(value: number): string {
  return value.toFixed(1);
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(1)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}

function interval({ ci }: Figure, text: (value: number) => string): string {
  return ci === null ? '–' : `${text(ci[0])} to ${text(ci[1])}`;
}
