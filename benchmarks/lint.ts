/** What is wrong with a task file, line by line; unlike loading, it does not stop at the first. */
import { readTaskFile } from './load.ts';

export interface Finding {
  /** An error keeps the file from being used; a warning does not. */
  readonly severity: 'error' | 'warning';
  /** One line that opens with the place, as in `tasks.jsonl:12: rubric[3].weight: …`. */
  readonly message: string;
}

/** Findings in the order of the file; none means that it loads. */
export async function lintFile(path: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  await readTaskFile(path, (problem) => findings.push({ severity: 'error', message: problem.message }));
  return findings;
}
