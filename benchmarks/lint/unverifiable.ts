/** unverifiable (verifiable): the judge sees only the report, so what is right must stand in the criterion. */
import type { Check } from './finding.ts';
import { isChinese, withoutBrackets, withoutQuotations } from './text.ts';

const TRUTH_EN =
  /\b(?:accurate(?:ly)?|correct(?:ly)?|factual(?:ly)?|true|real|actual|credible|reliable|reputable|authoritative|trustworthy|up[- ]to[- ]date|latest|most recent|current(?:ly)?(?= (?:data|figures?|prices?|statistics|information))|valid|high-authority)\b/i;
const TRUTH_ZH = /准确|正确|属实|真实(?!存在|身份)|可靠|可信|权威|最新|无误|与事实(?:相)?符/u;

/** The fact itself, or what counts: a number, a quotation, examples, or what the report must say. */
const STATED_EN = /\d|[“"(]|\b(?:that|such as|for example|e\.g\.|including|namely|from the|by name|as)\b|:/i;
const STATED_ZH = /\d|[“《（(]|例如|比如|包括|即|：|[一二三四五六七八九十]+[条项处种个类]|等/u;

export const unverifiable: Check =
  () =>
  ({ criterion, weight }) => {
    // That something wrong is said can be seen only by who knows what is right, but flaws are described, not spelt out.
    if (weight < 0) return [];
    const chinese = isChinese(criterion);
    const word = (chinese ? TRUTH_ZH : TRUTH_EN).exec(withoutQuotations(withoutBrackets(criterion)))?.[0];
    if (word === undefined || (chinese ? STATED_ZH : STATED_EN).test(criterion)) return [];
    const message = `"${word}" cannot be seen in the report alone: write the figure or fact that counts as right, or the sources that count`;
    return [{ severity: 'warning', rule: 'unverifiable', message }];
  };
