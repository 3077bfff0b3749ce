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
    { heading: translate('overPrevious', language), text: (point) => changeText(point, point.previous, points, language) },
    { heading: translate('overBest', language), text: (point) => changeText(point, point.best, points, language) },
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

/** A difference over fewer tasks than either score has says over how many. */
function changeText({ tasks }: HistoryPoint, change: Change | null, points: readonly HistoryPoint[], language: Language): string {
  if (change === null) return '–';
  const p = change.adjustedP === null ? '' : `, p ${pText(change.adjustedP)}`;
  const others = points.find(({ agent }) => agent === change.against)?.tasks ?? tasks;
  const on = change.tasks < Math.max(tasks, others) ? ` (${translate('onTasks', language, { count: change.tasks })})` : '';
  return `${signed(change.difference)}${change.ci === null ? '' : ` ${intervalText(change.ci)}`}${p}${on}`;
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
  const partly = points.filter(isPartial).map((point) => partlyText(point, language));
  return [
    ...(partly.length === 0 ? [] : [translate('partlyScored', language, { list: partly.join(language === 'zh' ? '；' : '; ') })]),
    changed.length === 0 ? translate('noStepShown', language) : translate('stepsShown', language, { list }),
    ...(best === null ? [] : bestSentences(best, points, language)),
    watched.length === 0
      ? translate('nothingWatched', language)
      : translate('watchedShown', language, { list: watched.join(language === 'zh' ? '、' : ', ') }),
    ...(steps === 'names' ? [translate('stepsFromNames', language)] : []),
  ];
}

/** Whether its score is of fewer verdicts than were planned, or counts attempts that gave no report: no mark for it on a line of like ones. */
export function isPartial({ score, failed, coverage }: HistoryPoint): boolean {
  return score !== null && (failed > 0 || coverage < 1);
}

function partlyText({ agent, failed, unscored, owed, coverage }: HistoryPoint, language: Language): string {
  const counts = (
    [
      ['failed', failed],
      ['unscored', unscored],
      ['owed', owed],
    ] as const
  )
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${translate(word, language)} ${count}`);
  return [`${cleanName(agent)}${language === 'zh' ? '：' : ': '}${translate('coverage', language)} ${shareText(coverage)}`, ...counts].join(
    ', ',
  );
}

function bestSentences(best: BestOfMany, points: readonly HistoryPoint[], language: Language): string[] {
  const { agent, score, onShared, corrected, overFirst } = best;
  const interval = estimateText(corrected, language);
  const most = Math.max(...points.map(({ tasks }) => tasks));
  const picked = translate(onShared === null ? 'bestUnshared' : corrected.tasks < most ? 'bestPickedShared' : 'bestPicked', language, {
    agent: cleanName(agent),
    score: scoreText(score),
    tasks: corrected.tasks,
    shared: scoreText(onShared),
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
