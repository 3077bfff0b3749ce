/**
 * Trains the small judge on public labels and writes its weights and its card:
 *
 *   npm run train:judge -- --labels DIR [--out DIR]
 *
 * DIR is laid out as data/judge/README.md says. Figures are out of fold by group (the same text or query is never on both sides); sets
 * that weights may not learn from are measured only.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ClaimKind } from '../../judge/small/frames.ts';
import { wordingOf } from '../../judge/small/quality-features.ts';
import { readReport } from '../../judge/small/reading.ts';
import { fileOf, loadSmall } from '../../judge/small/small-file.ts';
import { estimate, type Lines, likeliest, type Ordered, type SmallModel, withContradiction } from '../../judge/small/small-model.ts';
import { type Temper, tempered } from '../../judge/small/temper.ts';
import { type Forest, logOdds, probability } from '../../judge/small/trees.ts';
import { wordsOf } from '../../judge/small/words.ts';
import { smallCard } from '../../reports/small-card.ts';
import { trainSmall } from '../../runners/train-small.ts';
import { acrossAuc, fitAcross } from '../../runners/training/fit-across.ts';
import {
  backgroundOf,
  type ClaimExample,
  claimExamples,
  type Example,
  fitClaims,
  fitContradiction,
  fitQuality,
  type OrderedWeights,
  qualityExamples,
  setWeights,
} from '../../runners/training/fit-small.ts';
import { fitTemperature, saidOf } from '../../runners/training/fit-temper.ts';
import { embeddedRows, joinedRows, sentenceTwins, twinRows } from '../../runners/training/made-rows.ts';
import { lineBetween, parallelRows, type Rendered } from '../../runners/training/parallel-rows.ts';
import { type LabelledText, readRows, readSet } from '../../runners/training/public-labels.ts';
import { mulberry, shuffled } from '../../runners/training/twins.ts';
import { ablation, baselines, type Fitting, type Learnt, setsLeftOut } from './ablation.ts';
import { type Measures, measure } from './measures.ts';

/** Rows taken of each set, so that the large ones do not take all the time. */
const MOST: Readonly<Record<string, number>> = { realsumm: 6000, realsumm_long: 6000, hellobench: 9000 };
/**
 * How much a set counts, 1 where none is named, for what is met fully and in part. Edited sentences teach that each word counts, which
 * is so of a claim that is quoted, and costs what is known of others. For what is met in part they say nothing: a sentence with one
 * fact changed is a wrong one in their labels, and half of a right one by its words.
 */
const NO_EDITS = { summedits: 0, summedits_sent: 0 };
const FACTS = { summhay: 3, realsumm: 0.7, realsumm_long: 0.7, joined: 0.4, embedded: 0.5, ...NO_EDITS };
const COUNTS: Readonly<Record<ClaimKind, Readonly<Record<keyof OrderedWeights, Readonly<Record<string, number>>>>>> = {
  described: { fully: { ...FACTS, twins_en: 0.6 }, partly: { ...FACTS, twins_en: 0.1 } },
  quoted: {
    fully: { summhay: 0.5, joined: 0.3, embedded: 0.3, twins_en: 0.3, summedits: 0.6, summedits_sent: 1.6 },
    partly: { joined: 0.85, embedded: 0.3, twins_en: 0.1, ...NO_EDITS },
  },
};
/** Texts on which Chinese is brought to English. */
const RENDERED = 300;
const FOLDS = 3;
/** Rows of a set on which the judge is held against its forests. */
const JUDGED = 500;
/** Labels of claims that were not made: on them it is fitted how sure the judge is. */
const PEOPLE = ['summhay', 'realsumm', 'realsumm_long', 'summedits', 'summedits_sent'];
/** Made in Chinese from sentences that are nearly verbatim: learnt from, any missing word would be a contradiction. */
const MEASURED_ONLY = ['twins_zh'];

