/** Stress as tables for a terminal. */
import CliTable from 'cli-table3';
import { cleanName, intervalText, scoreText } from '../words/text.ts';
import { type AgentStress, curveOf } from './stress.ts';

interface Read {
  readonly sweep: string;
  readonly scale: string;
  readonly judge: string;
  readonly agents: readonly AgentStress[];
}

/** Without a newline at its end. */
export function stressTable({ sweep, scale, judge, agents }: Read, colour: boolean): string {
  return [
    `Faults in sweep ${cleanName(sweep)} · scale ${scale} · judge ${cleanName(judge)}`,
    ...agents.flatMap((one) => [`\n${cleanName(one.agent)}`, curve(one, colour), recovery(one, colour), ...notes(one)]),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[], colour: boolean): string {
  const made = new CliTable({
    head: [...head],
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    style: { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] },
  });
  made.push(...rows.map((row) => [...row]));
  return made.toString();
}

function curve(one: AgentStress, colour: boolean): string {
  const { loss, died, unsupported, took } = one;
  const rows = curveOf(one).map(({ rate, score: mean }) => {
    const lost = loss.find((one) => one.rate === rate);
    const dead = died.find((one) => one.rate === rate);
    const bare = unsupported.find((one) => one.rate === rate);
    const time = took.find((one) => one.rate === rate);
    return [
      percent(rate),
      scoreText(mean),
      lost === undefined ? '–' : scoreText(lost.value),
      lost === undefined ? '–' : intervalText(lost.ci),
      dead === undefined ? '–' : `${dead.died} of ${dead.n}`,
      bare === undefined ? '–' : percent(bare.value),
      time?.seconds == null ? '–' : time.seconds.toFixed(1),
      time?.tokens == null ? '–' : String(Math.round(time.tokens)),
    ];
  });
  return table(['Requests hit', 'Score', 'Lost', '95% interval', 'Died', 'Claims unread', 'Seconds', 'Tokens'], rows, colour);
}

function recovery({ points, recovery }: AgentStress, colour: boolean): string {
  const rows = Object.entries(recovery).map(([kind, { met, recovered, ci }]) => {
    const scores = points.filter((point) => point.kind === kind).map(({ rate, score }) => `${percent(rate)}: ${scoreText(score)}`);
    return [kind, String(met), percent(recovered / met), ci === null ? '–' : `${percent(ci[0])} to ${percent(ci[1])}`, scores.join(', ')];
  });
  return table(['Kind of fault', 'Met', 'Recovered', '95% interval', 'Score at'], rows, colour);
}

function notes({ area }: AgentStress): string[] {
  return [
    `Area under the curve: ${area === null ? 'needs two rates' : scoreText(area)} (mean score over the rates). Lost: S(0) - S(rate), paired by task, mean over kinds.`,
    'Recovered: the same request was answered later, or a page that the right answer would have led to was read. Claims unread: merits that the judge found though no page that was served proves them.',
  ];
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}
