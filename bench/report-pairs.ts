/** reportPairs: two versions of one sample report that differ by one edit, with the outcome known by construction. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from '../benchmarks/task.ts';
import type { Outcome } from '../judge/pairwise/outcome.ts';

export const EDITS = ['removed', 'repeated', 'moved'] as const;
export type Edit = (typeof EDITS)[number];

export interface ReportPair {
  readonly task: string;
  readonly query: string;
  readonly language: string;
  readonly a: string;
  readonly b: string;
  /** A paragraph less loses, one said twice loses; two closing parts in another order are as good. */
  readonly outcome: Outcome;
  readonly edit: Edit;
}

/** Every second pair shows the edited report first, so that no side wins more often. */
export function reportPairs(tasks: readonly Task[], folders: readonly { readonly folder: string }[]): ReportPair[] {
  const pairs: ReportPair[] = [];
  for (const { folder } of folders)
    for (const { id, query, language } of tasks) {
      const path = join(folder, `${id}.md`);
      if (!existsSync(path)) continue;
      const original = readFileSync(path, 'utf8');
      for (const edit of EDITS) {
        const edited = EDIT[edit](original);
        if (edited === undefined) continue;
        const first = Math.floor(pairs.length / EDITS.length) % 2 === 0;
        const [a, b] = first ? [original, edited] : [edited, original];
        pairs.push({ task: id, query, language, a, b, outcome: edit === 'moved' ? 'tie' : first ? 'a' : 'b', edit });
      }
    }
  return pairs;
}

/** What an edit makes of a report; undefined where it has no place for it. */
const EDIT: Readonly<Record<Edit, (report: string) => string | undefined>> = {
  removed: (report) => withLongest(report, () => []),
  repeated: (report) => withLongest(report, (paragraph) => [paragraph, paragraph]),
  moved: (report) => {
    const parts = report.split(/\n(?=## )/);
    const [last, before] = [parts.at(-1), parts.at(-2)];
    if (parts.length < 4 || last === undefined || before === undefined) return undefined;
    return [...parts.slice(0, -2), last, before].join('\n');
  },
};

/** Beside the first two and the last, the longest paragraph of plain text. */
function withLongest(report: string, change: (paragraph: string) => string[]): string | undefined {
  const blocks = report.split(/\n{2,}/);
  const lengths = blocks.map((block, i) => (i < 2 || i === blocks.length - 1 || /^[#|]/.test(block) ? 0 : block.length));
  const at = lengths.indexOf(Math.max(...lengths));
  if ((lengths[at] ?? 0) < 60) return undefined;
  return [...blocks.slice(0, at), ...change(blocks[at] ?? ''), ...blocks.slice(at + 1)].join('\n\n');
}
