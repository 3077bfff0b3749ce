import { expect, it } from 'vitest';
import { reasonLanguage } from '../../../judge/reading/language.ts';

it.each([
  ['老年人每天的盐不超过5克，蔬菜不少于500克。', 'zh'],
  ['使用 GPT 模型 API 的成本在2024年下降了一半，价格更低。', 'zh'],
  ['高齢者の塩分は一日５グラムまでにしてください。', 'ja'],
  ['노인은 하루에 소금을 5그램 이하로 먹어야 합니다.', 'ko'],
  ['Sales of 白酒 rose by 12% in 2024, driven by demand in the provinces.', undefined],
  ['Продажи выросли на 12%.', undefined],
  ['12% | 15% | 18%', undefined],
  ['', undefined],
])('%s: %s', (text, language) => expect(reasonLanguage(text)).toBe(language));
