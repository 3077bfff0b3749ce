/** NOTES, noteText: what kind of file it is and what is said of it beside what it holds, in English; pages have the same in each language. */

/** `{places}` are numbers, and words of the file as they stand in it. */
export const NOTES = {
  jsonList: 'JSON list',
  jsonObject: 'one JSON object',
  jsonLines: 'JSON lines',
  yaml: 'YAML',
  parquet: 'Parquet',
  commas: 'table with commas',
  tabs: 'table with tabs',
  semicolons: 'table with semicolons',
  archive: 'archive of {n} files',
  folder: 'folder of {n} files',
  log: 'archive of one log',
  readAs: 'read as {encoding}',
  above: 'lines above the header left out: {n}',
  halfCharacters: 'half a character, read as \ufffd: {n}',
  notNumbers: 'NaN or Infinity, read as empty: {n}',
  onlyFile: '{name} alone is read of it',
  noQuery: 'no query is mapped: the tasks bear their id in its place (verdicts need a rubric; --map query=PATH, or leave tasks.jsonl out)',
  noWeight: 'no weight is mapped: 1 each',
  answered: 'chats that end in an answer, which is no part of the query: {n}',
  chats: 'queries that are chats of several turns: {n}',
  changedIds: 'ids changed, as they stood in the tag sourceId: {n}',
  turned: 'turned positive: {criterion}',
  moreTurned: 'and {n} more turned positive',
  keptFlaw: 'kept as a flaw: {criterion}',
  unscored: 'unscored: {words}',
  cancelled: 'labels left out, cancelled: {n}',
  noOutcome: 'battles left out, without an outcome: {words}',
  withSelf: 'battles left out, of an agent with itself: {n}, the first {where}',
  nothingAt: 'nothing stands at {pair}',
  idleRows: '{n} of {rows} rows hold nothing of what is mapped, the first {where}',
  notUsed: 'not used: {names}',
} as const;

export interface Note {
  readonly says: keyof typeof NOTES;
  readonly places: Readonly<Record<string, string | number>>;
}

export function note(says: keyof typeof NOTES, places: Note['places'] = {}): Note {
  return { says, places };
}

/** Filled in one pass, so that a word of the file cannot name a place itself. */
export function noteText({ says, places }: Note): string {
  return NOTES[says].replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(places, name) ? String(places[name]) : place));
}
