/** axesOf: what the axes of a report's criteria are called in each language. */
import { namesInEach } from '../words/i18n.ts';
import type { JudgedReport } from './judged-report.ts';

export function axesOf({ criteria }: Pick<JudgedReport, 'criteria'>): ReturnType<typeof namesInEach> {
  return namesInEach(criteria.flatMap(({ axis }) => axis ?? []));
}
