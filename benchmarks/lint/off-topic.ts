/** offTopic (aligned): a criterion speaks of what the query asks. A weak sign, since it can be aligned in other words. */
import type { Check } from './finding.ts';
import { features, isChinese } from './text.ts';

/** Criteria of form speak of the report and share no word with any query. */
const FORM =
  /\b(?:table|list|headings?|sections?|format\w*|words?|links?|cit(?:e|es|ation|ations)|sources?|tone|bullet\w*|summary|grammar|spelling)\b|表格?|小标题|分点|字数|链接|来源|引用|出处|语气|开头|结尾|附注/iu;

export const offTopic: Check = ({ id, criterion }, task) => {
  const rubric = task.rubric ?? [];
  // Words in another language than the query's cannot be compared.
  if (rubric.length < 3 || FORM.test(criterion) || isChinese(criterion) !== isChinese(task.query)) return [];
  const elsewhere = [task.query, ...rubric.filter((one) => one.id !== id).map((one) => one.criterion)];
  const known = new Set(elsewhere.flatMap((text) => [...features(text)]));
  if ([...features(criterion)].some((feature) => known.has(feature))) return [];
  const message = 'shares no word with the query or the other criteria: is it about this task?';
  return [{ severity: 'info', rule: 'off-topic', message }];
};
