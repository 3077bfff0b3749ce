/** silent (aligned): a criterion that code decides is not met by a report which says nothing. */
import { boundsOf } from '../../judge/checklist/check.ts';
import type { Check } from './finding.ts';

export const silent: Check =
  () =>
  ({ check, weight }) => {
    if (check === undefined || weight < 0 || check.kind === 'number' || check.kind === 'date') return [];
    if (boundsOf(check)[0] > 0) return [];
    const message = 'a report that says nothing meets this check: give min, or word it as a flaw of negative weight';
    return [{ severity: 'warning', rule: 'silent', message }];
  };
