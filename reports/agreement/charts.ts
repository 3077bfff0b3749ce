/** agreementCharts: kappa by kind of criterion and report, the calibration curve, and the labels of both sides against each other. */
import type { ChartConfiguration } from 'chart.js';
import { LABELS } from '../../judge/checklist/verdict.ts';
import { axisLook, baseOptions, type ChartLook, nameAxis, PALETTES, topLegend, WHOLE_PERCENT } from '../charts/frame.ts';
import { between, heat } from '../charts/heat.ts';
import { translate } from '../words/i18n.ts';
import { shareText } from '../words/text.ts';
import type { CalibrationBin } from './labels.ts';
import type { MeasuredAgreement } from './measured.ts';
import { agreementAbout, agreementNotes, agreementRows, estimateOf } from './text.ts';

export interface AgreementChart {
  /** Fit for a file name. */
  readonly name: 'agreement' | 'calibration' | 'confusion';
  readonly config: ChartConfiguration;
}

/** Those that there is something to draw of. */
export function agreementCharts(measured: MeasuredAgreement, look: ChartLook): AgreementChart[] {
  return [
    { name: 'agreement', config: kappaChart(measured, look) },
    ...(measured.calibration.length === 0 ? [] : [{ name: 'calibration' as const, config: calibrationChart(measured, look) }]),
    { name: 'confusion', config: confusionChart(measured, look) },
  ];
}

function kappaChart(measured: MeasuredAgreement, { language, theme }: ChartLook): ChartConfiguration {
  const palette = PALETTES[theme];
  const rows = agreementRows(measured, language);
  const names = rows.map(({ name }) => name);
  const notes = agreementNotes(measured, language);
  const base = baseOptions(
    {
      title: translate('agreement.kappaChart', language),
      subtitle: agreementAbout(measured, language),
      notes,
      size: { width: 960, height: 130 + rows.length * 30 + notes.length * 17, minWidth: 560 },
    },
    palette,
  );
  const drawn = rows.flatMap((row, y) => (row.kappa.value === null ? [] : [{ row, x: row.kappa.value, y }]));
  const ends = drawn.flatMap(({ row, x }) => [x, ...(row.kappa.ci ?? [])]);
  const axis = axisLook(palette);
  return {
    type: 'scatter',
    data: {
      yLabels: names,
      datasets: [
        {
          data: drawn.map(({ x, y }) => ({ x, y })),
          pointRadius: 5,
          pointHoverRadius: 8,
          clip: false,
          borderColor: palette.background,
          backgroundColor: palette.series[0],
          tips: drawn.map(({ row }) => [row.name, `${translate('agreement.kappa', language)} ${estimateOf(row.kappa)}`]),
        },
      ],
    },
    options: {
      ...base,
      parsing: false,
      scales: {
        x: { type: 'linear', ...axis, min: Math.min(0, Math.floor(10 * Math.min(...ends, 0)) / 10), max: 1 },
        y: { ...nameAxis(palette), offset: true, grid: { display: true, color: palette.grid } },
      },
      plugins: {
        ...base.plugins,
        names: { y: names, lines: 2 },
        intervals: {
          ranges: [drawn.map(({ row }) => row.kappa.ci)],
          numbers: [],
          ink: palette.ink,
          halo: palette.background,
          muted: palette.muted,
          fontSize: 12,
          under: true,
        },
        endColumns: {
          columns: [
            ...(['kappa', 'balancedAccuracy'] as const).map((name) => ({
              heading: translate(`agreement.${name}`, language),
              texts: rows.map((row) => row[name].value?.toFixed(2) ?? '–'),
            })),
            { heading: translate('agreement.n', language), texts: rows.map(({ n }) => String(n)) },
          ],
          ink: palette.ink,
          muted: palette.muted,
        },
      },
    },
  };
}

function calibrationChart(measured: MeasuredAgreement, { language, theme }: ChartLook): ChartConfiguration {
  const palette = PALETTES[theme];
  const { calibration } = measured;
  const base = baseOptions(
    {
      title: translate('agreement.calibrationChart', language),
      subtitle: agreementAbout(measured, language),
      notes: [],
      size: { width: 640, height: 560, minWidth: 320 },
    },
    palette,
  );
  const axis = axisLook(palette);
  const shares = (title: string) => ({
    type: 'linear' as const,
    ...axis,
    min: 0,
    max: 1,
    ticks: { ...axis.ticks, format: WHOLE_PERCENT },
    title: { display: true, text: title, color: palette.ink, font: { size: 13 } },
  });
  const data = {
    datasets: [
      {
        type: 'line' as const,
        label: translate('agreement.right', language),
        data: calibration.map(({ stated, right }) => ({ x: stated, y: right })),
        borderColor: palette.series[0],
        backgroundColor: palette.series[0],
        borderWidth: 2,
        clip: false as const,
        pointRadius: calibration.map((bin) => radiusOf(bin, calibration)),
        pointHoverRadius: 10,
        tips: calibration.map(({ stated, right, n }) => [
          translate('agreement.bin', language, { stated: shareText(stated), right: shareText(right), n }),
        ]),
      },
      {
        type: 'line' as const,
        label: translate('agreement.perfect', language),
        data: [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
        borderColor: palette.muted,
        borderWidth: 1,
        borderDash: [6, 4],
        pointRadius: 0,
        pointHitRadius: 0,
        pointStyle: 'line' as const,
      },
    ],
  };
  return {
    type: 'scatter',
    data: data as ChartConfiguration['data'],
    options: {
      ...base,
      scales: { x: shares(translate('agreement.confidence', language)), y: shares(translate('agreement.right', language)) },
      plugins: {
        ...base.plugins,
        legend: topLegend(palette, 12, { usePointStyle: true, boxHeight: 8 }),
        pointLabels: {
          texts: [calibration.map(({ n }) => [String(n)]), [[], []]],
          ink: palette.ink,
          muted: palette.muted,
          halo: palette.background,
        },
      },
    },
  };
}

/** By how many criteria stand behind it; in CSS pixels. */
function radiusOf({ n }: CalibrationBin, bins: readonly CalibrationBin[]): number {
  return 3 + 6 * Math.sqrt(n / Math.max(...bins.map((bin) => bin.n)));
}

function confusionChart(measured: MeasuredAgreement, { language, theme }: ChartLook): ChartConfiguration {
  const palette = PALETTES[theme];
  const names = LABELS.map((label) => translate(`agreement.${label}`, language));
  const [cold, hot] = palette.heat;
  return heat(
    {
      frame: {
        title: translate('agreement.confusionChart', language),
        subtitle: agreementAbout(measured, language),
        notes: [translate('agreement.rowShare', language)],
        size: { width: 640, height: 360, minWidth: 360 },
      },
      rows: names,
      columns: names,
      cells: LABELS.map((truth, i) => {
        const counts = LABELS.map((judged) => measured.confusion[truth][judged]);
        const all = counts.reduce((sum, count) => sum + count, 0);
        return counts.map((count, j) => {
          const share = all === 0 ? 0 : count / all;
          return {
            text: String(count),
            small: all === 0 ? '' : shareText(share),
            fill: between(cold, hot, share),
            tips: [`${names[i]} → ${names[j]}: ${count}`],
          };
        });
      }),
    },
    palette,
  );
}
