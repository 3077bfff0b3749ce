/** Chart: scores over the steps of a series, with their intervals as a band. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { axisLook, baseOptions, type ChartLook, PALETTES } from '../charts/frame.ts';
import { provenanceText } from '../leaderboard/provenance.ts';
import { translate } from '../words/i18n.ts';
import { cleanName, estimateText, scoreText } from '../words/text.ts';
import type { History, HistoryPoint } from './history.ts';
import { historySentences, historyTitle, isPartial } from './text.ts';

/** Throws InputError where no checkpoint has a score. */
export function historyChart(history: History, { language, theme }: ChartLook): ChartConfiguration {
  const palette = PALETTES[theme];
  const scored = history.points.filter((point) => point.score !== null);
  if (scored.length === 0) throw new InputError(`history of ${cleanName(history.series)}: expected a checkpoint with a score, got none`);
  const notes = [...historySentences(history, language), ...(history.provenance ? [provenanceText(history.provenance, language)] : [])];
  const base = baseOptions(
    {
      title: translate('historyChart', language),
      subtitle: historyTitle(history, language),
      notes,
      size: { width: 960, height: 470 + 34 * notes.length, minWidth: 300 },
    },
    palette,
  );
  const look = axisLook(palette);
  const line = (end: 0 | 1) => ({
    type: 'line' as const,
    label: translate('interval', language),
    data: scored.flatMap(({ step, ci }) => (ci === null ? [] : [{ x: step, y: ci[end] }])),
    pointRadius: 0,
    pointHitRadius: 0,
    borderColor: palette.series[0],
    borderWidth: 1,
    borderDash: [4, 4],
  });
  const marks = (points: readonly HistoryPoint[]) => ({
    type: 'line' as const,
    label: translate('score', language),
    data: points.map(({ step, score }) => ({ x: step, y: score })),
    borderColor: palette.series[0],
    pointRadius: 5,
    pointHoverRadius: 7,
    tips: points.map((point) =>
      [point.agent, `${translate('score', language)} ${scoreText(point.score)} ${estimateText(point, language)}`].map(cleanName),
    ),
  });
  const data = {
    datasets: [
      { ...marks(scored.filter((point) => !isPartial(point))), backgroundColor: palette.series[0], borderWidth: 2 },
      // What is scored in part is no step on the way: hollow, and off the line.
      {
        ...marks(scored.filter(isPartial)),
        label: '',
        showLine: false,
        backgroundColor: palette.background,
        pointBorderWidth: 2,
      },
      line(0),
      { ...line(1), label: '' },
    ],
  };
  return {
    type: 'scatter',
    data: data as ChartConfiguration['data'],
    options: {
      ...base,
      scales: {
        x: { type: 'linear', ...look, title: { display: true, text: translate('step', language), color: palette.ink, font: { size: 13 } } },
        y: {
          ...look,
          suggestedMin: 0,
          suggestedMax: 100,
          title: { display: true, text: translate('score', language), color: palette.ink, font: { size: 13 } },
        },
      },
      plugins: { ...base.plugins, legend: { display: false } },
    },
  };
}
