/** The words around a leaderboard: order of its rows, subtitle, notes and tooltips. */
import { InputError } from '../../judge/errors.ts';
import { pooledJudges } from '../head-to-head/battle-source.ts';
import type { AgreementEstimate } from '../stats/agreement.ts';
import { FEWEST_TASKS } from '../stats/score-estimate.ts';
import { type Language, translate, translateName } from '../words/i18n.ts';
import { cleanName, estimateText, scoreText, shareText } from '../words/text.ts';
import { type AgentScore, hasScore, type Leaderboard, type LeaderboardRow } from './leaderboard.ts';
import { MOST_RANKED } from './order.ts';

/** Rows by falling score, equal ones in their given order, those without a score last. Throws InputError when there are none. */
export function orderedRows(leaderboard: Leaderboard): LeaderboardRow[] {
  if (leaderboard.rows.length === 0)
    throw new InputError(`leaderboard of ${cleanName(leaderboard.benchmark)}: expected at least one agent, got none`);
  return [...leaderboard.rows].sort((a, b) => {
    if (a.score === null || b.score === null) return Number(a.score === null) - Number(b.score === null);
    return b.score - a.score;
  });
}

/** "Benchmark B · scale S · judge J", and whether these are sample data. */
export function details({ benchmark, scale, judge, sample }: Leaderboard, language: Language): string {
  const text = translate('chartDetails', language, { benchmark: cleanName(benchmark), scale, judge: cleanName(judge) });
  return sample === true ? `${text} · ${translate('sampleData', language)}` : text;
}

/** What to know before ranks are believed, where agents were not all scored on all tasks. */
export function unevenNote({ uneven }: Leaderboard, language: Language): string | undefined {
  if (uneven === undefined) return undefined;
  const { least, most, of, different } = uneven;
  const tasks = least === most ? least : translate('unevenRange', language, { least, most });
  return translate(different ? 'unevenTasks' : 'fewerTasks', language, { tasks, of });
}

/** Who stands there without a score, as every criterion that the judge was asked about is unscored. */
export function withoutScoreNote({ rows }: Leaderboard, language: Language): string | undefined {
  const without = rows.filter((row) => !hasScore(row)).map(({ agent }) => cleanName(agent));
  return without.length === 0 ? undefined : translate('withoutScore', language, { agents: without.join(language === 'zh' ? '、' : ', ') });
}

/** Who failed, was not scored or is owed something: stands where no column says it. Undefined where nothing is missing. */
export function missingNote({ rows }: Leaderboard, language: Language): string | undefined {
  const missing = rows.filter(({ failed, unscored, owed }) => failed + unscored + owed > 0);
  if (missing.length === 0) return undefined;
  const counts = missing.map(({ agent, failed, unscored, owed }) => `${cleanName(agent)} ${failed} / ${unscored} / ${owed}`);
  return translate('missingOf', language, { agents: counts.join(language === 'zh' ? '；' : '; ') });
}

/** What its card says of the judge, and which part of the scores leans on more than that. */
export function judgeCardNotes({ judgeCard }: Pick<Leaderboard, 'judgeCard'>, language: Language): string[] {
  if (judgeCard === undefined) return [];
  const { set, kappa, beyond } = judgeCard;
  if (set === null) return [translate('cardOfOther', language)];
  const parts = beyond.map(({ cut, name, share }) =>
    translate(cut === 'length' ? 'beyondReports' : 'beyondCriteria', language, {
      part: translate(`agreement.${cut}`, language, { name: cleanName(translateName(name, language)) }),
      share: shareText(share),
    }),
  );
  const between = language === 'zh' ? '；' : '; ';
  return [
    translate('cardOf', language, { kappa: agreementText(kappa), set: cleanName(set) }),
    ...(parts.length === 0 ? [] : [translate('beyondCard', language, { parts: parts.join(between) })]),
  ];
}

function agreementText({ value, ci }: AgreementEstimate): string {
  if (value === null) return '–';
  return ci === null ? value.toFixed(2) : `${value.toFixed(2)} [${ci[0].toFixed(2)}, ${ci[1].toFixed(2)}]`;
}

function ratedByNote({ ratedBy = [], ratings }: Leaderboard, language: Language): string | undefined {
  const pooled = pooledJudges(ratedBy, language);
  const [one] = ratedBy;
  if (ratings !== undefined) {
    const judges = ratedBy.map(({ name, battles }) => `${cleanName(name)} ${battles}`).join(language === 'zh' ? '、' : ', ');
    return translate('onlyRated', language, { judges });
  }
  if (pooled !== undefined) return translate('pooledRatings', language, { note: pooled });
  return one && translate('ratedBy', language, { judges: cleanName(one.name) });
}

/** What to know before tables are believed. */
export function leaderboardNotes(leaderboard: Leaderboard, language: Language): string[] {
  const [least, most] = leaderboard.unevenTrials ?? [];
  const split = leaderboard.rows.reduce((sum, row) => sum + (row.split ?? 0), 0);
  const cut = leaderboard.rows.filter(({ truncated = 0 }) => truncated > 0);
  const few = leaderboard.rows.filter(hasScore).some(({ tasks }) => tasks < FEWEST_TASKS);
  return [
    few ? translate('tooFewTasks', language, { least: FEWEST_TASKS }) : undefined,
    leaderboard.rows.filter(hasScore).length > MOST_RANKED ? translate('tooManyAgents', language, { most: MOST_RANKED }) : undefined,
    cut.length > 0
      ? translate('truncatedReports', language, {
          agents: cut.map(({ agent, truncated }) => `${cleanName(agent)} ${truncated}`).join(', '),
        })
      : undefined,
    leaderboard.ratings === undefined ? withoutScoreNote(leaderboard, language) : undefined,
    unevenNote(leaderboard, language),
    split > 0 ? translate('splitCriteria', language, { count: split }) : undefined,
    least !== undefined && most !== undefined ? translate('unevenJudging', language, { trials: `${least}–${most}` }) : undefined,
    ratedByNote(leaderboard, language),
    ...judgeCardNotes(leaderboard, language),
  ].filter((note) => note !== undefined);
}

/** Tooltip lines for the score, its interval or what is said in its place, and the tasks behind it. */
export function scoreTips({ score, ci, tasks, flat }: AgentScore, language: Language): string[] {
  const known = ci !== null || flat !== undefined;
  const interval = known
    ? `${translate('interval', language)} ${estimateText({ ci, ...(flat && { flat }) }, language)}`
    : translate('noInterval', language);
  return [`${translate('score', language)} ${scoreText(score)} · ${interval}`, `${translate('tasks', language)} ${tasks}`];
}
