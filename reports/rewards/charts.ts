/** The charts of an audit of rewards: what labels are worth under each mapping, and the curves of the simulation. */
import type { ChartConfiguration } from 'chart.js';
import type { BenchmarkAudit, RewardsAudit } from '../audit-rewards.ts';
import { axisLook, baseOptions, type ChartLook, nameAxis, PALETTES, type Palette, topLegend, WHOLE_PERCENT } from '../charts/frame.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName, shareText } from '../words/text.ts';
import { AUDITED, type ScaleAudit } from './audit.ts';

const MEASURES = ['flips', 'noise', 'flatGroups', 'top', 'bottom'] as const;

export function auditChart(audit: BenchmarkAudit, { language, theme }: ChartLook): ChartConfiguration {
  const palette = PALETTES[theme];
  const { benchmark, judge, reports, tasks, groups, trials } = audit;
  const shown = MEASURES.filter((measure) => audit.scales.some((scale) => shareIn(scale, measure) !== null));
  const base = baseOptions(
    {
      title: translate('rewards.auditChart', language),
      subtitle: translate('rewards.auditDetails', language, {
        benchmark: cleanName(benchmark),
        judge: cleanName(judge),
        reports,
        tasks,
        groups,
        trials,
      }),
      notes: [
        ...(trials < 2 ? [translate('rewards.oneTrial', language)] : []),
        ...(groups === 0 ? [translate('rewards.noGroups', language)] : []),
      ],
      size: { width: 960, height: 190 + shown.length * 84, minWidth: 480 },
    },
    palette,
  );
  const names = shown.map((measure) => translate(`rewards.${measure}`, language));
  const values = audit.scales.map((scale) => shown.map((measure) => shareIn(scale, measure)));
  const ranges = audit.scales.map((scale) => shown.map((measure) => rangeOf(scale, measure)));
  return {
    type: 'bar',
    data: {
      yLabels: names,
      datasets: AUDITED.map((scale, i) => ({
        label: scale,
        data: values[i] ?? [],
        backgroundColor: palette.series[i],
        maxBarThickness: 18,
        categoryPercentage: 0.8,
        tips: (values[i] ?? []).map((value, j) => [names[j] ?? '', `${scale} ${value === null ? '–' : shareText(value)}`]),
      })),
    },
    options: {
      ...base,
      indexAxis: 'y',
      layout: { padding: { left: 12, right: 56, top: 12, bottom: 12 } },
      scales: { x: shareAxis(palette, Math.max(1, ...ranges.flat().map((range) => range?.[1] ?? 0))), y: nameAxis(palette) },
      plugins: {
        ...base.plugins,
        legend: topLegend(palette, 13, { boxWidth: 14 }),
        names: { y: names, lines: 2 },
        intervals: {
          ranges,
          numbers: values.map((of) => of.map((value) => (value === null ? '' : shareText(value)))),
          ink: palette.ink,
          halo: palette.background,
          muted: palette.muted,
          fontSize: 11,
        },
      },
    },
  };
}

export function learningChart({ simulation }: RewardsAudit, { language, theme }: ChartLook): ChartConfiguration {
  const palette = PALETTES[theme];
  const { curves, runs, group, criteria, steps } = simulation;
  const base = baseOptions(
    {
      title: translate('rewards.learningChart', language),
      subtitle: translate('rewards.learningDetails', language, { runs, group, criteria }),
      notes: [translate('rewards.learningNote', language)],
      size: { width: 960, height: 480, minWidth: 480 },
    },
    palette,
  );
  const scales = [...new Set(curves.map(({ scale }) => scale))];
  const levels = [...new Set(curves.map(({ noise }) => noise))];
  return {
    type: 'line',
    data: {
      labels: Array.from({ length: steps + 1 }, (_, step) => step),
      datasets: curves.map(({ scale, noise, met }) => ({
        label: curveName(scale, noise, language),
        data: [...met],
        borderColor: palette.series[scales.indexOf(scale)],
        backgroundColor: palette.series[scales.indexOf(scale)],
        borderDash: DASHES[levels.indexOf(noise)] ?? [],
        borderWidth: 2,
        pointRadius: 0,
        pointHitRadius: 4,
        tips: met.map((share, step) => [`${curveName(scale, noise, language)} · ${step}`, shareText(share)]),
      })),
    },
    options: {
      ...base,
      scales: {
        x: {
          type: 'linear',
          min: 0,
          max: steps,
          ...axisLook(palette),
          title: { display: true, text: translate('rewards.steps', language), color: palette.muted },
        },
        y: shareAxis(palette, 1),
      },
      plugins: { ...base.plugins, legend: topLegend(palette, 12, { boxWidth: LEGEND_WIDTH, boxHeight: 0 }) },
    },
  };
}

const DASHES = [[], [6, 4], [2, 2]];
/** A line of the legend is a box without height, drawn there and back: at this width the dashes on the way back lie on those there. */
const LEGEND_WIDTH = 33;

export function curveName(scale: string, noise: number, language: Language): string {
  return translate('rewards.curve', language, { scale, noise: `${Math.round(100 * noise)}%` });
}

function shareAxis(palette: Palette, max: number) {
  const look = axisLook(palette);
  return { type: 'linear' as const, min: 0, max, ...look, ticks: { ...look.ticks, maxRotation: 0, format: WHOLE_PERCENT } };
}

function shareIn(scale: ScaleAudit, measure: (typeof MEASURES)[number]): number | null {
  const found = scale[measure];
  return found === null || typeof found === 'number' ? found : found.value;
}

function rangeOf(scale: ScaleAudit, measure: (typeof MEASURES)[number]): readonly [number, number] | null {
  const found = scale[measure];
  return found === null || typeof found === 'number' ? null : found.ci;
}
