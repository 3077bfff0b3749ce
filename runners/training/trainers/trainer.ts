/** Trainer: what one training framework takes, its rows and the configurations that run on them; of each there is a file beside this one. */
import type { Label } from '../../../judge/checklist/verdict.ts';
import type { Split } from '../label-row.ts';

/** By example, by pairs of a better and a worse reply, by reward. */
export const KINDS = ['sft', 'preference', 'rl'] as const;
export type Kind = (typeof KINDS)[number];

/** One row as all trainers see it. */
export interface Example {
  readonly id: string;
  /** Among all rows of its split, from 0. */
  readonly index: number;
  readonly system: string;
  readonly user: string;
  /** The right reply: explanation before label, in the judge's words for that sign. Undefined for reward training. */
  readonly reply?: string;
  /** A wrong one. */
  readonly rejected?: string;
  readonly label: Label;
  readonly weight: number;
}

/** In tokens, estimated high, over all rows: what a configuration has to allow. */
export interface Lengths {
  readonly prompt: number;
  readonly reply: number;
  /** Prompt and reply of one row. */
  readonly whole: number;
}

export interface Trainer {
  readonly kinds: readonly Kind[];
  /** Of the files of rows. */
  readonly ending: 'jsonl' | 'parquet';
  row(example: Example, kind: Kind): Readonly<Record<string, unknown>>;
  /** What stands beside the rows: descriptions of the data and configurations, by file name. */
  files(kind: Kind, lengths: Lengths, splits: readonly Split[]): Readonly<Record<string, string>>;
  /** Commands that use them, in that folder. */
  commands(kind: Kind): readonly string[];
}

/** A model to start from, and how to train one of its size. */
export interface Base {
  readonly name: string;
  readonly model: string;
  /** Of LLaMA-Factory. */
  readonly template: string;
  readonly loraRank: number;
  readonly learningRate: number;
  /** Rows a step on one device, and steps that are added up. */
  readonly batch: number;
  readonly accumulate: number;
  /** GPUs of 80 GB that the configuration is meant for; 0 where a CPU will do for a trial. */
  readonly gpus: number;
}

export const BASES: readonly Base[] = [
  { name: 'small', model: 'google/gemma-3-270m', template: 'gemma3', loraRank: 8, learningRate: 5e-4, batch: 4, accumulate: 1, gpus: 0 },
  { name: '8b', model: 'Qwen/Qwen3-8B', template: 'qwen3_nothink', loraRank: 32, learningRate: 1e-4, batch: 2, accumulate: 8, gpus: 1 },
  { name: '32b', model: 'Qwen/Qwen3-32B', template: 'qwen3_nothink', loraRank: 32, learningRate: 5e-5, batch: 1, accumulate: 16, gpus: 8 },
];

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export function promptOf({ system, user }: Example): Message[] {
  return [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ];
}

export function assistant(content: string | undefined): Message {
  if (content === undefined) throw new Error('an example without a reply');
  return { role: 'assistant', content };
}

/** Settings as YAML, a comment first. Values are written as JSON, which YAML is a superset of. */
export function yaml(comment: string, settings: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? plain(value) : JSON.stringify(value)}`,
  );
  return `${comment
    .split('\n')
    .map((line) => `# ${line}`)
    .join('\n')}\n${lines.join('\n')}\n`;
}

function plain(text: string): string {
  return /^[\p{L}_/][\p{L}\p{N}_./-]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text);
}
