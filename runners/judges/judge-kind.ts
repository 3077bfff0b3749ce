/** A kind of judge, of which each has a file beside this one with its schema: how it is opened, and what is billed. */
import { z } from 'zod';
import { keys } from '../../benchmarks/files/keys.ts';
import type { Thresholds } from '../../judge/checklist/cascade.ts';
import type { ChecklistJudge } from '../../judge/checklist/judge.ts';
import type { Rubric } from '../../judge/checklist/rubric.ts';
import type { Question } from '../../judge/checklist/verdict.ts';
import type { PanelRule } from '../../judge/checklist/votes.ts';
import type { Pace } from '../../judge/model/limit.ts';
import type { Comparer } from '../../judge/pairwise/compare.ts';
import type { RunBudget } from '../judging/budget.ts';
import type { Stop } from '../judging/stop.ts';

export interface JudgeKind<Config> {
  /** @throws InputError where what it needs is not there, such as a key */
  open(config: Config, deps: JudgeDeps): OpenJudge;
  /** The models that are billed; none where judging is free. */
  models(config: Config): string[];
}

/** One judge, for one report on a rubric and for two reports. Closed by who opened it. */
export interface OpenJudge {
  /** As leaderboards show it. */
  readonly name: string;
  readonly checklist: ChecklistJudge;
  readonly pairwise: Comparer;
  /** Those who are asked in its place, each under its own name, where it is a panel or a cascade. */
  readonly panel?: { readonly members: readonly OpenJudge[]; readonly rule: MembersRule };
  /** Independent judgments of every criterion or pair. */
  readonly trials: number;
  /** Whoever hands it work waits for its room. */
  readonly limit: Pace;
  /** Keys with which it is asked: they may stand in nothing that is stored or shown. */
  readonly secrets: readonly string[];
  /** Where its calls go, without a query, which may hold a key. Absent where it makes none itself. */
  readonly endpoint?: string;
  /** Calls of a model that these questions on one report take, where it is shown whole and every reply can be read. */
  calls(rubric: Rubric, owed: readonly Question[]): number;
  close(): Promise<void>;
}

/** How what its members say becomes one verdict: by their votes, or by how sure the first is. */
export type MembersRule = PanelRule | { readonly thresholds: Thresholds };

export interface JudgeDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls at once, at most. */
  readonly concurrency: number;
  readonly stop: Stop;
  readonly budget: RunBudget;
  readonly random: () => number;
  /** One line for a person. */
  readonly onNotice: (line: string) => void;
}

/** The key that every kind has. */
export const trials = () =>
  z
    .int()
    .min(1)
    .default(1)
    .register(keys, { about: 'independent judgments of every criterion (of a battle: of every pair), averaged', flag: '--trials <n>' });
