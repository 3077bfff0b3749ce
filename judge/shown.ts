/** A report as a model is shown it: inside its fence, whole or, when it is too long, part by part (see gather.ts). */
import { fenceFor, fill } from './fill.ts';
import { estimateTokens, splitReport } from './parts.ts';
import * as prompts from './prompts.ts';

/** The report in parts of at most `contextTokens`; one part where it fits. */
export function partsOf(report: string, contextTokens: number): string[] {
  const fits = report.length <= contextTokens || estimateTokens(report) <= contextTokens;
  return fits ? [report] : splitReport(report, contextTokens);
}

export function showReport(query: string, report: string, template: string = prompts.REPORT): string {
  return fill(template, { query, report, fence: fenceFor(report) });
}
