/** language: the code of a task is one that is known, and that of its query. */
import type { Task } from '../task.ts';
import type { Note } from './finding.ts';
import { isChinese } from './text.ts';

/** Codes of countries that are taken for languages. */
const MEANT: Readonly<Record<string, string>> = {
  cn: 'zh',
  jp: 'ja',
  kr: 'ko',
  ua: 'uk',
  cz: 'cs',
  gr: 'el',
  dk: 'da',
  gb: 'en',
  us: 'en',
};

const NAMES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

export function language({ language: code, query }: Pick<Task, 'language' | 'query'>): Note[] {
  const primary = code.toLowerCase().split(/[-_]/)[0] ?? '';
  if (!isKnown(primary)) {
    const meant = MEANT[primary];
    return [
      warning(`unknown language code "${code}"${meant === undefined ? ': expected a code such as en or zh' : `: ${meant} is meant`}`),
    ];
  }
  const chinese = isChinese(query) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(query);
  const latin = !/\p{Script=Han}/u.test(query) && /\p{Script=Latin}/u.test(query);
  if (chinese && !['zh', 'yue', 'ja', 'ko', 'lzh', 'cmn'].includes(primary))
    return [warning(`the query is Chinese, and its language says "${code}": zh is meant`)];
  if (latin && ['zh', 'yue', 'cmn'].includes(primary))
    return [warning(`the query has no Chinese character, and its language says "${code}"`)];
  return [];
}

function isKnown(code: string): boolean {
  try {
    return NAMES.of(code) !== undefined;
  } catch {
    return false;
  }
}

function warning(message: string): Note {
  return { severity: 'warning', rule: 'language', message };
}
