/** A series of checkpoints as a table for a terminal, with what may be said of it below. */
import CliTable from 'cli-table3';
import { provenanceText } from '../leaderboard/provenance.ts';
import { ALPHA } from '../stats/rank-sets.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName, estimateText, intervalText, pText, scoreText, shareText } from '../words/text.ts';
import type { BestOfMany, Change, History, HistoryPoint } from './history.ts';

/** Headings and cells, alike in terminals and pages. */
export function historyColumns(
  { points }: History,
  language: Language,
): { readonly heading: string; readonly text: (point: HistoryPoint) => string }[] {
  const missing = points.some(({ failed, unscored, owed }) => failed + unscored + owed > 0);
  return [
    { heading: translate('step', language), text: ({ step }) => String(step) },
    { heading: translate('agent', language), text: ({ agent }) => cleanName(agent) },
    { heading: translate('score', language), text: ({ score }) => scoreText(score) },
    { heading: translate('interval', language), text: (point) => estimateText(point, language) },
    { heading: translate('overPrevious', language), text: ({ previous }) => changeText(previous) },
    { heading: translate('overBest', language), text: ({ best }) => changeText(best) },
    { heading: translate('watchedEvidence', language), text: (point) => watchText(point, language) },
    { heading: translate('tasks', language), text: ({ tasks }) => String(tasks) },
    ...(missing
      ? [
          {
            heading: `${translate('failed', language)} / ${translate('unscored', language)} / ${translate('owed', language)}`,
            text: ({ failed, unscored, owed }: HistoryPoint) => `${failed} / ${unscored} / ${owed}`,
          },
          { heading: translate('coverage', language), text: ({ coverage }: HistoryPoint) => shareText(coverage) },
        ]
      : []),
  ];
}

function changeText(change: Change | null): string {
  if (change === null) return '–';
  const p = change.adjustedP === null ? '' : `, p ${pText(change.adjustedP)}`;
  return `${signed(change.difference)}${change.ci === null ? '' : ` ${intervalText(change.ci)}`}${p}`;
}

function watchText({ watch }: HistoryPoint, language: Language): string {
  if (watch === null) return '–';
  const number = watch.evidence >= 1000 ? watch.evidence.toExponential(1) : watch.evidence.toFixed(2);
  return `${number} / ${watch.needed}${watch.shown ? ` ${translate('watchShown', language)}` : ''}`;
}

function signed(value: number): string {
  return value > 0 ? `+${scoreText(value)}` : scoreText(value);
}

/** What may be said of it, a sentence a line. */
export function historySentences(history: History, language: Language): string[] {
  const { points, best, steps } = history;
  const rises = points.filter(({ previous }) => isShown(previous));
  const changed = rises.map(({ agent, previous }) => `${cleanName(agent)} ${signed(previous?.difference ?? 0)}`);
  const list = changed.join(language === 'zh' ? '、' : ', ');
  const watched = points.filter(({ watch }) => watch?.shown === true).map(({ agent }) => cleanName(agent));
  return [
    changed.length === 0 ? translate('noStepShown', language) : translate('stepsShown', language, { list }),
    ...(best === null ? [] : bestSentences(best, points, language)),
    watched.length === 0
      ? translate('nothingWatched', language)
      : translate('watchedShown', language, { list: watched.join(language === 'zh' ? '、' : ', ') }),
    ...(steps === 'names' ? [translate('stepsFromNames', language)] : []),
  ];
}

function bestSentences({ agent, score, corrected, overFirst }: BestOfMany, points: readonly HistoryPoint[], language: Language): string[] {
  const interval = estimateText(corrected, language);
  const picked = translate('bestPicked', language, {
    agent: cleanName(agent),
    score: scoreText(score),
    corrected: scoreText(corrected.score),
    interval: interval === '–' ? '' : ` ${interval}`,
    count: points.length,
  });
  if (overFirst === null || overFirst.adjustedP === null) return [picked];
  const word = isShown(overFirst) && overFirst.difference > 0 ? 'bestBeatsFirst' : 'bestNotShown';
  return [
    picked,
    translate(word, language, {
      agent: cleanName(agent),
      first: cleanName(overFirst.against),
      p: pText(overFirst.adjustedP),
      change: signed(overFirst.difference),
    }),
  ];
}

function isShown(change: Change | null): boolean {
  return change?.adjustedP != null && change.adjustedP < ALPHA;
}

/** "Series S · benchmark B · scale S · judge J". */
export function historyTitle({ series, benchmark, scale, judge }: History, language: Language): string {
  const details = translate('chartDetails', language, { benchmark: cleanName(benchmark), scale, judge: cleanName(judge) });
  return `${translate('ofSeries', language, { name: cleanName(series) })} · ${details}`;
}

/** Without a newline at its end. */
export function historyText(history: History, { language, colour }: { readonly language: Language; readonly colour: boolean }): string {
  const columns = historyColumns(history, language);
  const table = new CliTable({
    head: columns.map(({ heading }) => heading),
    colAligns: columns.map((_, i) => (i === 1 ? 'left' : 'right')),
    style: { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] },
  });
  table.push(...history.points.map((point) => columns.map(({ text }) => text(point))));
  const { provenance } = history;
  return [
    historyTitle(history, language),
    table.toString(),
    ...historySentences(history, language),
    ...(provenance === undefined ? [] : [provenanceText(provenance, language)]),
  ].join('\n');
}
