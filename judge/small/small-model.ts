/** The small judge's weights, and what they say of one criterion on one indexed report. */
import type { Label } from '../checklist/verdict.ts';
import { type AcrossReading, readAcross } from './across.ts';
import { CLAIM_FEATURE_NAMES, type ClaimFeature, readClaim } from './claim-features.ts';
import { askedForm, type Form, type FormName } from './forms.ts';
import { type ClaimKind, claimKind, type Demand, demandOf } from './frames.ts';
import { bothWays } from './lexicon.ts';
import { qualityRow, wordingOf } from './quality-features.ts';
import type { Reading } from './reading.ts';
import type { Background, ReportIndex } from './report-index.ts';
import { isHan } from './script.ts';
import { type Temper, tempered } from './temper.ts';
import { type Forest, logOdds, probability } from './trees.ts';

/** Two questions in order: is it met at least in part, is it met fully. */
export interface Ordered {
  readonly partly: Forest;
  readonly fully: Forest;
}

/** Log odds x become slope * x + shift. */
export interface Line {
  readonly slope: number;
  readonly shift: number;
}

/** By which what is said of one language is brought to what is said of the other where the same is true. */
export interface Lines {
  readonly partly: Line;
  readonly fully: Line;
}

/** What is learnt of claims and reports in different languages. */
export interface Across {
  /** By lexiconText. */
  readonly lexicon: string;
  /** From the share of a claim that is found to log odds. */
  readonly lines: Lines;
}

export interface SmallModel {
  /** Of its content: another fit is another judge. */
  readonly id: string;
  readonly background: Background;
  /** Whether a passage in the words of the claim says something else; learnt from twins that differ by one fact. */
  readonly contradiction: Forest;
  readonly claims: Readonly<Record<ClaimKind, Ordered>>;
  /** Of claims in Chinese, of which no labels were learnt: fitted on texts that stand in both languages. */
  readonly chinese?: Readonly<Record<ClaimKind, Lines>>;
  readonly across?: Across;
  /** How sure claims are; as the forests say where absent. */
  readonly temper?: Temper;
  readonly quality: Ordered;
  /** Questions of quality that it has learnt, by wordingOf: of others only their words are like those. */
  readonly questions: ReadonlySet<string>;
}

export interface Estimate {
  readonly probabilities: Readonly<Record<Label, number>>;
  /** Share of the claim, by weight of its words, that the best passage holds; undefined for questions of quality. */
  readonly covered?: number;
  /** Probability that the passage says something else than the claim. */
  readonly contradicted?: number;
  /** The passage that it decided on, in characters of the report. */
  readonly place?: { readonly start: number; readonly end: number };
  /** What was counted, where the criterion asks for a form. */
  readonly form?: FormName;
  /** Why this is no kind that it has learnt; undefined where it is. */
  readonly unlearnt?: 'language' | 'chinese' | 'quality';
  readonly absence: boolean;
}

export function estimate(
  model: Pick<SmallModel, 'contradiction' | 'claims' | 'chinese' | 'across' | 'temper' | 'quality' | 'questions'>,
  report: Reading,
  { criterion: whole, query, asked, flaw = false }: Asking,
): Estimate {
  const criterion = whole.replace(/\s+/gu, ' ').slice(0, LONGEST_CRITERION);
  const demand = demandOf(criterion);
  const learnt = demand.quality && model.questions.has(wordingOf(criterion));
  const form = flaw || learnt || demand.stated ? undefined : askedForm(criterion);
  if (form !== undefined) return byForm(form, report, demand, asked);
  const { index } = report;
  if (demand.quality) {
    const probabilities = ordered(model.quality, qualityRow(index, report.form(), criterion, query, asked));
    return { probabilities, absence: false, ...(!learnt && { unlearnt: 'quality' as const }) };
  }
  return byClaim(
    model,
    demand.frame === '' ? index : report.indexWithout(criterion),
    { ...demand, cautious: flaw && !demand.absence && !demand.stated, hanReport: report.han },
    asked,
  );
}