const { values } = parseArgs({ options: { labels: { type: 'string' }, out: { type: 'string', default: 'data/judge' } } });
if (values.labels === undefined) throw new Error('give --labels DIR, laid out as data/judge/README.md says');
const labels = values.labels;
const random = mulberry(1);
const started = performance.now();
const say = (line: string) => console.error(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`);

const read = (set: string) => limited(readSet(labels, set), MOST[set] ?? Number.POSITIVE_INFINITY);
const facts = ['summhay', 'realsumm', 'realsumm_long', 'summedits', 'summedits_sent'].map(read);
const [summhay = [], realsumm = [], realsummLong = [], , sentences = []] = facts;
const unseen = ['wice', 'attributionbench'].map(read);
const form = ['hellobench', 'hellobench_long', 'hellobench_zh'].map(read);
const [hello = [], helloLong = [], helloZh = []] = form;
/** Words of Chinese, an input: data/judge/README.md says where it comes from. */
const han = new Set(
  readFileSync(join(values.out, 'words-zh.txt'), 'utf8')
    .split('\n')
    .filter((word) => word !== ''),
);

const around = [...new Set(helloLong.filter(({ text, language }) => language === 'en' && text.length > 4000).map(({ text }) => text))];
const reports = readRows<{ response_id: string; query_id: string; query?: string; lang?: string; text: string }>(
  join(labels, 'drb', 'drb.responses.jsonl.gz'),
).map(
  (row): LabelledText => ({
    set: 'drb',
    report: row.response_id,
    group: String(row.query_id),
    query: row.query ?? '',
    language: row.lang ?? 'en',
    text: row.text,
    criterion: '',
    label: 'satisfied',
  }),
);
const background = backgroundOf([...facts, ...form, reports].flat(), han);
say(`${background.groups} groups of texts, ${background.counts.size} stems`);
const texts = (rows: readonly LabelledText[], most: number) =>
  shuffled([...new Map(rows.map((row) => [row.report, row])).values()], random).slice(0, most);
const made = [
  joinedRows([...realsumm, ...realsummLong, ...sentences], 4000, random),
  embeddedRows([...summhay, ...sentences.slice(0, 900), ...realsumm.slice(0, 900)], around, 1600, random),
  twinRows([...summhay, ...realsumm.slice(0, 1600), ...realsummLong.slice(0, 1600), ...sentences], random),
  sentenceTwins(texts(hello, 150), 4, random),
  sentenceTwins(texts(reports, 100), 8, random),
  sentenceTwins(texts(helloZh, 150), 5, random),
];
const examples = [...facts, ...made].flatMap((rows) => claimExamples(rows, background));
const claims = examples.filter(({ set }) => !MEASURED_ONLY.includes(set));
const twins = claims.filter(({ set }) => set.startsWith('twins'));
const quality = form.flatMap((rows) => qualityExamples(rows, background));
const others = [...unseen.flatMap((rows) => claimExamples(rows, background)), ...examples.filter(({ set }) => MEASURED_ONLY.includes(set))];
say(`${claims.length} claims (${twins.length} twins), ${quality.length} questions of quality, ${others.length} only measured`);

const measured: Record<string, Measures & { readonly learnt: boolean }> = {};
const outOfFold = new Map<Example, readonly number[]>();
const contradictions = Array.from({ length: FOLDS }, (_, fold) => fitContradiction(twins.filter((one) => foldOf(one.group) !== fold)));
/** What the contradiction forest that has not seen this group says: the claims are fitted on it as they will meet it. */
const rows = new Map(claims.map((one) => [one, withContradiction(one.row, contradictions[foldOf(one.group)] as Forest)]));
for (let fold = 0; fold < FOLDS; fold++) {
  const model = fitted(claims.filter((one) => foldOf(one.group) !== fold));
  for (const one of claims) if (foldOf(one.group) === fold) outOfFold.set(one, levels(model[one.kind], rows.get(one) as Float64Array));
  const form = quality.filter((one) => foldOf(one.group) !== fold);
  const ofQuality = fitQuality(form, setWeights(form, {}));
  for (const one of quality) if (foldOf(one.group) === fold) outOfFold.set(one, levels(ofQuality, one.row));
  say(`fold ${fold + 1} of ${FOLDS}`);
}
const temper = temperOf(claims);
say(`temperatures: ${JSON.stringify(temper)}`);
/** Fitted to the other folds. */
const tempers = Array.from({ length: FOLDS }, (_, fold) => temperOf(claims.filter((one) => foldOf(one.group) !== fold)));
const saidOfClaims = new Map<Example, readonly number[]>(
  claims.map((one) => [one, heated(one, outOfFold.get(one) ?? [], tempers[foldOf(one.group)] as Temper)]),
);
for (const set of new Set([...claims, ...quality].map((one) => one.set))) {
  const of = [...claims, ...quality].filter((one) => one.set === set);
  report(
    set,
    measure(
      of,
      of.map((one) => saidOfClaims.get(one) ?? outOfFold.get(one) ?? []),
    ),
    true,
  );
}

const contradiction = fitContradiction(twins);
const model = fitted(claims);
const chinese = chineseLines(model);
const across = fitAcross({ claims: model, contradiction, background }, renderedTexts(), mulberry(11));
const acrossLanguages = acrossAuc(renderedTexts(), background, mulberry(12));
say(`across languages: ${JSON.stringify(acrossLanguages)}`);
const questions = new Set(form.flat().map(({ criterion }) => wordingOf(criterion)));
const qualityModel = fitQuality(quality, setWeights(quality, {}));
for (const set of new Set(others.map((one) => one.set))) {
  const of = others.filter((one) => one.set === set);
  report(
    set,
    measure(
      of,
      of.map((one) => heated(one, levels(model[one.kind], withContradiction(one.row, contradiction)), temper)),
    ),
    false,
  );
}
const shipped = fileOf({ background, contradiction, claims: model, chinese, across, temper, quality: qualityModel, questions });
const text = `${JSON.stringify(shipped)}\n`;
const asJudged = Object.fromEntries([...facts, ...unseen, ...form].map((rows) => [rows[0]?.set ?? '', sameAsJudged(rows)]));
say(`said by the judge as by its forests: ${JSON.stringify(asJudged)}`);
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, 'small.json'), text);
const claimsOf = (examples: readonly ClaimExample[], row: (one: ClaimExample) => Float64Array): Learnt[] =>
  examples.map((example) => ({ example, row: row(example) }));
const fitting: Fitting = {
  claims: claimsOf(claims, (one) => rows.get(one) as Float64Array),
  unseen: claimsOf(others, (one) => withContradiction(one.row, contradiction)),
  folds: FOLDS,
  foldOf,
  weights: weightsOf,
  levels,
};
const leftOut = setsLeftOut(fitting, [['summhay'], ['realsumm', 'realsumm_long'], ['summedits', 'summedits_sent']], (family) => {
  const others = temperOf(claims.filter(({ set }) => !family.includes(set)));
  return (one, found) => heated(one, found, others);
});
say('sets left out');
const byWordsAlone = baselines(fitting);
say('baselines');
const withoutFeatures = ablation(fitting);
say('features left out');
const ownLabels = await fittedToOwn('wice');
say(`fitted to the labels of wice: ${JSON.stringify(ownLabels)}`);
const card = {
  judge: 'small',
  identity: sha256(text),
  ...filesOf(labels),
  agreement: { set: 'out of fold by group, or never learnt from', measures: measured, acrossLanguages, asJudged },
  // Each set with the texts of its family left out of the learning.
  leftOut,
  baselines: byWordsAlone,
  // Of claims, on a part of the rows: to be compared with one another.
  ablation: withoutFeatures,
  // What `gavel train small` makes of it with labels of a kind that it has not learnt, by cross-validation over groups.
  ownLabels: { wice: ownLabels },
  knownFailures: [
    'facts said in other words, without a stem in common',
    'roles swapped, negation removed, units changed',
    'arithmetic and knowledge of the world',
    'factual correctness, originality and persuasion: of questions of quality only the form is seen',
    'a criterion and a report in different languages, beyond a lexicon of some thousand words: order, numbers in words, contradiction',
  ],
};
writeFileSync(join(values.out, 'small-card.json'), `${JSON.stringify(card, rounded, 2)}\n`);
say(`wrote ${join(values.out, 'small.json')}, ${(text.length / 1e6).toFixed(2)} MB`);

function fitted(examples: readonly ClaimExample[]): SmallModel['claims'] {
  const features = examples.map((one) => rows.get(one) as Float64Array);
  const truth = examples.map(({ level }) => level);
  const of = (kind: ClaimKind) => fitClaims(features, truth, weightsOf(examples, kind));
  return { described: of('described'), quoted: of('quoted') };
}

function weightsOf(examples: readonly ClaimExample[], kind: ClaimKind): OrderedWeights {
  const { partly, fully } = COUNTS[kind];
  return { partly: setWeights(examples, partly), fully: setWeights(examples, fully) };
}

/**
 * The measures are of forests. The judge counts forms before it asks them, and leaves out what a report copies from the criterion: the
 * share of rows on which it says all the same what they say.
 */
function sameAsJudged(rows: readonly LabelledText[]): number {
  const judge = loadSmall(shipped, 'trained');
  const some = limited(rows, JUDGED);
  const same = some.filter((row) => {
    const found = byForests(row);
    if (found === undefined) return true;
    const asked = new Set(wordsOf(row.query).flatMap(({ stop, stem }) => (stop ? [] : [stem])));
    const said = estimate(judge, readReport(row.text, background), { criterion: row.criterion, query: row.query, asked });
    return likeliest(said.probabilities) === likeliest(saidOf(found, 0).probabilities);
  });
  return same.length / some.length;
}

function byForests(row: LabelledText): number[] | undefined {
  if (row.set.startsWith('hellobench')) return qualityExamples([row], background).map((one) => levels(qualityModel, one.row))[0];
  return claimExamples([row], background).map((one) => levels(model[one.kind], withContradiction(one.row, contradiction)))[0];
}

/** What is said of sentences in Chinese brought to what is said of the same texts in English. */
function chineseLines(model: SmallModel['claims']): Record<ClaimKind, Lines> {
  const texts = parallelRows(shuffled(renderedTexts(), random).slice(0, RENDERED), 3, random);
  const featuresIn = (language: 'en' | 'zh') =>
    claimExamples(texts[language], background).map(({ row }) => withContradiction(row, contradiction));
  const [en, zh] = [featuresIn('en'), featuresIn('zh')];
  const odds = (forest: Forest, rows: readonly Float64Array[]) => rows.map((row) => logOdds(forest, row));
  const line = (forest: Forest) => lineBetween(odds(forest, zh), odds(forest, en));
  const lines = ({ partly, fully }: Ordered): Lines => ({ partly: line(partly), fully: line(fully) });
  return { described: lines(model.described), quoted: lines(model.quoted) };
}

function renderedTexts(): Rendered[] {
  const file = (name: string) =>
    readRows<{ response_id: string; query_id: string; en_response_id?: string; text: string }>(
      join(labels, 'hellobench', `${name}.responses.jsonl.gz`),
    );
  const english = new Map(file('hellobench').map((row) => [row.response_id, row.text]));
  return file('hellobench_zh').flatMap(({ response_id: report, query_id: query, en_response_id: of, text: zh }) => {
    const en = english.get(of ?? '');
    return en === undefined ? [] : [{ report, query, en, zh }];
  });
}

function levels({ partly, fully }: Ordered, row: ArrayLike<number>): number[] {
  const least = probability(partly, row);
  const most = Math.min(least, probability(fully, row));
  return [1 - least, least - most, most];
}

/** From what was said out of fold. */
function temperOf(examples: readonly ClaimExample[]): Temper {
  const fitted = (of: keyof Temper) =>
    fitTemperature(
      PEOPLE.map((set) =>
        examples.flatMap((one) => (one.set === set && temperedAs(one) === of ? [saidOf(outOfFold.get(one) ?? [], one.level)] : [])),
      ).filter(({ length }) => length > 0),
    );
  return { described: fitted('described'), quoted: fitted('quoted'), every: fitted('every') };
}

function temperedAs({ every, kind }: ClaimExample): keyof Temper {
  return every ? 'every' : kind;
}

function heated(one: ClaimExample, found: readonly number[], temper: Temper): number[] {
  const { unsatisfied, partial, satisfied } = tempered(saidOf(found, one.level).probabilities, temper[temperedAs(one)]);
  return [unsatisfied, partial, satisfied];
}

function report(set: string, found: Measures, learnt: boolean): void {
  measured[set] = { ...found, learnt };
  const figure = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? '    -' : value.toFixed(3));
  console.log(
    `${set.padEnd(18)} ${learnt ? 'out of fold' : 'never learnt'} n ${String(found.n).padStart(6)}  macro-F1 ${figure(found.macroF1)}  kappa ${figure(found.kappa)}  balanced ${figure(found.balancedAccuracy)}  AUC ${figure(found.auc)}  ECE ${figure(found.ece)}  both right ${figure(found.bothRight)}`,
  );
}

/** Whole texts, drawn by the seed. */
function limited(rows: readonly LabelledText[], most: number): LabelledText[] {
  if (rows.length <= most) return [...rows];
  const byText = new Map<string, LabelledText[]>();
  for (const row of rows) byText.set(row.report, [...(byText.get(row.report) ?? []), row]);
  const kept: LabelledText[] = [];
  for (const list of shuffled([...byText.values()], random)) {
    if (kept.length >= most) break;
    kept.push(...list);
  }
  return kept;
}

function foldOf(group: string): number {
  let hash = 7;
  for (const letter of group) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return hash % FOLDS;
}

/** Files that are learnt from and those that are only measured on, each with its sha256. */
function filesOf(folder: string): Record<'trainedOn' | 'measuredOn', Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:summhay|people|hellobench|drb)\/.*\.gz$/u.test(file) && !/_(?:neg|omit)\./u.test(file))
    .sort();
  const hashes = (of: readonly string[]) => Object.fromEntries(of.map((file) => [file, sha256(readFileSync(join(folder, file)))]));
  const isUnseen = (file: string) => /wice|attributionbench/u.test(file);
  return { trainedOn: hashes(files.filter((file) => !isUnseen(file))), measuredOn: hashes(files.filter(isUnseen)) };
}

/** As `gavel train small` would do it for whoever has these labels. */
async function fittedToOwn(set: string): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'gavel-own-'));
  const file = join(folder, `${set}.jsonl`);
  const rows = read(set).map(({ query, text: report, criterion, label, group, language }) =>
    JSON.stringify({ query, report, criterion, weight: 1, label, group, language, source: 'people' }),
  );
  writeFileSync(file, rows.map((row) => `${row}\n`).join(''));
  const { agreement, bundled } = smallCard(await trainSmall([file], 1, join(values.out, 'small.json')), 1);
  rmSync(folder, { recursive: true });
  const { n, macroF1, kappa, balancedAccuracy, ece } = agreement.measures;
  return { n, macroF1, kappa, balancedAccuracy, ece, before: bundled };
}

/** Four digits: the rest is noise. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
