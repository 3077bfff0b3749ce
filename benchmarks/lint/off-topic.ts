/** offTopic (aligned): a criterion speaks of what the query asks. A weak sign, since it can be aligned in other words. */
import type { Check } from './finding.ts';
import { features, isChinese } from './text.ts';

/** Criteria of form speak of the report and share no word with any query. */
const FORM =
  /\b(?:table|list|headings?|sections?|format\w*|words?|links?|cit(?:e|es|ation|ations)|sources?|tone|bullet\w*|summary|grammar|spelling)\b|表格?|小标题|分点|字数|链接|来源|引用|出处|语气|开头|结尾|附注/iu;

export const offTopic: Check = ({ query, rubric = [] }) => {
  const texts = [query, ...rubric.map(({ criterion }) => criterion)];
  const holders = new Map<string, number>();
  for (const text of texts) for (const feature of features(text)) holders.set(feature, (holders.get(feature) ?? 0) + 1);
  return ({ criterion }) => {
    // Words in another language than the query's cannot be compared.
    if (rubric.length < 3 || FORM.test(criterion) || isChinese(criterion) !== isChinese(query)) return [];
    if ([...features(criterion)].some((feature) => (holders.get(feature) ?? 0) > 1)) return [];
    const message = 'shares no word with the query or the other criteria: is it about this task?';
    return [{ severity: 'info', rule: 'off-topic', message }];
  };
};
