/** sharing: a judge that asks only what no other gavel has asked, and waits for what another is asking just now. */
import type { ChecklistJudge, JudgeRequest } from '../../judge/checklist/judge.ts';
import type { Question, Verdict } from '../../judge/checklist/verdict.ts';
import { sha256 } from '../../judge/hash.ts';
import { resultOf, type Sink } from '../../judge/judge.ts';
import { canonicalJson } from '../store/identity.ts';
import type { SharedVerdicts } from './shared-verdicts.ts';

/** Between two looks at what another is asking, in milliseconds. */
const LOOK_MS = 200;

/** @param sleep rejects when the run is broken off */
export function sharing(judge: ChecklistJudge, shared: SharedVerdicts, sleep: (ms: number) => Promise<void>): ChecklistJudge {
  const identity = canonicalJson(judge.identity);
  return {
    ...judge,
    async judge(request, sink, signal) {
      const keys = keysOf(identity, request);
      const keyOf = (question: Question) => keys.get(question) ?? '';
      let owed = request.owed;
      while (owed.length > 0) {
        signal.throwIfAborted();
        const rest = await withoutKnown(owed, keyOf, shared, sink);
        const claimed = await shared.claim(rest.map(keyOf));
        // What was told between the two is not to be asked again.
        const mine = await withoutKnown(
          rest.filter((question) => claimed.has(keyOf(question))),
          keyOf,
          shared,
          sink,
        );
        await shared.leave([...claimed].filter((key) => !mine.some((question) => keyOf(question) === key)));
        if (mine.length > 0) await ask(judge, { ...request, owed: mine }, keyOf, shared, sink, signal);
        owed = rest.filter((question) => !claimed.has(keyOf(question)));
        if (owed.length > 0) await sleep(LOOK_MS);
      }
    },
  };
}

/** The questions that nobody has a verdict on; the others are answered. */
async function withoutKnown(
  questions: readonly Question[],
  keyOf: (question: Question) => string,
  shared: SharedVerdicts,
  sink: Sink<Question, Verdict>,
): Promise<readonly Question[]> {
  const known = await shared.known(questions.map(keyOf));
  if (known.size === 0) return questions;
  const answers = questions.flatMap((question) => {
    const answer = known.get(keyOf(question));
    return answer === undefined ? [] : [{ question, answer }];
  });
  await sink(resultOf({ answers }));
  return questions.filter((question) => !known.has(keyOf(question)));
}

/** Each verdict is told before it is stored here: who dies in between has paid for it, and the others have it. */
async function ask(
  judge: ChecklistJudge,
  request: JudgeRequest,
  keyOf: (question: Question) => string,
  shared: SharedVerdicts,
  sink: Sink<Question, Verdict>,
  signal: AbortSignal,
): Promise<void> {
  // A judge knows its questions by what they say, so they may be other objects.
  const byWords = new Map(request.owed.map((question) => [`${question.trial} ${question.criterion}`, keyOf(question)]));
  const keyIn = ({ trial, criterion }: Question) => byWords.get(`${trial} ${criterion}`) ?? '';
  try {
    await judge.judge(
      request,
      async (result) => {
        if (result.answers.length > 0) await shared.tell(new Map(result.answers.map(({ question, answer }) => [keyIn(question), answer])));
        await shared.leave(result.unscored.map(({ question }) => keyIn(question)));
        await sink(result);
      },
      signal,
    );
  } finally {
    await shared.leave(request.owed.map(keyOf));
  }
}

/** A verdict is the same for the same judge, query, report, words and sign of the criterion, and trial. */
function keysOf(identity: string, { query, report, rubric, owed }: JudgeRequest): ReadonlyMap<Question, string> {
  const criteria = new Map(rubric.map(({ id, criterion, weight }) => [id, [criterion, weight < 0]]));
  const about = sha256(JSON.stringify([identity, query, report]));
  return new Map(owed.map((question) => [question, sha256(JSON.stringify([about, criteria.get(question.criterion), question.trial]))]));
}
