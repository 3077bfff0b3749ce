/** Notes on the judge whose verdicts are shown: what a reader should know of the others that there are. */
import { agentsJudgedBy, agentsPlannedFor, type ChosenJudge, chooseJudge, type JudgeChoice, judgesOf } from '../../runners/store/judges.ts';
import type { Selection } from '../../runners/store/runs.ts';
import type { Store } from '../../runners/store/store.ts';
import type { Leaderboard } from './leaderboard.ts';

export type JudgeNote = { readonly benchmark: string; readonly judge: string } & (
  | { readonly kind: 'namesakes'; readonly asked: string; readonly others: readonly string[] }
  | { readonly kind: 'chosen'; readonly why: JudgeChoice; readonly others: readonly string[] }
  /** The judge of scores of two agents, which a newer one has not both judged. */
  | { readonly kind: 'newest of both' }
  /** A task file was named where the store's own tasks count. */
  | { readonly kind: 'stored tasks'; readonly file: string }
  /** Battles by others than the judge of the scores, which rate nobody unless they are named. */
  | { readonly kind: 'ratings of others'; readonly others: readonly string[] }
  | { readonly kind: 'agents of others'; readonly others: readonly { readonly judge: string; readonly agents: readonly string[] }[] }
);

/** Which judge was taken, where the name asked for is that of several. */
export function namesakesNote({ name, namesakes }: ChosenJudge, asked: string | undefined, benchmark: string): JudgeNote[] {
  if (asked === undefined || namesakes.length === 0 || name === asked || !name.startsWith(`${asked} (`)) return [];
  return [{ kind: 'namesakes', benchmark, judge: name, asked, others: namesakes }];
}

/** Why this judge, which nobody named, and which others there are. */
export function chosenNote(store: Store, selection: Selection, judge: ChosenJudge): JudgeNote[] {
  const others = judgesOf(store, selection)
    .filter(({ id }) => id !== judge.id && agentsJudgedBy(store, selection, id).length > 0)
    .map(({ hash }) => chooseJudge(store, selection, hash).name);
  const { why = 'newest', name } = judge;
  return others.length === 0 ? [] : [{ kind: 'chosen', why, benchmark: selection.benchmark, judge: name, others }];
}

/** An agent that only other judges were to judge is on their leaderboards, also where none of its criteria could be scored. */
export function agentsOfOthersNote(store: Store, selection: Selection, judge: ChosenJudge, board: Leaderboard): JudgeNote[] {
  // Where nothing is judged at all, that is what is said.
  if (board.rows.length === 0 && !judgesOf(store, selection).some(({ id }) => agentsJudgedBy(store, selection, id).length > 0)) return [];
  const seen = new Set([...board.rows.map(({ agent }) => agent), ...agentsJudgedBy(store, selection, judge.id)]);
  const others = judgesOf(store, selection).flatMap(({ id, hash }) => {
    const agents = agentsPlannedFor(store, selection, id).filter((agent) => !seen.has(agent));
    for (const agent of agents) seen.add(agent);
    return agents.length === 0 ? [] : [{ judge: chooseJudge(store, selection, hash).name, agents }];
  });
  return others.length === 0 ? [] : [{ kind: 'agents of others', benchmark: selection.benchmark, judge: judge.name, others }];
}
