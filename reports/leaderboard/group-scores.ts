/** Charts: scores by domain and by axis, as grouped bars while those can be told apart, else as a heat table. */
import type { ChartConfiguration } from 'chart.js';
import { InputError } from '../../judge/errors.ts';
import { type ChartLook, PALETTES } from '../charts/frame.ts';
import { FEWEST_TASKS } from '../stats/score-estimate.ts';
import { type Language, translate, translateName } from '../words/i18n.ts';
import { cleanName, scoreText } from '../words/text.ts';
import type { ScoreCell } from './group-bars.ts';
import { groupBars } from './group-bars.ts';
import type { AgentScore, Leaderboard, LeaderboardRow } from './leaderboard.ts';
import { details, orderedRows, scoreTips } from './notes.ts';
import { scoreHeat } from './score-heat.ts';

/** Beyond these, bars are too many to find one's agent by colour. */
const MOST_AGENTS = 5;
const MOST_GROUPS = 9;
export function domainScores(leaderboard: Leaderboard, look: ChartLook): ChartConfiguration {
  return groupScores(leaderboard, 'byDomain', look);
}

export function axisScores(leaderboard: Leaderboard, look: ChartLook): ChartConfiguration {
  return groupScores(leaderboard, 'byAxis', look);
}

/** Names of all groups, in the order in which the rows name them. */
export function groupNames(leaderboard: Leaderboard, by: 'byDomain' | 'byAxis'): string[] {
  return [...new Set(leaderboard.rows.flatMap((row) => Object.keys(row[by])))];
}

/** Throws InputError when there are no agents or no groups. */
function groupScores(leaderboard: Leaderboard, by: 'byDomain' | 'byAxis', look: ChartLook): ChartConfiguration {
  const rows = orderedRows(leaderboard);
  const groups = groupNames(leaderboard, by);
  if (groups.length === 0)
    throw new InputError(`${by} chart of ${cleanName(leaderboard.benchmark)}: expected at least one group, got none`);
  const table = {
    title: translate(by === 'byDomain' ? 'domainChart' : 'axisChart', look.language),
    subtitle: details(leaderboard, look.language),
    notes: rows.some((row) => Object.values(row[by]).some(({ tasks }) => tasks < FEWEST_TASKS))
      ? [translate('fewTasks', look.language, { least: FEWEST_TASKS })]
      : [],
    agents: rows.map((row) => cleanName(row.agent)),
    groups: groups.map((group) => cleanName(translateName(group, look.language))),
    cells: rows.map((row) => groups.map((group) => cell(row, group, by, look.language))),
  };
  const palette = PALETTES[look.theme];
  if (rows.length <= MOST_AGENTS && groups.length <= MOST_GROUPS) return groupBars(table, palette);
  const overall = rows.map((row): ScoreCell => tipped(row, row, translate('overall', look.language), look.language));
  const groupsAndAll = [translate('overall', look.language), ...table.groups];
  return scoreHeat(
    { ...table, groups: groupsAndAll, cells: table.cells.map((cells, i) => [...overall.slice(i, i + 1), ...cells]) },
    palette,
  );
}

function cell(row: LeaderboardRow, group: string, by: 'byDomain' | 'byAxis', language: Language): ScoreCell {
  const name = translateName(group, language);
  const score = Object.hasOwn(row[by], group) ? row[by][group] : undefined;
  if (score === undefined) return { score: null, ci: null, text: '–', tips: [row.agent, `${name}: –`].map(cleanName) };
  return tipped(row, score, name, language);
}

function tipped(row: LeaderboardRow, score: AgentScore, name: string, language: Language): ScoreCell {
  return {
    score: score.score,
    ci: score.ci,
    text: scoreText(score.score),
    tips: [row.agent, name, ...scoreTips(score, language)].map(cleanName),
  };
}
