import { describe, expect, it } from 'vitest';
import { createModelJudge } from '../../judge/checklist/judge.ts';
import { checklistPrompt } from '../../judge/checklist/prompts.ts';
import type { AskDeps } from '../../judge/model/ask.ts';
import { createModelComparer } from '../../judge/pairwise/compare.ts';
import { PAIR_PROMPT } from '../../judge/pairwise/prompts.ts';
import { promptFile, withTexts } from '../../judge/prompt-file.ts';

const BOTH = { ...checklistPrompt(3), ...PAIR_PROMPT };
const SETTINGS = { name: 'J', model: 'm', temperature: 0, labels: 3, criteriaPerCall: 1, contextTokens: 1_000, warmPrefix: false } as const;

const rubricJudge = (prompt = checklistPrompt(3)) => createModelJudge({ ...SETTINGS, prompt }, {} as AskDeps).identity;
const comparer = (prompt = PAIR_PROMPT) => createModelComparer({ ...SETTINGS, prompt }, {} as AskDeps).identity;

describe('a prompt as a file', () => {
  it('is read as it was printed, whatever the line ends', () => {
    for (const prompt of [checklistPrompt(2), checklistPrompt(3), PAIR_PROMPT]) {
      expect(withTexts(prompt, promptFile(prompt), 'p.txt')).toEqual(prompt);
      expect(withTexts(prompt, promptFile(prompt).replaceAll('\n', '\r\n'), 'p.txt')).toEqual(prompt);
    }
    expect(promptFile(checklistPrompt(3))).toMatch(/^=== system ===\nYou check a research report [\s\S]*\n=== report ===\n# Query\n/);
  });

  it('replaces the texts that it gives, and keeps the rest', () => {
    const prompt = withTexts(
      BOTH,
      '=== positive ===\nDoes it? "satisfied", "partial" or "unsatisfied".\n\n=== en.dimensions.depth ===\nDepth.\n',
      'p.txt',
    );
    expect(prompt).toEqual({
      ...BOTH,
      positive: 'Does it? "satisfied", "partial" or "unsatisfied".\n',
      en: { ...BOTH.en, dimensions: { ...BOTH.en.dimensions, depth: 'Depth.' } },
    });
  });

  it('is part of the identity of the judge that asks with it, and of no other', () => {
    const { en, zh, ...rubric } = withTexts(BOTH, '=== system ===\nYou are strict.\n', 'p.txt');
    expect(rubricJudge(rubric)).not.toEqual(rubricJudge());
    expect(comparer({ en, zh })).toEqual(comparer());
    expect(rubricJudge(withTexts(checklistPrompt(3), promptFile(checklistPrompt(3)), 'p.txt'))).toEqual(rubricJudge());
  });

  it.each([
    ['Judge this.', 'p.txt: expected texts, each under a line like "=== system ==="; --print-prompt prints a file to start from'],
    ['Hello.\n=== system ===\nx', 'p.txt: expected texts, each under a line like'],
    ['=== sistem ===\nx', 'p.txt: there is no text "sistem" in this prompt; there are: system, report, evidence, positive,'],
    ['=== answer ===\nReply with JSON.', 'p.txt: "answer": {criteria} is missing'],
    ['=== report ===\n{query} {report}', 'p.txt: "report": {fence} is missing'],
    ['=== system ===\nOn {date}.', 'p.txt: "system": {date} is not filled here; there are: none'],
  ])('is refused in one line: %j', (file, says) => {
    expect(() => withTexts(BOTH, file, 'p.txt')).toThrow(says);
  });
});
