import { describe, expect, it } from 'vitest';
import { judgeReward } from '../../../judge/checklist/judge-reward.ts';

const reply = (label: string, more: object = {}) =>
  JSON.stringify({ reason: 'It gives the year.', quotes: ['in 2019'], label, confidence: 0.9, ...more });

describe('judgeReward', () => {
  it('gives all of it to the right label in the shape that is asked for', () => {
    expect(judgeReward(reply('satisfied'), 'satisfied', 3)).toBe(1);
    expect(judgeReward(`<think>Hm, {"label": 1}</think>\n${reply('partial')}`, 'partial', 3)).toBe(1);
  });

  it('gives a wrong label no more than the shape', () => {
    expect(judgeReward(reply('partial'), 'satisfied', 3)).toBe(0.2);
    expect(judgeReward(reply('unsatisfied'), 'satisfied', 3)).toBe(0.2);
  });

  it("reads the words of the sign's own menu: a flaw is present or absent", () => {
    expect(judgeReward(reply('present'), 'satisfied', -2)).toBe(1);
    expect(judgeReward(reply('absent'), 'unsatisfied', -2)).toBe(1);
    expect(judgeReward(reply('unsatisfied'), 'unsatisfied', -2)).toBe(0);
    expect(judgeReward(reply('present'), 'satisfied', 2)).toBe(0);
  });

  it('keeps the shape back where the label comes before its reason, a field is missing, or words stand around the object', () => {
    const late = '{"label": "satisfied", "reason": "It gives the year.", "quotes": [], "confidence": 0.9}';
    for (const loose of [
      late,
      '{"label": "satisfied"}',
      'satisfied',
      `My verdict:\n${reply('satisfied')}`,
      `\`\`\`json\n${reply('satisfied')}\n\`\`\``,
      reply('satisfied', { confidence: 90 }),
      reply('satisfied', { reason: ' ' }),
      reply('satisfied', { more: 1 }),
    ])
      expect(judgeReward(loose, 'satisfied', 1), loose).toBe(0.8);
  });

  it('is 0 for what is no verdict: cut short, empty, two answers, a word off the menu', () => {
    for (const bad of [
      reply('satisfied').slice(0, -20),
      '',
      `${reply('satisfied')}\n${reply('partial')}`,
      reply('good'),
      '<think>satisfied',
    ])
      expect(judgeReward(bad, 'satisfied', 1), bad).toBe(0);
  });
});
