/** Which forests are asked of a criterion, and how sure they may be: on forests that say one thing. */
import { expect, test } from 'vitest';
import { wordingOf } from '../../../judge/small/quality-features.ts';
import { readReport } from '../../../judge/small/reading.ts';
import { estimate, type Ordered, type SmallModel } from '../../../judge/small/small-model.ts';
import { bundledModel } from '../../../runners/judges/small.ts';

const REPORT = 'The first turbine was installed in 2016. Divers were needed four times, at 60,000 pounds each.';
const { temper: _, ...BUNDLED } = bundledModel();

const asked = (model: Omit<SmallModel, 'id'>, criteria: readonly string[]) =>
  criteria.map((criterion) => estimate(model, readReport(REPORT, model.background), { criterion, query: '', asked: new Set() }));

/** A forest that gives every row this probability. */
function always(chance: number): Ordered {
  const forest = { features: [], base: Math.log(chance / (1 - chance)), trees: [] };
  return { partly: forest, fully: forest };
}

test('a claim that is quoted, and its denial, have forests of their own', () => {
  const found = asked({ ...BUNDLED, claims: { described: always(0.9), quoted: always(0.2) } }, [
    'Divers were needed four times',
    'The report mentions divers who were needed four times',
    'The report states that divers were needed four times',
    'The report states that: divers were needed four times',
    'The report fails to mention that: divers were needed four times',
  ]);
  expect(found.map(({ probabilities }) => Number(probabilities.satisfied.toFixed(3)))).toEqual([0.9, 0.9, 0.9, 0.2, 0.8]);
});

test('a question of quality in words that were learnt is learnt, whatever form its words name, and another one is guessed', () => {
  // By its words alone it would ask for a length.
  const question = 'Is the whole text easy to follow, in at least 500 words, with no sentence that has to be read twice?';
  const found = asked({ ...BUNDLED, quality: always(0.8), questions: new Set([wordingOf(question)]) }, [
    question,
    'Is the whole text EASY to follow — in at least 500 words — with no sentence that has to be read twice?',
    'Does it rhyme? Is it easy to follow?',
  ]);
  expect(found.map(({ unlearnt, form }) => unlearnt ?? form ?? 'learnt')).toEqual(['learnt', 'learnt', 'quality']);
  expect(found.map(({ probabilities }) => Number(probabilities.satisfied.toFixed(3)))).toEqual([0.8, 0.8, 0.8]);
});
