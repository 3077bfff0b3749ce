/**
 * Values of JSON as models write it: read where it can mean one thing only.
 *
 * Beside JSON it takes commas before a closing bracket, line ends in strings, escapes that JSON does not know, and other
 * quotation marks than the straight double ones. A name that stands twice in an object is a fault: nobody can tell which one counts.
 */

export interface JsonValue {
  readonly value: unknown;
  /** Index after the last character. */
  readonly end: number;
}

/** Why there is no value, and how far the text was looked at. */
export class JsonFault {
  readonly kind: 'broken' | 'twice';
  readonly at: number;
  /** A name and its colon were read: this was meant as an object. */
  readonly begun: boolean;

  constructor(kind: JsonFault['kind'], at: number, begun: boolean) {
    this.kind = kind;
    this.at = at;
    this.begun = begun;
  }
}

const MOST_DEPTH = 32;
/** Of the first name, in characters: prose that looks like an object is not read to its end. */
const LONGEST_NAME = 40;
const MARKS: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '‘': '’', '「': '」' };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\', '/': '/' };
const BLANK = /\s+/y;
/** Between these two character codes no character is blank. */
const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;
const BACKSLASH = 0x5c;
const NUMBER = /[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/y;
const WORD = /true|false|null|True|False|None/y;
const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null, True: true, False: false, None: null };

/** Where the values of objects begin in their text, by their names. */
export type Places = Map<object, ReadonlyMap<string, number>>;

export interface JsonRoom {
  /** How many values may still be read: hostile replies hold millions. */
  values: number;
  /** The text is meant as JSON, not prose that may hold some: its first string may have any length. */
  readonly meant?: boolean;
  /** Filled where somebody asks. */
  readonly places?: Places | undefined;
}

/** The value that begins at `start`. Each character is looked at once. */
export function readJson(text: string, start: number, room: JsonRoom): JsonValue | JsonFault {
  let at = start;
  let begun = false;
  const fail = (kind: JsonFault['kind'] = 'broken'): never => {
    throw new JsonFault(kind, at, begun);
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    at += found?.length ?? 0;
    return found;
  };
  /** The next character that is no blank. */
  const next = (): string => {
    // Most characters are seen to be no blank without a look at the rule.
    if (!(text.charCodeAt(at) > SPACE && text.charCodeAt(at) < NO_BREAK_SPACE)) match(BLANK);
    return text[at] ?? fail();
  };
  const takes = (marks: string): boolean => {
    if (!marks.includes(next())) return false;
    at++;
    return true;
  };

  const value = (depth: number): unknown => {
    const c = next();
    if (depth > MOST_DEPTH || --room.values < 0) return fail();
    if (c === '{') return object(depth);
    if (c === '[') return list(depth);
    if (c in MARKS) return string();
    const word = match(WORD);
    if (word !== undefined) return WORDS[word];
    const number = match(NUMBER);
    return number === undefined ? fail() : Number(number);
  };
  const object = (depth: number): object => {
    at++;
    const read: Record<string, unknown> = {};
    const starts = room.places && new Map<string, number>();
    while (!takes('}')) {
      if (!(next() in MARKS)) fail();
      const name = string();
      if (!takes(':：')) fail();
      begun = true;
      if (Object.hasOwn(read, name)) fail('twice');
      next();
      starts?.set(name, at);
      // A name of its own, also where objects have one already.
      if (name === '__proto__') Object.defineProperty(read, name, { value: value(depth + 1), enumerable: true });
      else read[name] = value(depth + 1);
      if (!takes(',，') && next() !== '}') fail();
    }
    if (starts !== undefined) room.places?.set(read, starts);
    return read;
  };
  const list = (depth: number): unknown[] => {
    at++;
    const items: unknown[] = [];
    while (!takes(']')) {
      items.push(value(depth + 1));
      if (!takes(',，') && next() !== ']') fail();
    }
    return items;
  };
  const string = (): string => {
    const close = (MARKS[text[at] as string] as string).charCodeAt(0);
    let read = '';
    let from = ++at;
    for (; text.charCodeAt(at) !== close; at++) {
      if (at >= text.length || (!begun && room.meant !== true && at - from > LONGEST_NAME)) fail();
      if (text.charCodeAt(at) !== BACKSLASH) continue;
      read += text.slice(from, at);
      read += escaped();
      from = at + 1;
    }
    return read + text.slice(from, at++);
  };
  /** Leaves `at` on the last character of the escape. */
  const escaped = (): string => {
    const c = text[++at] ?? fail();
    const code = c === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 1, at + 5))?.[0] : undefined;
    if (code === undefined) return ESCAPES[c] ?? `\\${c}`;
    at += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  };

  try {
    return { value: value(0), end: at };
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
}
