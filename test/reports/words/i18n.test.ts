import { describe, expect, test } from 'vitest';
import { LANGUAGES, translate, translateName } from '../../../reports/words/i18n.ts';
import { zh } from '../../../reports/words/zh.ts';

describe('words', () => {
  test('come in both languages', () => {
    expect(LANGUAGES.map((language) => translate('unknown', language))).toEqual(['unknown', '未知']);
  });

  test('in Chinese are one for one idea on all pages: query, task and criterion', () => {
    expect([translate('annotate.query', 'zh'), translate('tasks.query', 'zh'), translate('queries', 'zh')]).toEqual([
      '查询',
      '查询',
      '查询数',
    ]);
    expect([translate('tasks.title', 'zh'), translate('tasks', 'zh'), translate('tasks.criterion', 'zh')]).toEqual([
      '任务',
      '任务数',
      '评分项',
    ]);
    const all = Object.values(zh).join('\n');
    expect([...all.matchAll(/.*(?:[^标]题|评委|不差于|两两比较).*/g)].map(([line]) => line)).toEqual([]);
  });

  test('fill their places once: a value cannot name a place itself', () => {
    expect(translate('chartDetails', 'en', { benchmark: '{judge}', scale: 's', judge: 'j' })).toBe('Benchmark {judge} · scale s · judge j');
    expect(translate('costUnknown', 'en', { agents: '$& $1' })).toBe('Cost unknown, not drawn: $& $1');
  });
});

describe('names of domains and axes', () => {
  test('are translated where known', () => {
    expect(translateName('Historical Analysis', 'zh')).toBe('历史分析');
    expect(translateName('Historical Analysis', 'en')).toBe('Historical Analysis');
    expect(translateName('instruction-following', 'zh')).toBe('遵循指令');
  });

  test('pass through where not, even names that every object has', () => {
    expect(translateName('Gardening', 'zh')).toBe('Gardening');
    expect(translateName('__proto__', 'zh')).toBe('__proto__');
    expect(translateName('constructor', 'en')).toBe('constructor');
  });
});
