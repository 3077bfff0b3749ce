/** The card of a set of labels: how many of which kind, who gave them and how far those agree, from where and under which licence. */
import { LABELS, type Label } from '../judge/checklist/verdict.ts';
import { groupBy } from '../judge/group-by.ts';
import type { AskedJudge, LabelOutcome } from '../runners/label-rows.ts';
import { LABEL_SOURCES, type LabelRow, SPLITS, signOf } from '../runners/training/label-row.ts';
import { lengthOf } from './agreement/labels.ts';
import { type AgreementEstimate, agreement } from './stats/agreement.ts';
import { type AlphaEstimate, krippendorffAlpha } from './stats/krippendorff.ts';

type Counts = Readonly<Record<Label, number>>;

const CUTS = {
  split: (row: LabelRow) => row.split,
  source: (row: LabelRow) => row.source,
  sign: signOf,
  axis: (row: LabelRow) => row.axis,
  language: (row: LabelRow) => row.language,
  length: ({ report }: LabelRow) => lengthOf(report),
  change: (row: LabelRow) => row.change,
} as const;

export interface DataCard {
  readonly rows: number;
  readonly reports: number;
  /** What is never split: by default queries. */
  readonly groups: Readonly<Record<(typeof SPLITS)[number], number>>;
  readonly labels: Counts;
  /** How many of each label, by kind of row; a kind that no row states is left out. */
  readonly balance: Readonly<Partial<Record<keyof typeof CUTS, Readonly<Record<string, Counts>>>>>;
  readonly sources: readonly { readonly from: string; readonly licence: string; readonly rows: number }[];
  readonly judges: readonly AskedJudge[];
  readonly panel: PanelAgreement | null;
  readonly arbiters: { readonly decided: number; readonly differed: number };
  readonly dropped: LabelOutcome['dropped'];
  readonly undecided: Readonly<Record<string, number>>;
}

/** Of rows that all judges of the panel answered. */
export interface PanelAgreement {
  readonly rows: number;
  readonly unanimous: number;
  /** Krippendorff's alpha over the three labels. */
  readonly alpha: AlphaEstimate;
  readonly pairs: readonly {
    readonly a: string;
    readonly b: string;
    readonly n: number;
    readonly same: AgreementEstimate;
    readonly kappa: AgreementEstimate;
  }[];
  /** How often a label that all of them gave is the people's. Null where people labelled none of those rows. */
  readonly unanimousRight: { readonly n: number; readonly accuracy: AgreementEstimate } | null;
}

const ROUNDS = 1000;
const UNKNOWN = 'not stated';

/** @param seed of the bootstrap over groups */
export function dataCard({ labelled, undecided, judges, dropped }: LabelOutcome, seed: number): DataCard {
  const rows = labelled.map((row): LabelRow => row);
  const ofSource = (source: string) => labelled.filter((row) => row.source === source).length;
  const why = groupBy(undecided, (each) => each.why);
  return {
    rows: rows.length,
    reports: new Set(rows.map(({ report }) => report)).size,
    groups: Object.fromEntries(
      SPLITS.map((split) => [split, new Set(labelled.flatMap((row) => (row.split === split ? [row.group] : []))).size]),
    ) as DataCard['groups'],
    labels: countsOf(rows),
    balance: Object.fromEntries(
      Object.entries(CUTS).flatMap(([cut, of]) => {
        const parts = groupBy(rows, of);
        const named = [...parts].flatMap(([name, part]): [string, Counts][] => (name === undefined ? [] : [[name, countsOf(part)]]));
        return named.length === 0 ? [] : [[cut, Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)))]];
      }),
    ),
    sources: [...groupBy(rows, ({ from = UNKNOWN, licence = UNKNOWN }) => JSON.stringify([from, licence]))]
      .map(([key, part]) => {
        const [from, licence] = JSON.parse(key) as [string, string];
        return { from, licence, rows: part.length };
      })
      .sort((a, b) => b.rows - a.rows),
    judges,
    panel: panelAgreement([...rows, ...undecided.map(({ row }) => row)], judges, seed),
    arbiters: { decided: ofSource('arbiter'), differed: why.get('split')?.length ?? 0 },
    dropped,
    undecided: Object.fromEntries([...why].map(([reason, list]) => [reason, list.length])),
  };
}

function countsOf(rows: readonly Pick<LabelRow, 'label'>[]): Counts {
  return Object.fromEntries(LABELS.map((label) => [label, rows.filter((row) => row.label === label).length])) as Record<Label, number>;
}

