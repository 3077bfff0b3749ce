/** Chart: what was measured of each agent's reports, a row a measure, agents across; the deeper its ground, the higher a value among its row. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { type ChartLook, PALETTES } from '../charts/frame.ts';
import { between, heat } from '../charts/heat.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName } from '../words/text.ts';
import { MEASURES, type Measure } from './diagnose.ts';
import { type DiagnosedAgent, numberText } from './table.ts';

/** @throws InputError where there is no agent */
export function diagnosticsChart(agents: readonly DiagnosedAgent[], { language, theme }: ChartLook): ChartConfiguration {
  if (agents.length === 0) throw new InputError('diagnostics: expected at least one agent, got none');
  const palette = PALETTES[theme];
  const [cold, hot] = palette.heat;
  const shown = measuresOf(agents);
  const minWidth = 280 + agents.length * 110;
  return heat(
    {
      frame: {
        title: translate('diagnosticsTitle', language),
        subtitle: translate('diagnosticsSubtitle', language),
        notes: [translate('diagnosticsNote', language)],
        size: { width: Math.max(960, minWidth), height: 220 + shown.length * 42, minWidth },
      },
      rows: shown.map((name) => measureName(name, language)),
      columns: agents.map(({ agent }) => cleanName(agent)),
      cells: shown.map((name) => {
        const values = agents.flatMap(({ measures }) => measures[name]?.value ?? []);
        const [low, high] = [Math.min(...values), Math.max(...values)];
        return agents.map(({ agent, measures }) => {
          const estimate = measures[name];
          if (estimate === undefined) return { text: '–', small: '', fill: palette.background, tips: [] };
          const { value, ci, n } = estimate;
          const range = ci === null ? '' : `${numberText(name, ci[0])} – ${numberText(name, ci[1])}`;
          return {
            text: numberText(name, value),
            small: range,
            fill: between(cold, hot, high > low ? (value - low) / (high - low) : 0),
            tips: [cleanName(agent), measureName(name, language), `${numberText(name, value)} ${range}`, `n = ${n}`],
          };
        });
      }),
    },
    palette,
  );
}

/** Those that anything is known of. */
export function measuresOf(agents: readonly DiagnosedAgent[]): Measure[] {
  return MEASURES.filter((name) => agents.some(({ measures }) => measures[name] !== undefined));
}

export function measureName(name: Measure, language: Language): string {
  return translate(`measure.${name}`, language);
}