/** In characters; no more of it is read. */
const LONGEST_CRITERION = 3000;

interface Asking {
  readonly criterion: string;
  readonly query: string;
  /** Stems of the query. */
  readonly asked: ReadonlySet<string>;
  /** The criterion describes a flaw: a form is not one. */
  readonly flaw?: boolean;
}

/** Share of a claim from which its subject counts as found near a form. */
const NEAR = 0.2;
/** What is said of a form that is there, half there and not there. */
const BY_FORM: Readonly<Record<Label, Readonly<Record<Label, number>>>> = {
  satisfied: { satisfied: 0.7, partial: 0.15, unsatisfied: 0.15 },
  partial: { satisfied: 0.25, partial: 0.5, unsatisfied: 0.25 },
  unsatisfied: { satisfied: 0.15, partial: 0.15, unsatisfied: 0.7 },
};

/** The form decides; where it cannot do so alone, its subject has to be found as well. */
function byForm(form: Form, report: Reading, { claim, absence }: Demand, asked: ReadonlySet<string>): Estimate {
  const { share, passage } = form.measure(report.paged());
  const near = form.alone || (readClaim(report.index, claim, asked)?.covered ?? 0) >= NEAR;
  const score = near ? share : share * 0.6;
  const place = passage === undefined ? undefined : report.paged().passages[passage];
  return {
    probabilities: turned(BY_FORM[score >= 0.99 ? 'satisfied' : score >= 0.34 ? 'partial' : 'unsatisfied'], absence),
    absence,
    form: form.name,
    ...(place !== undefined && { place }),
  };
}

function byClaim(
  { contradiction, claims, chinese, across, temper }: Pick<SmallModel, 'contradiction' | 'claims' | 'chinese' | 'across' | 'temper'>,
  index: ReportIndex,
  {
    claim,
    absence,
    frame,
    every,
    cautious,
    hanReport,
  }: Pick<Demand, 'claim' | 'absence' | 'frame' | 'every'> & { readonly cautious: boolean; readonly hanReport: boolean },
  asked: ReadonlySet<string>,
): Estimate {
  const han = isHan(claim);
  const foreign = han !== hanReport;
  const through = foreign && across !== undefined ? readAcross(index, claim, bothWays(across.lexicon)) : undefined;
  const kind = claimKind({ frame });
  const heat = temper?.[every ? 'every' : kind] ?? 1;
  if (through !== undefined && across !== undefined) return byLexicon(through, across.lines, index, absence, heat);
  const reading = readClaim(index, claim, asked);
  // Nothing of the claim can be looked for.
  if (reading === undefined)
    return { probabilities: turned({ satisfied: 0, partial: 0, unsatisfied: 1 }, absence), absence, unlearnt: 'language' };
  const row = withContradiction(reading.row, contradiction);
  const contradicted = row[row.length - 1] as number;
  const [first, last] = [index.sentences[reading.passage.start], index.sentences[reading.passage.end - 1]];
  const passage = first === undefined || last === undefined ? '' : index.text.slice(first.start, last.end);
  // A flaw that is not there costs more than one that is missed: it is seen only where the words are near.
  const brought = han && !foreign && !cautious ? linesOfChinese(chinese?.[kind], row) : undefined;
  const given = tempered(ordered(claims[kind], row, linesOf(brought, cautious && isDenied(claim, passage) ? DENIED : 0)), heat);
  return {
    probabilities: turned(given, absence),
    covered: reading.covered,
    // Contradictions were learnt in English. What is brought from there to Chinese cannot be both met and contradicted.
    contradicted: brought === undefined ? contradicted : Math.min(contradicted, 1 - given.satisfied),
    ...(first !== undefined && last !== undefined && { place: { start: first.start, end: last.end } }),
    absence,
    ...(foreign ? { unlearnt: 'language' as const } : han ? { unlearnt: 'chinese' as const } : {}),
  };
}

