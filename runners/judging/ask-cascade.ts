/** Asking a cascade: the first judge about everything, the next about the criteria that the first is unsure of, each through the store. */
import { type CriterionKind, isSure, kindOf, type Thresholds } from '../../judge/checklist/cascade.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import type { Question, Verdict, Vote } from '../../judge/checklist/verdict.ts';
import type { CallResult, Unscored } from '../../judge/judge.ts';

interface Said {
  readonly answers: CallResult<Question, Verdict>['answers'];
  readonly unscored: readonly Unscored<Question>[];
}

type Named = { readonly name: string };

/**
 * What the cascade says to these questions, each with the stage that decided it.
 *
 * @param ask brings what one of its judges says of these criteria, stored or fresh
 * @throws as `ask` does: what was said is kept, and what the cascade says is owed
 */
export async function askCascade<Member extends Named>(
  questions: readonly Question[],
  {
    members: [first, next],
    thresholds,
    rubric,
  }: { readonly members: readonly Member[]; readonly thresholds: Thresholds; readonly rubric: Rubric },
  ask: (member: Member, rubric: Rubric) => Promise<Said>,
): Promise<Said> {
  if (first === undefined || next === undefined) throw new Error('a cascade has two judges');
  const wanted = new Set(questions.map(({ criterion }) => criterion));
  const asked = rubric.filter(({ id }) => wanted.has(id));
  const before = byQuestion(await ask(first, asked));
  const kinds = new Map<string, CriterionKind>(asked.map((criterion) => [criterion.id, kindOf(criterion)]));
  const sure = (question: Question) => {
    const verdict = before.answers.get(keyOf(question));
    return verdict !== undefined && isSure(verdict, kinds.get(question.criterion) ?? 'claim', thresholds);
  };
  // A criterion goes on with all its trials, so that those of one judge are averaged.
  const unsure = new Set(questions.filter((question) => !sure(question)).map(({ criterion }) => criterion));
  const after =
    unsure.size === 0
      ? byQuestion({ answers: [], unscored: [] })
      : byQuestion(
          await ask(
            next,
            asked.filter(({ id }) => unsure.has(id)),
          ),
        );
  const answers: Said['answers'][number][] = [];
  const unscored: Unscored<Question>[] = [];
  for (const question of questions) {
    const key = keyOf(question);
    const one = before.answers.get(key);
    const other = after.answers.get(key);
    const votes = one === undefined ? [] : [voteOf(first, one)];
    if (one !== undefined && !unsure.has(question.criterion)) answers.push({ question, answer: { ...one, stage: 1, votes } });
    else if (other !== undefined) answers.push({ question, answer: { ...other, stage: 2, votes: [...votes, voteOf(next, other)] } });
    else unscored.push({ question, error: `${next.name}: ${after.unscored.get(key) ?? 'no answer'}` });
  }
  return { answers, unscored };
}

function byQuestion({ answers, unscored }: Said) {
  return {
    answers: new Map(answers.map(({ question, answer }) => [keyOf(question), answer])),
    unscored: new Map(unscored.map(({ question, error }) => [keyOf(question), error])),
  };
}

function keyOf({ criterion, trial }: Question): string {
  return `${trial} ${criterion}`;
}

function voteOf({ name }: Named, { label, confidence, reason }: Verdict): Vote {
  return { judge: name, label, ...(confidence !== undefined && { confidence }), reason };
}
