/** The words of a criterion: its language, what it says without examples and quotations, and what it is about. */
import { FINITE, REPORTING_ZH } from './verbs.ts';

/** Chinese when it has more Han characters than Latin words: product names in Latin letters do not make a text English. */
export function isChinese(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  return han > words;
}

/** Without what stands in brackets; examples and tolerances stand there, which are no demands of their own. */
export function withoutBrackets(text: string): string {
  let before = text;
  for (;;) {
    const after = before.replace(/\s*[（(［[][^（()）［[\]］]*[)）\]］]/gu, '');
    if (after === before) return after.trim();
    before = after;
  }
}

/** What is quoted is named, not demanded: quotations and titles are replaced by a mark. */
export function withoutQuotations(text: string): string {
  return text.replace(/“[^”]*”|‘[^’]*’|《[^》]*》|「[^」]*」|"[^"]*"/gu, '◦');
}

/** Examples up to the end of their clause, or to where the sentence goes on with another verb. */
const EXAMPLE_LIST = new RegExp(
  `[,;，]?\\s*(?:\\b(?:such as|for example|for instance|e\\.g\\.,?|i\\.e\\.,?)|例如|比如|譬如)(?:(?!(?:,|,? and|,? while)\\s+(?:it\\s+)?(?:also\\s+)?(?:\\w+ly\\s+)?${FINITE})[^.。;；])*`,
  'giu',
);

/** What is asked for, without brackets, quotations and example lists. */
export function demand(text: string): string {
  return withoutQuotations(withoutBrackets(text))
    .replace(/\s(?:Examples?|For example|示例|例)\s*[:：].*$/isu, '')
    .replace(EXAMPLE_LIST, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const STOP_WORDS = new Set(
  `a an the of to in on at by for from with and or as is are be been that this these those it its into about than then so such any each
  all both one more most least very not no nor but also may can must should will would has have had do does if when how why what which who
  whose where while there their they them response report answer text model criterion using use uses used between across over under per
  includes include contains contain provides provide presents present states state mentions mention explains explain says say gives give
  lists list discusses discuss describes describe notes note identifies identify points out shows show covers cover at example specific`.split(
    /\s+/,
  ),
);
const STOP_BIGRAMS = new Set('至少 允许 一个 一张 以及 并且 或者 不超 超过 约为 写为 应当 不少 少于'.split(' '));
/** Who speaks and that it is said. */
const SAYING = new RegExp(`报告|文中|回答|点评|写为|${REPORTING_ZH}`, 'gu');

/** What a text is about: stems of words, pairs of neighbouring Han characters, and numbers; without what every criterion says. */
export function features(text: string): Set<string> {
  const found = new Set<string>(numbersOf(text));
  const clean = text.replace(/-?\d[\d.,，]*/g, ' ').toLowerCase();
  for (const word of clean.match(/[\p{Script=Latin}][\p{Script=Latin}'’-]*/gu) ?? [])
    if (!STOP_WORDS.has(word) && word.length > 1) found.add(stem(word));
  for (const run of clean.replace(SAYING, ' ').match(/\p{Script=Han}+/gu) ?? []) {
    for (let i = 0; i + 1 < run.length; i++) if (!STOP_BIGRAMS.has(run.slice(i, i + 2))) found.add(run.slice(i, i + 2));
  }
  return found;
}

export function numbersOf(text: string): string[] {
  return (text.match(/\d[\d.,]*\d|\d/g) ?? []).map((number) => `#${number.replaceAll(',', '')}`);
}

function stem(word: string): string {
  const base = word.replace(/['’]s$/, '');
  const cut = base.replace(/(?:ational|ations?|ments?|ness|ingly|edly|ing|ies|ied|es|ed|ly|s)$/, '');
  return cut.length >= 3 ? cut : base;
}
