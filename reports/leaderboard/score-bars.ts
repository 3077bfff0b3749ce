/** Chart: one bar an agent, best first, with 95% intervals. */
import type { ChartConfiguration } from 'chart.js';
import { baseOptions, type ChartLook, nameAxis, PALETTES, tallest, valueAxis } from '../charts/frame.ts';
import { translate } from '../words/i18n.ts';
import { cleanName, scoreText } from '../words/text.ts';
import { hasScore, type Leaderboard } from './leaderboard.ts';
import { details, orderedRows, scoreTips } from './notes.ts';

/** In CSS pixels. */
const [WIDTH, FRAME_HEIGHT, ROW_HEIGHT] = [960, 120, 34];

/** Agents that fit into one picture. */
export function mostBars(): number {
  return Math.floor((tallest(WIDTH) - FRAME_HEIGHT) / ROW_HEIGHT);
}

export function scoreBars(leaderboard: Leaderboard, { language, theme }: ChartLook): ChartConfiguration {
  const palette = PALETTES[theme];
  const rows = orderedRows(leaderboard);
  const names = rows.map((row) => cleanName(row.agent));
  const size = { width: WIDTH, height: FRAME_HEIGHT + rows.length * ROW_HEIGHT, minWidth: 300 };
  const base = baseOptions(
    { title: translate('scoreChart', language), subtitle: details(leaderboard, language), notes: [], size },
    palette,
  );
  return {
    type: 'bar',
    data: {
      yLabels: names,
      datasets: [
        {
          data: rows.map((row) => row.score),
          backgroundColor: palette.series[0],
          maxBarThickness: 22,
          categoryPercentage: 0.9,
          tips: rows.map((row) => [row.agent, ...scoreTips(row, language)].map(cleanName)),
        },
      ],
    },
    options: {
      ...base,
      indexAxis: 'y',
      // The last number stands beyond the longest bar.
      layout: { padding: { left: 12, right: 56, top: 12, bottom: 12 } },
      scales: {
        x: valueAxis(
          rows.filter(hasScore).flatMap(({ score, ci }) => [score, ...(ci ?? [])]),
          palette,
        ),
        y: nameAxis(palette),
      },
      plugins: {
        ...base.plugins,
        names: { y: names, lines: 2 },
        intervals: {
          ranges: [rows.map((row) => row.ci)],
          numbers: [rows.map((row) => scoreText(row.score))],
          ink: palette.ink,
          halo: palette.background,
          muted: palette.muted,
          fontSize: 13,
        },
      },
    },
  };
}
