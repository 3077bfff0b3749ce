/** Chart: one agent's wins, ties and losses against each opponent, as stacked bars. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { axisLook, baseOptions, type ChartLook, nameAxis, PALETTES, type Palette, topLegend, WHOLE_PERCENT } from '../charts/frame.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName, shareText } from '../words/text.ts';
import { netShare, recordText, shareInterval, totalOf } from './record-text.ts';
import type { AgentRecords, OpponentRecord } from './records.ts';

const OUTCOMES = [
  ['won', 'wins'],
  ['tied', 'ties'],
  ['lost', 'losses'],
] as const;

/** Throws InputError on no opponents and on an opponent without comparisons. */
export function winTieLose({ agent, opponents }: AgentRecords, { language, theme }: ChartLook): ChartConfiguration {
  if (opponents.length === 0) throw new InputError(`record of ${cleanName(agent)}: expected at least one opponent, got none`);
  const palette = PALETTES[theme];
  const rows = [...opponents].sort((x, y) => netShare(y) - netShare(x));
  const names = rows.map((row) => cleanName(row.opponent));
  const base = baseOptions(
    {
      title: translate('winTieLoseChart', language, { agent: cleanName(agent) }),
      subtitle: translate('winTieLoseDetails', language),
      notes: [translate('winTieLoseNote', language)],
      size: { width: 960, height: 196 + rows.length * 36, minWidth: 480 },
    },
    palette,
  );
  const tips = rows.map((row) => tipsOf(row, language));
  return {
    type: 'bar',
    data: {
      yLabels: names,
      datasets: OUTCOMES.map(([word, key], i) => ({
        label: translate(word, language),
        data: rows.map((row) => row[key] / totalOf(row)),
        backgroundColor: palette.outcomes[i]?.fill ?? palette.muted,
        maxBarThickness: 26,
        categoryPercentage: 0.9,
        tips,
      })),
    },
    options: {
      ...base,
      indexAxis: 'y',
      scales: { x: shareAxis(palette), y: { ...nameAxis(palette), stacked: true } },
      plugins: {
        ...base.plugins,
        legend: topLegend(palette, 13, { boxWidth: 14 }),
        names: { y: names, lines: 2 },
        segments: {
          texts: OUTCOMES.map(([, key]) => rows.map((row) => (row[key] === 0 ? '' : String(row[key])))),
          inks: palette.outcomes.map(({ ink }) => ink),
          mark: 0.5,
          ink: palette.ink,
          halo: palette.background,
        },
        endColumns: { columns: endColumns(rows, language), ink: palette.ink, muted: palette.muted },
      },
    },
  };
}

function shareAxis(palette: Palette) {
  const look = axisLook(palette);
  const ticks = { ...look.ticks, stepSize: 0.25, maxRotation: 0, format: WHOLE_PERCENT };
  return { type: 'linear' as const, stacked: true, min: 0, max: 1, ...look, ticks };
}

function endColumns(rows: readonly OpponentRecord[], language: Language) {
  return [
    { heading: 'N', texts: rows.map((row) => String(totalOf(row))) },
    { heading: translate('notInferior', language), texts: rows.map((row) => shareText(notInferior(row))) },
  ];
}

function tipsOf(row: OpponentRecord, language: Language): string[] {
  const interval = row.wilson === undefined ? '' : ` · ${translate('interval', language)} ${shareInterval(row.wilson)}`;
  return [
    cleanName(row.opponent),
    `${translate('record', language)} ${recordText(row)}`,
    `${translate('nonInferiority', language)} ${shareText(notInferior(row))}${interval}`,
  ];
}

function notInferior(row: OpponentRecord): number {
  return (row.wins + row.ties) / totalOf(row);
}
