/** readAsked: of one report, what judges were asked about its criteria, and what is stored of their replies. */
import { type AskedAbout, askedAgain } from '../judge/checklist/asked-again.ts';
import { answerersOf, endpointsOf, judgeSpentOn } from '../runners/store/calls.ts';
import { recallFrom } from '../runners/store/evidence.ts';
import { type JudgeSettings, judgesOnReport } from '../runners/store/judges.ts';
import { type Store, type StoreAt, withStore } from '../runners/store/store.ts';
import { reportText } from '../runners/store/trials.ts';
import { reportVerdicts, type SaidVerdict } from '../runners/store/verdicts.ts';
import type { CriterionAsked, JudgeAsked } from './judged-report/asked.ts';
import { type ShowOptions, shownTrial } from './show-report.ts';

export interface AskedOptions extends Pick<ShowOptions, 'task' | 'agent' | 'sweep' | 'benchmark' | 'repeat'> {
  /** Id of the criterion; undefined: all of the rubric. */
  readonly criterion?: string | undefined;
  /** Whether the report's text stands in the prompts. */
  readonly withReport: boolean;
}

/** In the order of the rubric. Nothing for a criterion that it lacks. @throws InputError as showReport does */
export function readAsked(at: StoreAt, options: AskedOptions): Promise<CriterionAsked[]> {
  return withStore(at, { mode: 'read' }, (store) => {
    const { trial, stored } = shownTrial(store, options);
    const { reportId } = trial;
    const rubric = stored.task.rubric ?? [];
    if (reportId === null) return [];
    const report = reportText(store, reportId);
    const judges = judgesOnReport(store, reportId);
    const said = reportVerdicts(store, reportId, stored.criteria.values());
    return rubric
      .filter(({ id }) => options.criterion === undefined || id === options.criterion)
      .map(({ id, criterion }) => {
        const about = { query: stored.task.query, rubric, criterion: id, report };
        const own = said.filter((verdict) => verdict.criterion === stored.criteria.get(id));
        const asked = judges.flatMap((judge) => {
          const replies = own.filter((verdict) => verdict.judge === judge.judge);
          return replies.length === 0 ? [] : [askedOf(store, judge, reportId, about, replies, options.withReport)];
        });
        return { id, criterion, judges: asked };
      });
  });
}

function askedOf(
  store: Store,
  judge: JudgeSettings,
  reportId: number,
  about: Omit<AskedAbout, 'report' | 'trial' | 'parts' | 'recall'> & { readonly report: string | undefined },
  replies: readonly SaidVerdict[],
  withReport: boolean,
): JudgeAsked {
  const { id, hash, by, identity } = judge;
  const { calls, counted, usage } = judgeSpentOn(store, [reportId], id);
  const input = usage.inputTokens + usage.cachedInputTokens + usage.cacheWriteTokens;
  return {
    judge: judge.judge,
    by,
    settings: identity,
    hash,
    endpoints: endpointsOf(store, id),
    answerers: answerersOf(store, id),
    calls: calls === 0 ? undefined : { n: calls, ...(counted === calls && { input, output: usage.outputTokens }) },
    prompt: promptOf(store, judge, about, replies[0], withReport),
    replies: replies.map(replyOf),
  };
}

function promptOf(
  store: Store,
  { id, kind, identity }: JudgeSettings,
  { report, ...about }: Parameters<typeof askedOf>[3],
  first: SaidVerdict | undefined,
  withReport: boolean,
): JudgeAsked['prompt'] {
  if (kind === 'person') return 'person';
  if (kind === 'imported') return 'imported';
  if (report === undefined) return 'absent';
  const recall = recallFrom(store, id);
  const asked = askedAgain(identity, { ...about, report, recall, trial: first?.trial ?? 1, parts: first?.parts ?? undefined });
  return typeof asked === 'string' || withReport ? asked : { ...asked, fenced: asked.fenced.length };
}

function replyOf({ trial, label, confidence, probabilities, reason, quotes, parts, votes, stage }: SaidVerdict) {
  return {
    trial,
    label,
    ...(confidence !== null && { confidence }),
    ...(probabilities !== undefined && { probabilities }),
    reason: reason ?? '',
    quotes: quotes ?? [],
    ...(parts !== null && { parts }),
    ...(votes !== undefined && { votes }),
    ...(stage !== null && { stage }),
  };
}
