/** fitAcross, acrossAuc: claims and reports in different languages, learnt and measured on texts that stand in both. */
import { readAcross } from '../../judge/small/across.ts';
import { bothWays, lexiconText } from '../../judge/small/lexicon.ts';
import { type Background, indexReport } from '../../judge/small/report-index.ts';
import { type Across, type Lines, type SmallModel, withContradiction } from '../../judge/small/small-model.ts';
import { type Forest, logOdds } from '../../judge/small/trees.ts';
import { claimExamples } from './fit-small.ts';
import { learnLexicon } from './lexicon.ts';
import { claimsOf, lineBetween, pairsOnOneQuery, type Rendered, rowOf } from './parallel-rows.ts';
import { pick, type Random, shuffled } from './twins.ts';

/** Texts that the lexicon is learnt from, and those on which what is said across is brought to what is said within a language. */
const TEXTS = { lexicon: 600, lines: 150, measured: 160 } as const;
const CLAIMS_A_TEXT = 2;
/** Of a text, in characters, when it is measured. */
const MEASURED_LENGTH = 6000;

/** @param judge what is said within one language; of its claims those that are described are taken */
export function fitAcross(
  judge: { readonly claims: SmallModel['claims']; readonly contradiction: Forest; readonly background: Background },
  rendered: readonly Rendered[],
  random: Random,
): Across {
  const texts = shuffled(rendered, random);
  const lexicon = lexiconText(learnLexicon(texts.slice(0, TEXTS.lexicon), judge.background.han));
  return { lexicon, lines: linesOf(judge, lexicon, texts, random) };
}

/** English claims on a text and on its rendering: the same is true of both. Half of the claims are of the text itself, half of another answer. */
function linesOf(
  { claims, contradiction, background }: Parameters<typeof fitAcross>[0],
  lexicon: string,
  texts: readonly Rendered[],
  random: Random,
): Lines {
  const words = bothWays(lexicon);
  const pairs = pairsOnOneQuery(texts, random).slice(0, TEXTS.lines);
  const asked = pairs.flatMap(([one, other]) =>
    claimsOf(one.en, 'en', CLAIMS_A_TEXT, random).flatMap((claim) => [one, other].map((text) => ({ claim, text }))),
  );
  const across = asked.flatMap(({ claim, text }) => readAcross(indexReport(text.zh, background), claim, words)?.score ?? []);
  const within = claimExamples(
    asked.map(({ claim, text }) => rowOf(claim, text, 'en')),
    background,
  ).map(({ row }) => withContradiction(row, contradiction));
  const line = (forest: Forest) =>
    lineBetween(
      across,
      within.map((row) => logOdds(forest, row)),
    );
  const { partly, fully } = claims.described;
  return { partly: line(partly), fully: line(fully) };
}

/** How well a claim's own text in the other language is told from others, in two halves of the queries, learnt on one and measured on the other. */
export function acrossAuc(rendered: readonly Rendered[], background: Background, random: Random): Record<string, number> {
  const [learnt, measured] = [rendered.filter(({ query }) => halfOf(query)), rendered.filter(({ query }) => !halfOf(query))];
  const lexicon = bothWays(lexiconText(learnLexicon(shuffled(learnt, random).slice(0, TEXTS.lexicon * 0.75), background.han)));
  const texts = shuffled(measured, random);
  const pairs = pairsOnOneQuery(texts, random).slice(0, TEXTS.measured);
  const found: Record<string, number> = {};
  for (const [from, to] of [
    ['zh', 'en'],
    ['en', 'zh'],
  ] as const) {
    const score = (text: Rendered, claim: string) =>
      readAcross(indexReport(text[to].slice(0, MEASURED_LENGTH), background), claim, lexicon)?.score ?? 0;
    const scores = pairs.flatMap(([one, same]) => {
      const [claim] = claimsOf(one[from].slice(0, MEASURED_LENGTH), from, 1, random);
      const other = pick(
        texts.filter(({ query }) => query !== one.query),
        random,
      );
      return claim === undefined || other === undefined
        ? []
        : [{ own: score(one, claim), same: score(same, claim), other: score(other, claim) }];
    });
    for (const rival of ['other', 'same'] as const)
      found[`${from} in ${to}, ${rival} question`] = rankedAbove(
        scores.map(({ own }) => own),
        scores.map((each) => each[rival]),
      );
  }
  return found;
}

/** The share of pairs of which the first is larger, ties counted half. */
function rankedAbove(larger: readonly number[], smaller: readonly number[]): number {
  let wins = 0;
  for (const a of larger) for (const b of smaller) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return Math.round((wins / (larger.length * smaller.length)) * 1000) / 1000;
}

function halfOf(query: string): boolean {
  let hash = 7;
  for (const letter of query) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return hash % 2 === 0;
}
