/** The row of a claim: every feature in its own place. */
import { describe, expect, test } from 'vitest';
import { CLAIM_FEATURE_NAMES, type ClaimFeature, readClaim } from '../../../judge/small/claim-features.ts';
import { indexReport } from '../../../judge/small/report-index.ts';

const background = { groups: 10, hanGroups: 10, counts: new Map<string, number>(), han: new Set<string>() };
const index = indexReport(
  'The council of Stromness approved 40 turbines in March. Fishermen opposed the plan. Divers were needed four times.\nA storm came later.',
  background,
);

function valuesOf(claim: string): Record<ClaimFeature, number> {
  const { row } = readClaim(index, claim, new Set()) ?? { row: [] };
  return Object.fromEntries(CLAIM_FEATURE_NAMES.map((name, i) => [name, row[i]])) as Record<ClaimFeature, number>;
}

describe('the row of a claim', () => {
  test('holds a number for every feature where the claim has names, numbers and clauses', () => {
    const values = valuesOf('The council of Stromness approved 40 turbines, while local fishermen opposed the whole plan.');
    expect(Object.entries(values).filter(([, value]) => Number.isNaN(value))).toEqual([]);
  });

  test('says what stands in the report and what does not', () => {
    const values = valuesOf('The council of Stromness approved 30 turbines in Kirkwall.');
    expect(values).toMatchObject({ numbersMissing: 1, numbersAll: 0, namesMissing: 1, namesAll: 0.5, missingAll: 2, opposite3: 0 });
    // council, stromness, approved and turbines of six.
    expect(values.plainAll).toBeCloseTo(4 / 6);
  });

  test('says nothing of numbers and names where the claim has none', () => {
    expect(valuesOf('fishermen opposed the plan')).toMatchObject({ numbers3: Number.NaN, names3: Number.NaN, cov1: 1, missing3: 0 });
  });

  test('leaves out where a claim says that it has it from', () => {
    expect(valuesOf('Fishermen opposed the plan [3].')).toEqual(valuesOf('Fishermen opposed the plan.'));
    expect(valuesOf('Fishermen opposed the plan[1, 2-4]').numbersMissing).toBe(0);
  });

  test('sees a word that a syllable turns round', () => {
    expect(valuesOf('The council of Stromness disapproved 40 turbines.')).toMatchObject({ opposite3: 1 });
    expect(valuesOf('The council of Stromness approved 40 turbines.')).toMatchObject({ opposite3: 0 });
  });
});