function panelAgreement(rows: readonly LabelRow[], judges: readonly AskedJudge[], seed: number): PanelAgreement | null {
  const panel = judges.flatMap(({ name, role }) => (role === 'panel' ? [name] : []));
  if (panel.length < 2) return null;
  const judged = rows.flatMap((row) => {
    const labels = (row.votes ?? []).slice(0, panel.length).map(({ label }) => label);
    const isWhole = labels.length === panel.length && row.votes?.every(({ judge }, i) => i >= panel.length || judge === panel[i]) === true;
    return isWhole ? [{ labels, cluster: row.group, people: row.source === 'people' ? row.label : undefined }] : [];
  });
  if (judged.length === 0) return null;
  const several = new Set(judged.map(({ cluster }) => cluster)).size > 1;
  const bootstrap = several ? { rounds: ROUNDS, seed } : undefined;
  const compare = (pairs: readonly { truth: Label; judged: Label; cluster: string }[]) => agreement(pairs, LABELS, bootstrap);
  const unanimous = judged.filter(({ labels }) => new Set(labels).size === 1);
  const checked = unanimous.flatMap(({ people, labels: [label], cluster }) =>
    people === undefined || label === undefined ? [] : [{ truth: people, judged: label, cluster }],
  );
  return {
    rows: judged.length,
    unanimous: unanimous.length,
    alpha: krippendorffAlpha(judged, LABELS, 'nominal', bootstrap),
    pairs: panel.flatMap((a, i) =>
      panel.slice(i + 1).map((b, k) => {
        const pairs = judged.map(({ labels, cluster }) => ({ truth: labels[i] as Label, judged: labels[i + 1 + k] as Label, cluster }));
        const { accuracy, kappa } = compare(pairs);
        return { a, b, n: pairs.length, same: accuracy, kappa };
      }),
    ),
    unanimousRight: checked.length === 0 ? null : { n: checked.length, accuracy: compare(checked).accuracy },
  };
}

/** The card as a page of Markdown. */
export function dataCardText(card: DataCard): string {
  const { rows, reports, groups, labels, balance, sources, judges, panel, arbiters, dropped, undecided } = card;
  const counts = (of: Counts) => LABELS.map((label) => of[label]);
  return [
    '# Card of the labels',
    `${rows} labels on ${reports} reports. ${SPLITS.map((split) => `${split}: ${plural(groups[split], 'group')}`).join(', ')}; no group is in two of them.`,
    table(
      ['kind', '', ...LABELS],
      [
        ['all', '', ...counts(labels)],
        ...Object.entries(balance).flatMap(([cut, parts]) => Object.entries(parts).map(([name, of]) => [cut, name, ...counts(of)])),
      ],
    ),
    '## Sources',
    table(
      ['from', 'licence', 'labels'],
      sources.map(({ from, licence, rows }) => [from, licence, rows]),
    ),
    '## Judges',
    judges.length === 0
      ? 'No judge was asked.'
      : table(
          ['judge', 'role', 'answered', 'unscored', 'settings'],
          judges.map(({ name, role, answered, unscored, identity }) => [name, role, answered, unscored, identity.slice(0, 12)]),
        ),
    ...panelLines(panel),
    `Arbiters decided ${arbiters.decided}, and differed on ${arbiters.differed}.`,
    '## Left out',
    listed({
      'the same row again': dropped.repeated,
      'people label it differently': dropped.peopleDiffer,
      'near duplicate of what is held back': dropped.nearDuplicates,
      'judges differ, and nobody decides': undecided.disputed ?? 0,
      'arbiters differ': undecided.split ?? 0,
      'a judge gave no verdict': undecided.unscored ?? 0,
      'not asked yet': undecided.owed ?? 0,
    }),
    `Where a label is from: ${LABEL_SOURCES.join(', ')}. A label of people is theirs whatever judges say.`,
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function panelLines(panel: PanelAgreement | null): string[] {
  if (panel === null) return [];
  const { rows, unanimous, alpha, pairs, unanimousRight } = panel;
  return [
    `All answered ${rows} rows and were of one mind about ${unanimous} (${percent(unanimous / rows)}). Krippendorff's alpha ${estimate(alpha)}.`,
    table(
      ['one', 'other', 'rows', 'same label', 'kappa'],
      pairs.map(({ a, b, n, same, kappa }) => [a, b, n, estimate(same), estimate(kappa)]),
    ),
    ...(unanimousRight === null
      ? []
      : [
          `Where they were of one mind and people labelled, too (${unanimousRight.n} rows), the label is the people's in ${estimate(unanimousRight.accuracy)}.`,
        ]),
  ];
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.map((cell) => escaped(String(cell))).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Names come from files. */
function escaped(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\|<>`*_[\]]/g, '\\$&');
}

function listed(counts: Readonly<Record<string, number>>): string {
  const there = Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`- ${what}: ${count}`] : []));
  return there.length === 0 ? 'Nothing.' : there.join('\n');
}

function estimate({ value, ci }: AgreementEstimate | AlphaEstimate): string {
  if (value === null) return 'undefined';
  return ci === null ? value.toFixed(3) : `${value.toFixed(3)} [${ci[0].toFixed(2)}, ${ci[1].toFixed(2)}]`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
