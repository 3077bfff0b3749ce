/** The small judge on reports that a person can read: what it finds, turns round, quotes and owns up to. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../judge/checklist/verdict.ts';
import { createSmallJudge } from '../../../judge/small/small-judge.ts';
import { loadSmall, type SmallFile } from '../../../judge/small/small-model.ts';

const judge = createSmallJudge(loadSmall(JSON.parse(readFileSync('data/judge/small.json', 'utf8')) as SmallFile, 'bundled'));
const REPORT = `# Tidal power in Orkney

The first turbine was installed in 2016 and delivered 1.4 gigawatt hours to the grid in its first year.
Maintenance turned out to cost more than planned: divers were needed four times, at 60,000 pounds each.

Local fishermen opposed the second phase. The council approved it all the same in March 2019.`;

async function verdictsOn(
  report: string,
  criteria: readonly string[],
  query = 'How did tidal power develop in Orkney?',
): Promise<Verdict[]> {
  const rubric = criteria.map((criterion, i) => ({ id: `c${i}`, criterion, weight: 1 }));
  const verdicts: Verdict[] = [];
  const owed = rubric.map(({ id }) => ({ criterion: id, trial: 1 }));
  const sink = async (result: { answers: readonly { answer: Verdict }[] }) => {
    verdicts.push(...result.answers.map(({ answer }) => answer));
  };
  await judge.judge({ query, report, rubric, owed }, sink, new AbortController().signal);
  return verdicts;
}

describe('a claim', () => {
  test('that the report makes is satisfied, with the sentences that make it; one on something else is not', async () => {
    const [said, unsaid] = await verdictsOn(REPORT, [
      'The report states that: The council approved the second phase in March 2019.',
      'The report states that: A storm destroyed the harbour wall of Stromness.',
    ]);
    expect(said).toMatchObject({ label: 'satisfied' });
    const [quote] = said?.quotes ?? [];
    expect(REPORT.slice(quote?.start, quote?.end)).toBe(quote?.text);
    expect(quote?.text).toContain('The council approved it all the same in March 2019');
    expect(unsaid).toMatchObject({ label: 'unsatisfied', quotes: [] });
  });

  test('and its denial always come out opposite', async () => {
    const claims = [
      'The council approved the second phase in March 2019.',
      'Divers were needed four times.',
      'A storm destroyed the harbour wall.',
      'The turbine delivered 1.4 gigawatt hours and won a prize.',
    ];
    const verdicts = await verdictsOn(
      REPORT,
      claims.flatMap((claim) => [`The report states that: ${claim}`, `The report fails to mention that: ${claim}`]),
    );
    const opposite = { satisfied: 'unsatisfied', partial: 'partial', unsatisfied: 'satisfied' } as const;
    const pairs = claims.map((_, i) => [verdicts[2 * i]?.label, verdicts[2 * i + 1]?.label]);
    expect(pairs).toEqual(pairs.map(([one]) => [one, opposite[one ?? 'partial']]));
    expect(new Set(pairs.map(([one]) => one)).size).toBeGreaterThan(1);
  });

  test('with one fact changed is more likely contradicted', async () => {
    const [kept, changed] = await verdictsOn(REPORT, [
      'The report states that: The turbine delivered 1.4 gigawatt hours in its first year.',
      'The report states that: The turbine delivered 3.7 gigawatt hours in its first year.',
    ]);
    const likely = (verdict: Verdict | undefined) =>
      Number(/That it says something else is (\d+)% likely/.exec(verdict?.reason ?? '')?.[1]);
    expect(likely(changed)).toBeGreaterThan(likely(kept));
  });
});

test('what it has not learnt it says, and is less sure of', async () => {
  const [foreign, quality] = await verdictsOn(REPORT, [
    '报告指出：委员会于2019年3月批准了第二阶段。',
    'Is the report well structured and easy to read?',
  ]);
  expect(foreign?.reason).toContain('different languages');
  expect(quality?.reason).toContain('guessed, not judged');
  for (const verdict of [foreign, quality]) expect(verdict?.confidence).toBeLessThanOrEqual(0.5);
});

test('an empty report meets nothing, and reasons are in the language of the report', async () => {
  const [empty] = await verdictsOn(' \n', ['The report states that: it rains.']);
  expect(empty?.label).toBe('unsatisfied');
  const [chinese] = await verdictsOn('委员会于2019年3月批准了第二阶段。渔民表示反对。', ['报告指出：委员会批准了第二阶段。']);
  expect(chinese?.reason).toContain('覆盖');
});
