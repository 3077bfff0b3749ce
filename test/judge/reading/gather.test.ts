import { describe, expect, it } from 'vitest';
import { checklistPrompt, gatherPrompt } from '../../../judge/checklist/prompts.ts';
import { VerdictError } from '../../../judge/errors.ts';
import { evidenceFormat } from '../../../judge/reading/gather.ts';

describe('evidence', () => {
  const formatOf = (count: number) => evidenceFormat(count, gatherPrompt(checklistPrompt(3)).again);
  const evidence = (...ids: string[]) => JSON.stringify({ evidence: ids.map((id) => ({ id, note: `On ${id}.`, passages: ['p'] })) });

  it('comes back in the order in which it was asked, bounded', () => {
    expect(formatOf(2).parse(evidence('2', '1'))).toEqual([
      { note: 'On 1.', passages: ['p'] },
      { note: 'On 2.', passages: ['p'] },
    ]);
    const long = JSON.stringify({ evidence: [{ id: '1', note: 'n'.repeat(9_999), passages: Array(99).fill('p'.repeat(9_999)) }] });
    const [found] = formatOf(1).parse(long);
    expect([found?.note.length, found?.passages.length, found?.passages[0]?.length]).toEqual([4_000, 10, 2_000]);
  });

  it('must hold each criterion once, and the schema says so', () => {
    for (const reply of [evidence(), evidence('1'), evidence('1', '1'), evidence('1', '2', '2'), evidence('1', '3'), 'none']) {
      expect(() => formatOf(2).parse(reply)).toThrow(VerdictError);
    }
    expect(formatOf(2).schema).toMatchObject({ properties: { evidence: { minItems: 2, maxItems: 2 } } });
  });
});
