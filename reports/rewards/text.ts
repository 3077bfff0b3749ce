/** An audit of rewards in words and tables: for a terminal, and the notes of the page. */
import CliTable from 'cli-table3';
import type { BenchmarkAudit, RewardsAudit } from '../audit-rewards.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName, shareText } from '../words/text.ts';
import type { AuditFigure, ScaleAudit } from './audit.ts';
import { curveName } from './charts.ts';

/** Without a newline at its end. */
export function rewardsText({ audits, simulation }: RewardsAudit, colour: boolean): string {
  const style = { compact: true, head: colour ? ['bold'] : [], border: colour ? ['gray'] : [] };
  const parts = audits.map((audit) => {
    const [first = '', ...heads] = auditHeads('en');
    const cells = audit.scales.map(auditCells);
    // The longest words as rows: a terminal is narrow.
    const table = new CliTable({ head: [first, ...cells.map(([scale = '']) => scale)], style });
    table.push(...heads.map((head, i) => [head, ...cells.map((of) => of[i + 1] ?? '')]));
    const { benchmark, judge, reports, tasks, groups, trials } = audit;
    return [
      translate('rewards.auditDetails', 'en', { benchmark: cleanName(benchmark), judge: cleanName(judge), reports, tasks, groups, trials }),
      table.toString(),
      ...auditNotes(audit, 'en'),
    ].join('\n');
  });
  const learning = new CliTable({ head: learningHeads(simulation.steps, 'en'), style });
  learning.push(...learningRows({ simulation }, 'en'));
  const { runs, group, criteria } = simulation;
  return [
    ...parts,
    [
      translate('rewards.learningChart', 'en'),
      translate('rewards.learningDetails', 'en', { runs, group, criteria }),
      learning.toString(),
      translate('rewards.learningNote', 'en'),
    ].join('\n'),
  ].join('\n\n');
}

const MEASURES = ['flips', 'noise', 'flatGroups', 'top', 'bottom'] as const;

export function auditHeads(language: Language): string[] {
  return (['mapping', 'mean', 'spread', ...MEASURES] as const).map((word) => translate(`rewards.${word}`, language));
}

export function auditCells(scale: ScaleAudit): string[] {
  const { mean, spread, flips, noise, flatGroups, top, bottom } = scale;
  return [
    scale.scale,
    mean.toFixed(3),
    spread === null ? '–' : spread.toFixed(3),
    ...[flips, noise, flatGroups].map(figureText),
    shareText(top),
    shareText(bottom),
  ];
}

function figureText(figure: AuditFigure | null): string {
  if (figure === null) return '–';
  const { value, ci } = figure;
  return ci === null ? shareText(value) : `${shareText(value)} [${shareText(ci[0])}, ${shareText(ci[1])}]`;
}

export function auditNotes({ labels, flips, incomplete, trials, groups }: BenchmarkAudit, language: Language): string[] {
  const { satisfied, partial, unsatisfied } = labels;
  return [
    translate('rewards.labels', language, {
      satisfied: shareText(satisfied),
      partial: shareText(partial),
      unsatisfied: shareText(unsatisfied),
    }),
    ...(flips === null ? [] : [translate('rewards.labelFlips', language, flips)]),
    ...(trials < 2 ? [translate('rewards.oneTrial', language)] : []),
    ...(groups === 0 ? [translate('rewards.noGroups', language)] : []),
    ...(incomplete > 0 ? [translate('rewards.incomplete', language, { count: incomplete })] : []),
  ];
}

export function learningHeads(steps: number, language: Language): string[] {
  return [translate('rewards.mapping', language), translate('rewards.halfway', language), translate('rewards.final', language, { steps })];
}

export function learningRows({ simulation }: Pick<RewardsAudit, 'simulation'>, language: Language): string[][] {
  return simulation.curves.map(({ scale, noise, halfway, final }) => [
    curveName(scale, noise, language),
    halfway === null ? translate('rewards.never', language) : String(halfway),
    figureText(final),
  ]);
}
