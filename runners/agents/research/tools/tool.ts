/** A tool of the research agent: a name, what a model is told of it, the schema of its arguments, and what it does. */
import type { z } from 'zod';
import type { TrialFolder } from '../folder.ts';
import type { PromptLanguage } from '../prompts.ts';
import type { Page, SearchResult } from '../search.ts';
import type { Sources } from '../sources.ts';

/** What tools work with: one trial's own. */
export interface Desk {
  readonly search: (query: string, count: number) => Promise<readonly SearchResult[]>;
  readonly open: (url: string) => Promise<{ readonly page: Page; readonly hash: string }>;
  /** Runs a command in the trial's folder, where a program for that is named. */
  readonly shell: ((command: string) => Promise<{ readonly status: string; readonly output: string }>) | undefined;
  readonly sources: Sources;
  readonly folder: TrialFolder;
  readonly todo: { list: readonly { readonly task: string; readonly done: boolean }[] };
  /** Text of others as data. */
  readonly fence: (text: string) => string;
  readonly harmless: (text: string) => string;
  /** Characters of a page that are shown at once. */
  readonly pageCharacters: number;
}

export interface Outcome {
  /** For the model. */
  readonly text: string;
  /** For the trace: what came of it, without the text of pages. */
  readonly output: unknown;
  /** It went wrong, or brought nothing. */
  readonly failed?: true;
  /** Something was found or read. */
  readonly evidence?: true;
}

/** Input is what the schema makes of it. */
export interface Tool<T = unknown> {
  readonly name: string;
  readonly about: Readonly<Record<PromptLanguage, string>>;
  readonly schema: z.ZodType<T>;
  /** Arguments that a model is shown where it is told of tools in words. */
  readonly example: Readonly<Record<string, unknown>>;
  run(input: T, desk: Desk): Promise<Outcome>;
}
