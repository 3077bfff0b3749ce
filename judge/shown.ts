/** A report as a model is shown it: whole inside its fence, or, when it is too long, as evidence gathered part by part. */
import { type AskDeps, ask, type Reply } from './ask.ts';
import { fenceFor, fill } from './fill.ts';
import { estimateTokens, splitReport } from './parts.ts';
import * as prompts from './prompts.ts';
import { quoteChecker } from './quotes.ts';
import { type Evidence, evidenceFormat } from './reply.ts';

/** The report in parts of at most `contextTokens`; one part where it fits. */
export function partsOf(report: string, contextTokens: number): string[] {
  const fits = report.length <= contextTokens || estimateTokens(report) <= contextTokens;
  return fits ? [report] : splitReport(report, contextTokens);
}

export function showReport(query: string, report: string, template: string = prompts.REPORT): string {
  return fill(template, { query, report, fence: fenceFor(report) });
}

/** What is read, and what for. */
export interface Gathering {
  readonly query: string;
  readonly parts: readonly string[];
  /** One question each that the passages are to help with. */
  readonly criteria: readonly string[];
  /** Most that the result may hold, in estimated tokens. */
  readonly contextTokens: number;
  readonly words: prompts.GatherWords;
}

/** Reads the parts one by one and puts together what bears on the criteria, in place of the report. */
export async function gatherEvidence(
  { query, parts, criteria, contextTokens, words }: Gathering,
  deps: AskDeps,
  settle: (reply: Reply<Evidence[]>) => Promise<void>,
  signal: AbortSignal,
): Promise<string> {
  const format = evidenceFormat(criteria.length);
  const listed = criteria.map((criterion, i) => `${i + 1}. ${criterion}`).join('\n');
  const found: string[][] = criteria.map(() => []);
  for (const [index, part] of parts.entries()) {
    const task = fill(words.task, { part: index + 1, parts: parts.length, criteria: listed });
    const user = showReport(query, part, words.report) + task;
    const evidence = await ask({ system: words.system, user }, format, deps, settle, signal);
    const stands = quoteChecker(part);
    evidence.forEach(({ note, passages }, i) => {
      // What is not in the part was not copied out of it.
      const copied = passages.filter((passage) => stands([passage]) === 1);
      if (copied.length > 0)
        found[i]?.push(fill(words.part, { part: index + 1, note }), ...copied.map((passage) => `> ${passage.replace(/\n/g, '\n> ')}`));
    });
  }
  const share = contextTokens / criteria.length;
  const heading = (i: number) => `## ${fill(words.heading, { criterion: i + 1 })}`;
  return criteria.map((_, i) => [heading(i), ...fitting(found[i] ?? [], share)].join('\n\n')).join('\n\n');
}

/** The first lines that fit: the evidence of a very long report has to stay within the limit that the report did not. */
function fitting(lines: readonly string[], tokens: number): string[] {
  let left = tokens;
  return lines.filter((line) => {
    left -= estimateTokens(line);
    return left >= 0;
  });
}
