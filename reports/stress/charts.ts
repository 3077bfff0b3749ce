/** Charts: scores over the share of requests that faults hit, and what agents got over by kind of fault. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { FAULT_KINDS } from '../../runners/world/faults.ts';
import { axisLook, baseOptions, type ChartLook, PALETTES, topLegend } from '../charts/frame.ts';
import { between, heat } from '../charts/heat.ts';
import { translate } from '../words/i18n.ts';
import { cleanName, intervalText, scoreText } from '../words/text.ts';
import { type AgentStress, curveOf } from './stress.ts';

/** What charts and page are made of. */
export interface StressShown {
  readonly sweep: string;
  readonly scale: string;
  readonly judge: string;
  readonly agents: readonly AgentStress[];
}

export interface StressChart {
  readonly name: 'curve' | 'recovery';
  readonly config: ChartConfiguration;
}

/** The second only where a fault was met. @throws InputError where no agent has a score */
export function stressCharts(shown: StressShown, look: ChartLook): StressChart[] {
  const curve: StressChart = { name: 'curve', config: curveChart(shown, look) };
  const met = shown.agents.some(({ recovery }) => Object.keys(recovery).length > 0);
  return met ? [curve, { name: 'recovery', config: recoveryChart(shown, look) }] : [curve];
}

function curveChart(shown: StressShown, { language, theme }: ChartLook): ChartConfiguration {
  const { agents } = shown;
  const palette = PALETTES[theme];
  if (agents.every(({ points }) => points.length === 0))
    throw new InputError(`stress of ${cleanName(shown.sweep)}: expected an agent with a score, got none`);
  const notes = [translate('stressCurveNote', language)];
  const base = baseOptions(
    {
      title: translate('stressCurve', language),
      subtitle: subtitleOf(shown, language),
      notes,
      size: { width: 960, height: 500, minWidth: 300 },
    },
    palette,
  );
  const axis = (text: string) => ({ display: true, text, color: palette.ink, font: { size: 13 } });
  const datasets = agents.map((one, i) => {
    const colour = palette.series[i % palette.series.length] ?? palette.ink;
    const points = curveOf(one);
    return {
      type: 'line' as const,
      label: cleanName(one.agent),
      data: points.map(({ rate, score }) => ({ x: 100 * rate, y: score })),
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 2,
      // More agents than colours are told apart by their lines.
      borderDash: i < palette.series.length ? [] : [6, 4],
      pointRadius: 5,
      pointHoverRadius: 7,
      // Points at the ends are shown whole.
      clip: false as const,
      tips: points.map(({ rate, score }) => {
        const lost = one.loss.find((loss) => loss.rate === rate);
        const loss = lost === undefined ? [] : [`${translate('stressLost', language)} ${lossText(lost)}`];
        return [cleanName(one.agent), `${percent(rate)}: ${scoreText(score)}`, ...loss];
      }),
    };
  });
  return {
    type: 'scatter',
    data: { datasets } as ChartConfiguration['data'],
    options: {
      ...base,
      scales: {
        x: { type: 'linear', ...axisLook(palette), min: 0, title: axis(translate('stressRate', language)) },
        y: { ...axisLook(palette), suggestedMin: 0, suggestedMax: 100, title: axis(translate('score', language)) },
      },
      plugins: { ...base.plugins, legend: topLegend(palette, 13, { boxWidth: 18, boxHeight: 2 }) },
    },
  };
}

function recoveryChart(shown: StressShown, { language, theme }: ChartLook): ChartConfiguration {
  const { agents } = shown;
  const palette = PALETTES[theme];
  const [cold, hot] = palette.heat;
  const kinds = FAULT_KINDS.filter((kind) => agents.some(({ recovery }) => recovery[kind] !== undefined));
  const minWidth = 190 + kinds.length * 84;
  return heat(
    {
      frame: {
        title: translate('stressRecovery', language),
        subtitle: subtitleOf(shown, language),
        notes: [translate('stressRecoveryNote', language)],
        size: { width: Math.max(960, minWidth), height: 240 + agents.length * 46, minWidth },
      },
      rows: agents.map(({ agent }) => cleanName(agent)),
      columns: kinds.map((kind) => translate(`fault.${kind}`, language)),
      cells: agents.map(({ agent, recovery }) =>
        kinds.map((kind) => {
          const one = recovery[kind];
          if (one === undefined) return { text: '–', small: '', fill: palette.background, tips: [] };
          const share = one.recovered / one.met;
          const range = one.ci === null ? [] : [`${percent(one.ci[0])} – ${percent(one.ci[1])}`];
          return {
            text: percent(share),
            small: translate('stressOf', language, { recovered: String(one.recovered), met: String(one.met) }),
            fill: between(cold, hot, share),
            tips: [cleanName(agent), translate(`fault.${kind}`, language), percent(share), ...range],
          };
        }),
      ),
    },
    palette,
  );
}

export function subtitleOf({ sweep, scale, judge }: StressShown, language: ChartLook['language']): string {
  return translate('stressSubtitle', language, { sweep: cleanName(sweep), scale, judge: cleanName(judge) });
}

export function lossText({ value, ci }: AgentStress['loss'][number]): string {
  return `${scoreText(value)}${ci === null ? '' : ` ${intervalText(ci)}`}`;
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}
