/** A judge's agreement in words and tables: for a terminal, and for the page. */
import CliTable from 'cli-table3';
import { LABELS } from '../../judge/checklist/verdict.ts';
import { costText } from '../leaderboard/cost.ts';
import { type Language, translate, translateName } from '../words/i18n.ts';
import { cleanName, shareText } from '../words/text.ts';
import { CUTS, type Estimates } from './labels.ts';

export { costText };

import type { MeasuredAgreement } from './measured.ts';

export const MEASURES = ['accuracy', 'balancedAccuracy', 'macroF1', 'kappa'] as const;

/** All criteria, or those of one kind. */
export interface AgreementRow extends Estimates {
  readonly name: string;
  readonly n: number;
}

/** The whole first, then every cut. */
export function agreementRows(measured: MeasuredAgreement, language: Language): AgreementRow[] {
  const whole = { name: translate('agreement.whole', language), ...measured };
  const binary = { name: translate('agreement.binary', language), n: measured.n, ...measured.binary };
  const parts = CUTS.flatMap((cut) =>
    Object.entries(measured.by[cut] ?? {}).map(([name, of]) => ({
      ...of,
      name: translate(`agreement.${cut}`, language, { name: cleanName(translateName(name, language)) }),
    })),
  );
  return [whole, binary, ...parts];
}

export function agreementAbout({ judge, against, n, tasks }: MeasuredAgreement, language: Language): string {
  const names = {
    judge: judge === undefined ? translate('agreement.judge', language) : cleanName(judge),
    against: against === undefined ? translate('agreement.labels', language) : cleanName(against),
  };
  return translate('agreement.about', language, { ...names, n, tasks });
}

/** What was left out, how sure the judge is, and what it took. */
export function agreementNotes(measured: MeasuredAgreement, language: Language): string[] {
  const { undecided, people, byJudges = 0, ece, brier, cost, speed } = measured;
  return [
    ...(undecided > 0 ? [translate('agreement.undecided', language, { count: undecided })] : []),
    ...(people === undefined
      ? []
      : [translate('agreement.people', language, { alpha: estimateOf(people), raters: people.raters, units: people.units })]),
    ...(byJudges > 0 ? [translate('agreement.byJudges', language, { count: byJudges })] : []),
    ece === null || brier === null
      ? translate('agreement.noConfidence', language)
      : translate('agreement.calibration', language, { ece: ece.toFixed(3), brier: brier.toFixed(3) }),
    ...(cost === undefined ? [] : [costNote(cost, language)]),
    ...(speed == null
      ? []
      : [translate('agreement.speed', language, { median: speed.median.toFixed(2), p90: speed.p90.toFixed(2), calls: speed.calls })]),
  ];
}

function costNote(cost: NonNullable<MeasuredAgreement['cost']>, language: Language): string {
  const { calls, inputTokens, outputTokens, per1000 } = cost;
  const counted =
    inputTokens === null || outputTokens === null
      ? translate('agreement.noTokens', language)
      : translate('agreement.tokens', language, { input: Math.round(inputTokens), output: Math.round(outputTokens) });
  const tokens = calls === 0 ? translate('agreement.noCalls', language) : counted;
  return translate('agreement.cost', language, { cost: costText(per1000, language), tokens });
}

/** Without a newline at its end. */
export function agreementText(measured: MeasuredAgreement): string {
  const style = { head: [], border: [] };
  const word = (name: (typeof MEASURES)[number] | 'n') => translate(`agreement.${name}`, 'en');
  const figures = new CliTable({ head: ['', word('n'), ...MEASURES.map(word)], style });
  for (const row of agreementRows(measured, 'en'))
    figures.push([row.name, String(row.n), ...MEASURES.map((name) => estimateOf(row[name]))]);
  const { judge = 'judge', against = 'labels', confusion } = measured;
  const counts = new CliTable({ head: [`${cleanName(against)} \\ ${cleanName(judge)}`, ...LABELS], style });
  for (const row of LABELS) counts.push([row, ...LABELS.map((column) => String(confusion[row][column]))]);
  return [
    agreementAbout(measured, 'en'),
    figures.toString(),
    counts.toString(),
    ...twinsLines(measured),
    ...agreementNotes(measured, 'en'),
  ].join('\n');
}

function twinsLines({ twins }: MeasuredAgreement): string[] {
  if (twins === undefined) return [];
  const said = Object.entries(twins).map(([change, { pairs, bothRight }]) => `${cleanName(change)} ${shareText(bothRight)} of ${pairs}`);
  return [`${translate('agreement.twins', 'en')}, ${translate('agreement.bothRight', 'en').toLowerCase()}: ${said.join(', ')}`];
}

export function estimateOf({ value, ci }: Estimates['kappa']): string {
  if (value === null) return '–';
  return ci === null ? value.toFixed(3) : `${value.toFixed(3)} [${ci[0].toFixed(2)}, ${ci[1].toFixed(2)}]`;
}
