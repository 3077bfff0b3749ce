/** demo: ten short tasks of our own with sample reports. */
import type { Source } from './source.ts';

export const demo: Source = {
  name: 'demo',
  about: 'a few tasks with sample reports, for a first look',
  file: 'bundled',
  names: {
    explanation: { en: 'Explanation', zh: '讲解' },
    comparison: { en: 'Comparison', zh: '比较' },
    compliance: { en: 'Compliance', zh: '合规' },
  },
};
