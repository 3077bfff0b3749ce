/**
 * The one answer in what a model replied, or a VerdictError that says why there is none.
 *
 * Reports are hostile, and a judge may quote a verdict that a report holds. So an answer is what the reply ends with, on lines of its own,
 * with nothing but a fence after it; thoughts are no reply; two answers that differ are none; and what stands after other
 * words and also in the report is a quote.
 */
import { VerdictError } from '../errors.ts';
import { excerpt } from '../model/excerpt.ts';
import type { Token } from '../model/tokens.ts';
import { JsonFault, type JsonValue, type Places, readJson } from './json.ts';

/** Whether a passage stands in what the model was shown. */
export type Stands = (passage: string) => boolean;

export interface ReplyFormat<T> {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** @param tokens that the text is made of, where the endpoint gives them. @throws VerdictError */
  readonly parse: (text: string, stands?: Stands, tokens?: readonly Token[]) => T;
  /** Put after the same prompt, to ask again for what the complaint says was wrong. */
  readonly again: (complaint: string) => string;
}

/** The same format, for a model that was shown these texts. */
export function knowing<T>(format: ReplyFormat<T>, stands: Stands): ReplyFormat<T> {
  return { ...format, parse: (text, _, tokens) => format.parse(text, stands, tokens) };
}

/** What a reply is searched for. */
export interface Sought {
  /** Whether a value is an answer, be it a bad one. */
  readonly answers: (value: unknown) => boolean;
  /** For the message where nothing answers. */
  readonly what: string;
  /** Values that follow one another may be one answer, as in a list whose brackets are missing. */
  readonly several?: boolean;
  /** Words outside the object that say another answer than it does. */
  readonly contradicts?: (outside: string, value: unknown) => boolean;
  /** Filled with where its values begin. */
  readonly places?: Places | undefined;
}

interface Found extends JsonValue {
  readonly start: number;
}

const TAGS = 'think|thinking|thoughts?|reasoning|reflection|analysis|scratchpad';
/** Where a value may begin, or thoughts begin or end. */
const MARK = new RegExp(
  [
    `<(/?)(?:seed:)?(?:${TAGS})>`,
    String.raw`\[(/?)THINK\]`,
    '◁(/?)think▷',
    String.raw`<\|(begin|end)_of_thought\|>`,
    String.raw`<\|channel\|>(analysis|commentary|final)(?:<\|message\|>)?`,
    // An object, or a list of them: other brackets are prose.
    String.raw`\{(?=\s*["'“‘「}])|\[(?=\s*\{)`,
  ].join('|'),
  'gi',
);

interface Scanned {
  /** Outermost values after the last thoughts. */
  readonly values: readonly Found[];
  /** Where the reply begins, after its thoughts. */
  readonly from: number;
  readonly fault: JsonFault | undefined;
  /** Thoughts that were begun are not closed. */
  readonly open: boolean;
  /** The thoughts were marked from the beginning of the text. */
  readonly marked: boolean;
}

/** Values that a reply may hold, its thoughts counted in: some hundred criteria need not a tenth. */
const MOST_VALUES = 20_000;

/** Goes through the text once. What stands inside a value, whole or broken, is no value. */
function scan(text: string, places?: Places): Scanned {
  let values: Found[] = [];
  let from = 0;
  let fault: JsonFault | undefined;
  let open = false;
  let marked = false;
  const room = { values: MOST_VALUES, places };
  MARK.lastIndex = 0;
  for (let mark = MARK.exec(text); mark !== null && room.values >= 0; mark = MARK.exec(text)) {
    if (mark[0] === '{' || mark[0] === '[') {
      const read = readJson(text, mark.index, room);
      if (read instanceof JsonFault) {
        if (read.begun || room.values < 0) fault ??= read;
        // A brace that no name follows is prose, and what it seems to open may be an answer.
        MARK.lastIndex = read.begun ? Math.max(read.at, mark.index + 1) : mark.index + 1;
      } else {
        values.push({ ...read, start: mark.index });
        MARK.lastIndex = read.end;
      }
    } else if (isClosing(mark)) {
      [values, from, fault, open] = [[], MARK.lastIndex, undefined, false];
    } else {
      open = true;
      marked ||= text.slice(0, mark.index).trim() === '';
    }
  }
  return { values, from, fault, open, marked };
}

