/** Asking a panel: each of its judges through the store under its own name, and what they say made into one verdict by the panel's rule. */
import type { Rubric } from '../../judge/checklist/rubric.ts';
import type { Label, Question, Verdict } from '../../judge/checklist/verdict.ts';
import { labelOfVotes, type PanelRule } from '../../judge/checklist/votes.ts';
import type { CallResult, Unscored } from '../../judge/judge.ts';
import { Stopped } from '../../judge/model/ask.ts';

/** What one judge said of a report. */
interface Said {
  readonly answers: CallResult<Question, Verdict>['answers'];
  readonly unscored: readonly Unscored<Question>[];
}

/**
 * What the panel says to these questions.
 *
 * @param ask brings what one of its judges says, stored or fresh
 * @throws the first failure, after all have ended: what they said is kept, and what the panel says is owed
 */
export async function askPanel<Member extends { readonly name: string }>(
  questions: readonly Question[],
  { members, rule, rubric }: { readonly members: readonly Member[]; readonly rule: PanelRule; readonly rubric: Rubric },
  ask: (member: Member) => Promise<Said>,
): Promise<Said> {
  const ended = await Promise.allSettled(members.map(async (member) => ({ member, said: await ask(member) })));
  const failures = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => !(failure instanceof Stopped)) ?? failures[0];
  const all = ended.flatMap((end) => (end.status === 'fulfilled' ? [byQuestion(end.value)] : []));
  const weights = new Map(rubric.map(({ id, weight }) => [id, weight]));
  const folded = questions.map((question) => {
    const weight = weights.get(question.criterion);
    if (weight === undefined) throw new Error(`criterion ${question.criterion} is not in the rubric`);
    const key = keyOf(question);
    const verdicts = all.flatMap(({ name, answers }) => answers.get(key)?.map((answer) => ({ judge: name, ...answer })) ?? []);
    const errors = all.flatMap(({ name, unscored }) => unscored.get(key)?.map((error) => `${name}: ${error}`) ?? []);
    return foldOf(question, verdicts, errors, { rule, weight });
  });
  return { answers: folded.flatMap(({ answers }) => answers), unscored: folded.flatMap(({ unscored }) => unscored) };
}

function byQuestion({ member, said }: { readonly member: { readonly name: string }; readonly said: Said }) {
  return {
    name: member.name,
    answers: new Map(said.answers.map(({ question, answer }) => [keyOf(question), [answer]])),
    unscored: new Map(said.unscored.map(({ question, error }) => [keyOf(question), [error]])),
  };
}

function keyOf({ criterion, trial }: Question): string {
  return `${trial} ${criterion}`;
}

function foldOf(
  question: Question,
  verdicts: readonly (Verdict & { readonly judge: string })[],
  errors: readonly string[],
  { rule, weight }: { readonly rule: PanelRule; readonly weight: number },
): Said {
  const labels = verdicts.map(({ label }) => label);
  const label = labelOfVotes(labels, rule, weight);
  if (label !== undefined) return { answers: [{ question, answer: verdictOf(label, verdicts) }], unscored: [] };
  if (verdicts.length === 0) return { answers: [], unscored: [{ question, error: errors.join('; ') || 'none of the judges answered' }] };
  const votes = verdicts.map((verdict) => `${verdict.judge} ${verdict.label}`).join(', ');
  return { answers: [], unscored: [{ question, error: `split: ${votes}`, split: true }] };
}

/** The words of the first judge that gave this label; as confidence, the share of the votes. */
function verdictOf(label: Label, verdicts: readonly (Verdict & { readonly judge: string })[]): Verdict {
  const agreeing = verdicts.filter((verdict) => verdict.label === label);
  const [{ reason, quotes, parts } = { reason: '', quotes: [] }] = agreeing;
  return {
    label,
    confidence: agreeing.length / verdicts.length,
    reason,
    quotes,
    ...(parts !== undefined && { parts }),
    votes: verdicts.map(({ judge, label, confidence, reason }) => ({
      judge,
      label,
      ...(confidence !== undefined && { confidence }),
      reason,
    })),
  };
}
