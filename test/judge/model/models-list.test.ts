import { expect, it } from 'vitest';
import { isSameModel } from '../../../judge/model/models-list.ts';

it.each([
  ['gpt-4o-2024-08-06', 'gpt-4o'],
  ['gpt-4o', 'gpt-4o-2024-08-06'],
  ['gpt-4-1106-preview', 'gpt-4'],
  ['claude-sonnet-4-20250514', 'claude-sonnet-4-latest'],
  ['openai/GPT-4o:free', 'gpt-4o'],
  ['models/gemini-2.5-pro-preview-05-20', 'gemini-2.5-pro'],
  ['/models/qwen2.5-7b.gguf', 'Qwen2.5_7B'],
])('%s is the model %s', (answered, asked) => {
  expect(isSameModel(answered, asked)).toBe(true);
});

it.each([
  ['gpt-4o-mini-2024-07-18', 'gpt-4o'],
  ['gpt-4o', 'gpt-4o-mini'],
  ['gpt-4.1', 'gpt-4'],
  ['gpt-4-0314', 'gpt-4-0613'],
  ['deepseek-v2', 'deepseek-v3'],
  ['qwen2.5-7b-instruct-q4_k_m.gguf', 'qwen2.5-7b-instruct'],
])('%s is another model than %s', (answered, asked) => {
  expect(isSameModel(answered, asked)).toBe(false);
});