function isClosing([, tag, bracket, triangle, thought, channel]: RegExpExecArray): boolean {
  return tag === '/' || bracket === '/' || triangle === '/' || thought?.toLowerCase() === 'end' || channel?.toLowerCase() === 'final';
}

/** The value that the reply ends with. @throws VerdictError */
export function answerIn(text: string, sought: Sought, stands: Stands = () => false): unknown {
  const { values, from, fault, open, marked } = scan(text, sought.places);
  const refuse = (problem: string): never => {
    throw new VerdictError(`${problem} (${beginning(text.slice(from))})`);
  };
  if (open) return refuse('the reply was cut short within its thoughts');
  if (fault?.kind === 'twice') return refuse('a name stands twice in one object of the reply');
  if (fault !== undefined) return refuse('a JSON object of the reply is broken');
  const run = sought.several === true ? lastRun(values, text) : values.slice(-1);
  const [first] = run;
  const last = run.at(-1);
  const value = run.length > 1 ? run.map((each) => each.value) : last?.value;
  const other = values.slice(0, values.length - run.length).filter((each) => sought.answers(each.value));
  if (first === undefined || last === undefined || !sought.answers(value))
    return refuse(other.length > 0 ? 'text stands after the JSON object of the reply' : `no JSON object with ${sought.what} in the reply`);
  if (!isFence(text.slice(last.end))) return refuse('text stands after the JSON object of the reply');
  if (other.some((each) => !isSame(each.value, value))) return refuse('the reply holds two answers that differ');
  const before = text.slice(from, first.start);
  if (!isFence(before.slice(before.lastIndexOf('\n') + 1)))
    return refuse('the JSON object of the reply does not stand on lines of its own');
  if (before.trim() !== '' && sought.contradicts?.(before, value) === true)
    return refuse('the reply says one thing in words and another in its JSON object');
  const alone = isFence(before) && (from === 0 || marked);
  if (!alone && stands(text.slice(first.start, last.end)))
    return refuse('the JSON object of the reply, after other words, is one that the report holds');
  return value;
}

/** Nothing, or the line of a fence. */
function isFence(text: string): boolean {
  const written = text.trim();
  return written === '' || /^(?:`{3,}|~{3,})\s*\w*$/.test(written);
}

/** The last values that nothing but blanks and commas parts. */
function lastRun(values: readonly Found[], text: string): readonly Found[] {
  let first = values.length - 1;
  const isParted = (i: number) => /[^\s,;]/.test(text.slice(values[i - 1]?.end, values[i]?.start));
  while (first > 0 && !isParted(first)) first--;
  return values.slice(Math.max(0, first));
}

/** Whatever the order of names. */
function isSame(x: unknown, y: unknown): boolean {
  if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) return x === y;
  const [names, others] = [Object.keys(x), Object.keys(y)];
  return (
    Array.isArray(x) === Array.isArray(y) &&
    names.length === others.length &&
    names.every((name) => Object.hasOwn(y, name) && isSame(x[name as keyof typeof x], y[name as keyof typeof y]))
  );
}

function beginning(text: string): string {
  const line = excerpt(text, 80);
  return line === '' ? 'empty reply' : `reply begins "${line}"`;
}

/** All of the reply but its thoughts; undefined where they are not closed. */
export function withoutThoughts(text: string): string | undefined {
  const { from, open } = scan(text);
  return open ? undefined : text.slice(from);
}

/** What was wrong, without the words of the reply that a message carries. */
export function complaintOf(message: string): string {
  return message.replace(/ \((?:reply begins|empty reply)[\s\S]*$/, '');
}

/** Formats are the same for the same arguments, and making a schema costs more than a call. */
export function cached<A extends unknown[], T>(make: (...args: A) => T): (...args: A) => T {
  const made = new Map<string, T>();
  return (...args) => {
    const key = args.join('|');
    const value = made.get(key) ?? make(...args);
    made.set(key, value);
    return value;
  };
}