function byLexicon(
  { score, passage }: AcrossReading,
  { partly, fully }: Lines,
  index: ReportIndex,
  absence: boolean,
  heat: number,
): Estimate {
  const atLeast = moved(score, partly);
  const satisfied = Math.min(atLeast, moved(score, fully));
  const [first, last] = [index.sentences[passage.start], index.sentences[passage.end - 1]];
  return {
    probabilities: turned(tempered({ satisfied, partial: atLeast - satisfied, unsatisfied: 1 - atLeast }, heat), absence),
    covered: passage.share,
    ...(first !== undefined && last !== undefined && { place: { start: first.start, end: last.end } }),
    absence,
    unlearnt: 'language',
  };
}

/** What a passage that forbids, warns or rejects takes off the log odds that it commits the flaw whose words it has. */
const DENIED = 1.5;
const DENIAL =
  /\b(?:not|\w+n['’]t|cannot|never|no longer|avoid\w*|warn\w*|risky|dangerous|rather than|instead of|myths?|misconceptions?|mistak(?:e|en|enly)|contrary to|false(?:ly)?|wrong(?:ly)?|incorrect(?:ly)?|untrue|misleading|beware|no evidence)\b|不应|不得|不要|不能|不会|不是|不宜|切勿|切忌|千万别|不可|避免|禁止|警惕|当心|没有|误区|误以为|误认为|谣言|错误|并非|不实|不正确|不成立|不等于/iu;

function isDenied(claim: string, passage: string): boolean {
  return DENIAL.test(passage) && !DENIAL.test(claim);
}

function linesOf(lines: Lines | undefined, off: number): Lines | undefined {
  if (off === 0) return lines;
  const { partly, fully } = lines ?? { partly: SAME, fully: SAME };
  return { partly: { ...partly, shift: partly.shift - off }, fully: { ...fully, shift: fully.shift - off } };
}

/** Signs that a passage says otherwise, alike in every language: a number that stands nowhere, an opposite, a turn the other way. */
const OTHERWISE = (['numbersMissing', 'opposite3', 'directionConflict'] satisfies ClaimFeature[]).map((name) =>
  CLAIM_FEATURE_NAMES.indexOf(name),
);

/**
 * The lines of a claim in Chinese. They make up for what its words lose there; of a claim whose report says otherwise nothing was lost.
 *
 * @param row of the claim's features
 */
export function linesOfChinese(lines: Lines | undefined, row: ArrayLike<number>): Lines | undefined {
  return OTHERWISE.some((at) => (row[at] as number) > 0) ? undefined : lines;
}

/** The row of a claim with what the contradiction forest says of it behind: the probability that the passage says something else. */
export function withContradiction(row: Float64Array, contradiction: Forest): Float64Array {
  const longer = new Float64Array(row.length + 1);
  longer.set(row);
  longer[row.length] = 1 - probability(contradiction, row);
  return longer;
}

/** @param lines of the language; as it is where absent */
export function ordered({ partly, fully }: Ordered, row: ArrayLike<number>, lines?: Lines): Record<Label, number> {
  const atLeast = moved(logOdds(partly, row), lines?.partly);
  const satisfied = Math.min(atLeast, moved(logOdds(fully, row), lines?.fully));
  return { satisfied, partial: atLeast - satisfied, unsatisfied: 1 - atLeast };
}

const SAME: Line = { slope: 1, shift: 0 };

/** The probability of log odds, on a line of its own where one is given. */
function moved(odds: number, { slope, shift }: Line = SAME): number {
  return 1 / (1 + Math.exp(-(slope * odds + shift)));
}

/** For a criterion that holds where the claim is missing. */
function turned(given: Record<Label, number>, absence: boolean): Record<Label, number> {
  return absence ? { satisfied: given.unsatisfied, partial: given.partial, unsatisfied: given.satisfied } : given;
}

/** The likeliest label; of two equally likely ones the lower. */
export function likeliest(probabilities: Readonly<Record<Label, number>>): Label {
  return (['unsatisfied', 'partial', 'satisfied'] as const).reduce((best, label) =>
    probabilities[label] > probabilities[best] + 1e-12 ? label : best,
  );
}
