/** Chart: a table of scores, the higher the deeper their ground, agents down and groups across. */
import type { ChartConfiguration } from 'chart.js';
import type { Palette } from '../charts/frame.ts';
import { between, heat } from '../charts/heat.ts';
import type { ScoreTable } from './group-bars.ts';

export function scoreHeat({ title, subtitle, notes, agents, groups, cells }: ScoreTable, palette: Palette): ChartConfiguration {
  const minWidth = 190 + groups.length * 46;
  const size = { width: Math.max(960, minWidth), height: 210 + agents.length * 30, minWidth };
  const scores = cells.flatMap((row) => row.flatMap((cell) => cell.score ?? []));
  const fill = (score: number | null) => (score === null ? palette.background : scoreColour(score, scores, palette));
  return heat(
    {
      frame: { title, subtitle, notes, size },
      rows: agents,
      columns: groups,
      cells: cells.map((row) => row.map(({ score, text, tips }) => ({ text, small: '', fill: fill(score), tips }))),
    },
    palette,
  );
}

/** Between the two ends of the palette's heat, by the score's place between the lowest and the highest score. */
function scoreColour(score: number, scores: readonly number[], { heat: [cold, hot] }: Palette): string {
  const low = Math.min(...scores);
  const high = Math.max(...scores);
  return between(cold, hot, high > low ? (score - low) / (high - low) : 0.5);
}
