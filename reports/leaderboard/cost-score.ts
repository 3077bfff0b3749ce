/** Chart: cost of a report against score, with the agents that no other beats on both. */
import type { ChartConfiguration, ChartDataset } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { axisLook, baseOptions, type ChartLook, PALETTES, type Palette, topLegend } from '../charts/frame.ts';
import { type Language, translate, type Word } from '../words/i18n.ts';
import { amountText, cleanName } from '../words/text.ts';
import { costText } from './cost.ts';
import { hasScore, type Leaderboard, type LeaderboardRow, type ScoredRow } from './leaderboard.ts';
import { details, orderedRows, scoreTips, withoutScoreNote } from './notes.ts';

interface Priced {
  readonly row: ScoredRow;
  readonly amount: number;
  readonly basis: 'measured' | 'estimated';
}

interface Split {
  readonly currency: string;
  readonly drawn: readonly Priced[];
  readonly notes: readonly string[];
}

/** Whether any agent has a cost that a log axis can show. */
export function hasCosts(leaderboard: Leaderboard): boolean {
  return leaderboard.rows.some((row) => priced(row) !== undefined);
}

/** Throws InputError when no agent has a known cost above 0. */
export function costScore(leaderboard: Leaderboard, { language, theme }: ChartLook): ChartConfiguration {
  const palette = PALETTES[theme];
  const { currency, drawn, notes } = split(leaderboard, language);
  const places: readonly LeaderboardRow[] = orderedRows(leaderboard);
  const base = baseOptions(
    {
      title: translate('costChart', language),
      subtitle: details(leaderboard, language),
      notes,
      size: { width: 960, height: 560 + Math.max(0, drawn.length - 10) * 8, minWidth: 300 },
    },
    palette,
  );
  const groups = (['measured', 'estimated'] as const).map((basis) => drawn.filter((point) => point.basis === basis));
  const amounts = drawn.map((point) => point.amount);
  const look = axisLook(palette);
  const data = { datasets: [...groups.map((points, i) => pointSet(points, i, language, palette)), frontierLine(drawn, language, palette)] };
  return {
    type: 'scatter',
    data: data as ChartConfiguration['data'],
    options: {
      ...base,
      scales: {
        x: {
          type: 'logarithmic',
          ...look,
          ticks: { ...look.ticks, autoSkip: false, maxRotation: 0 },
          min: Number((Math.min(...amounts) / 1.6).toPrecision(3)),
          max: Number((Math.max(...amounts) * 1.6).toPrecision(3)),
          title: { display: true, text: translate('costAxis', language, { currency }), color: palette.ink, font: { size: 13 } },
        },
        y: { ...look, grace: '8%', title: { display: true, text: translate('score', language), color: palette.ink, font: { size: 13 } } },
      },
      plugins: {
        ...base.plugins,
        legend: topLegend(palette, 12, { usePointStyle: true }),
        pointLabels: {
          texts: groups.map((points) => points.map(({ row }) => [cleanName(row.agent), `#${places.indexOf(row) + 1}`])),
          ink: palette.ink,
          muted: palette.muted,
          halo: palette.background,
        },
      },
    },
  };
}

/** The points by rising cost that no cheaper or equally dear point reaches in score. */
export function frontier<Point extends { readonly amount: number; readonly row: { readonly score: number } }>(
  points: readonly Point[],
): Point[] {
  const best: Point[] = [];
  for (const point of [...points].sort((a, b) => a.amount - b.amount || b.row.score - a.row.score)) {
    const last = best.at(-1);
    if (last === undefined || point.row.score > last.row.score) best.push(point);
  }
  return best;
}

function priced(row: LeaderboardRow): Priced | undefined {
  if (!hasScore(row)) return undefined;
  const { amount, basis } = row.costPerReport;
  return amount === null || amount <= 0 || basis === 'unknown' ? undefined : { row, amount, basis };
}

/** Costs in two currencies cannot share an axis: the commonest is drawn, the first one of equally common ones. */
function split(leaderboard: Leaderboard, language: Language): Split {
  const rows = orderedRows(leaderboard).filter(hasScore);
  const known = rows.flatMap((row) => priced(row) ?? []);
  const counts = new Map<string, number>();
  for (const { row } of known) counts.set(row.costPerReport.currency, (counts.get(row.costPerReport.currency) ?? 0) + 1);
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  if (first === undefined)
    throw new InputError(`cost chart of ${cleanName(leaderboard.benchmark)}: expected an agent with a known cost above 0, got none`);
  const [currency] = first;
  const note = (word: Word, agents: readonly string[]) =>
    agents.length === 0 ? [] : [translate(word, language, { agents: agents.join(language === 'zh' ? '、' : ', ') })];
  const unknown = rows.filter((row) => row.costPerReport.amount === null || row.costPerReport.basis === 'unknown');
  const flat = rows.filter((row) => !unknown.includes(row) && priced(row) === undefined);
  const other = known.filter(({ row }) => row.costPerReport.currency !== currency);
  return {
    currency: cleanName(currency),
    drawn: known.filter(({ row }) => row.costPerReport.currency === currency),
    notes: [
      ...note(
        'costUnknown',
        unknown.map((row) => cleanName(row.agent)),
      ),
      ...note(
        'costNotDrawable',
        flat.map((row) => cleanName(row.agent)),
      ),
      ...note(
        'costOtherCurrency',
        other.map(({ row, amount }) => cleanName(`${row.agent} (${amountText(amount)} ${row.costPerReport.currency})`)),
      ),
      ...[withoutScoreNote(leaderboard, language)].filter((note) => note !== undefined),
      ...(known.length > 12 ? [translate('numberedPoints', language)] : []),
    ],
  };
}

function pointSet(points: readonly Priced[], series: number, language: Language, palette: Palette): ChartDataset<'scatter'> {
  const estimated = series === 1;
  const colour = palette.series[estimated ? 1 : 0];
  return {
    label: translate(estimated ? 'estimated' : 'measured', language),
    data: points.map(({ row, amount }) => ({ x: amount, y: row.score })),
    pointStyle: estimated ? 'rectRot' : 'circle',
    pointRadius: estimated ? 7 : 6,
    pointHoverRadius: 8,
    borderColor: estimated ? colour : palette.background,
    borderWidth: estimated ? 2.5 : 1,
    backgroundColor: estimated ? palette.background : colour,
    tips: points.map(({ row }) =>
      [row.agent, ...scoreTips(row, language), `${translate('costPerReport', language)} ${costText(row.costPerReport, language)}`].map(
        cleanName,
      ),
    ),
  };
}

function frontierLine(points: readonly Priced[], language: Language, palette: Palette): ChartDataset<'line', { x: number; y: number }[]> {
  const best = frontier(points);
  return {
    type: 'line',
    label: translate('frontier', language),
    data: best.map(({ row, amount }) => ({ x: amount, y: row.score })),
    // What the money of one point buys holds until the next, dearer one.
    stepped: 'before',
    pointRadius: 0,
    pointHitRadius: 0,
    pointStyle: 'line',
    borderColor: palette.series[2],
    borderWidth: 2,
    borderDash: [6, 4],
    backgroundColor: palette.series[2],
  };
}
