/** loadSmall, fileOf: the small judge's weights as they are stored, in one file of JSON. */
import type { ClaimKind } from './frames.ts';
import type { Across, Lines, Ordered, SmallModel } from './small-model.ts';
import type { Temper } from './temper.ts';
import type { Forest } from './trees.ts';

/** Of the file of weights; another one cannot be read. */
export const FORMAT = 3;

/** The file of weights, as parsed JSON. */
export interface SmallFile {
  readonly format: typeof FORMAT;
  readonly groups: number;
  readonly hanGroups: number;
  /** Stems by how many groups of texts hold them, parted by blanks. */
  readonly words: Readonly<Record<string, string>>;
  /** Words of Chinese, parted by blanks. */
  readonly han: string;
  readonly contradiction: Forest;
  readonly claims: SmallModel['claims'];
  readonly chinese?: Readonly<Record<ClaimKind, Lines>>;
  readonly across?: Across;
  readonly temper?: Temper;
  readonly quality: Ordered;
  /** Parted by blanks. */
  readonly questions: string;
}

/** @param id of the file's content */
export function loadSmall(file: SmallFile, id: string): SmallModel {
  const counts = new Map<string, number>();
  for (const [count, stems] of Object.entries(file.words)) for (const stem of stems.split(' ')) counts.set(stem, Number(count));
  const { groups, hanGroups, words: _, han: words, format: __, questions, ...learnt } = file;
  const background = { groups, hanGroups, counts, han: new Set(words.split(' ')) };
  return { id, background, ...learnt, questions: new Set(questions.split(' ')) };
}

export function fileOf(model: Omit<SmallModel, 'id'>): SmallFile {
  const { background, contradiction, claims, chinese, across, temper, quality, questions } = model;
  const words = new Map<number, string[]>();
  for (const [stem, count] of [...background.counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const list = words.get(count);
    if (list === undefined) words.set(count, [stem]);
    else list.push(stem);
  }
  const byCount = [...words].sort(([a], [b]) => a - b).map(([count, stems]) => [String(count), stems.join(' ')]);
  return {
    format: FORMAT,
    groups: background.groups,
    hanGroups: background.hanGroups,
    words: Object.fromEntries(byCount),
    han: [...background.han].join(' '),
    contradiction,
    claims,
    ...(chinese !== undefined && { chinese }),
    ...(across !== undefined && { across }),
    ...(temper !== undefined && { temper }),
    quality,
    questions: [...questions].sort().join(' '),
  };
}
