/** readFilter: what a person types to narrow a view: words, and tests such as `agent:kimi domain:law reward<40 fatal`. */

/** Fields that hold text: `:` and `=` ask whether it is in there, `!=` and a minus before the field whether it is not. */
const TEXTS = ['agent', 'domain', 'task', 'language', 'axis', 'label', 'judge'] as const;
/** Rewards are on 0-100, and so is `delta`, which is less a baseline; confidence in [0, 1]; weights and points lost are in units of weight. */
const NUMBERS = ['reward', 'delta', 'weight', 'lost', 'confidence'] as const;
/** Words that stand alone; with a minus before them they ask for the rest. */
const FLAGS = ['fatal', 'failed', 'unscored', 'split', 'unverified', 'disputed'] as const;
/** In place of a judge: people. That a judge is not of their mind is a flag. */
const PEOPLE: readonly string[] = ['human', 'people', '人', '标注员'];

const COMPARED = ['<', '<=', '>', '>=', '='] as const;

export type TextField = (typeof TEXTS)[number];
export type NumberField = (typeof NUMBERS)[number];
export type Flag = (typeof FLAGS)[number];

export type Test =
  | { readonly kind: 'text'; readonly field: TextField; readonly not: boolean; readonly value: string }
  | { readonly kind: 'number'; readonly field: NumberField; readonly op: (typeof COMPARED)[number]; readonly value: number }
  | { readonly kind: 'flag'; readonly field: Flag; readonly not: boolean };

/** One test as it was typed. */
export interface Typed {
  readonly text: string;
  readonly test: Test;
}

export interface Filter {
  readonly tests: readonly Typed[];
  /** What is no test, as it was typed. */
  readonly words: string;
}

/** A field with a test, or a word; values with blanks stand in quotes. */
const PART = /-?[a-z]+(?::|!=|<=|>=|<|>|=)(?:"[^"]*"|[^\s"]+)|"[^"]*"|[^\s"]+/giu;

/** What is no known test is a word: nothing that was typed is left out. */
export function readFilter(text: string): Filter {
  const tests: Typed[] = [];
  const words: string[] = [];
  for (const [part] of text.matchAll(PART)) {
    const test = testOf(part);
    if (test === undefined) words.push(part);
    else tests.push({ text: part, test });
  }
  return { tests, words: words.join(' ') };
}

function testOf(part: string): Test | undefined {
  const [, minus = '', name = '', op, typed = ''] = /^(-?)([a-z]+)(?:(:|!=|<=|>=|<|>|=)(.+))?$/is.exec(part) ?? [];
  const field = name.toLowerCase();
  const not = minus === '-' || op === '!=';
  const value = typed.replace(/^"(.*)"$/s, '$1');
  const flag = FLAGS.find((each) => each === field);
  if (flag !== undefined && op === undefined) return { kind: 'flag', field: flag, not };
  if (field === 'judge' && not && PEOPLE.includes(folded(value))) return { kind: 'flag', field: 'disputed', not: false };
  const text = TEXTS.find((each) => each === field);
  if (text !== undefined && (op === ':' || op === '=' || op === '!=')) return { kind: 'text', field: text, not, value: folded(value) };
  const number = NUMBERS.find((each) => each === field);
  if (number === undefined || op === undefined || op === '!=' || minus !== '' || !Number.isFinite(Number(value))) return undefined;
  const compared = COMPARED.find((each) => each === (op === ':' ? '=' : op));
  return compared && { kind: 'number', field: number, op: compared, value: Number(value) };
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** What is known of a thing; a field that it lacks passes no test but one that asks for its absence. */
export interface Known {
  readonly texts?: Partial<Readonly<Record<TextField, string | readonly string[]>>>;
  readonly numbers?: Partial<Readonly<Record<NumberField, number | null>>>;
  readonly flags?: Partial<Readonly<Record<Flag, boolean>>>;
}

export function passes({ texts = {}, numbers = {}, flags = {} }: Known, test: Test): boolean {
  if (test.kind === 'flag') return (flags[test.field] === true) !== test.not;
  if (test.kind === 'text') {
    const held = [texts[test.field] ?? []].flat().map(folded);
    // Exact where it is one of few words.
    const isIt = (text: string) => (test.field === 'label' || test.field === 'language' ? text === test.value : text.includes(test.value));
    return held.some(isIt) !== test.not;
  }
  const value = numbers[test.field];
  if (value === undefined || value === null) return false;
  switch (test.op) {
    case '<':
      return value < test.value;
    case '<=':
      return value <= test.value;
    case '>':
      return value > test.value;
    case '>=':
      return value >= test.value;
    case '=':
      return value === test.value;
  }
}

/** Whether the text holds every word. */
export function holdsWords(text: string, words: string): boolean {
  const all = folded(text);
  return (words.match(/"[^"]*"|\S+/g) ?? []).every((word) => all.includes(folded(word.replaceAll('"', ''))));
}

/** The text with this test in it, in place of any other of the same field. */
export function withTest(text: string, field: string, value: string): string {
  const rest = readFilter(text).tests.filter(({ test }) => test.field !== field);
  const quoted = /[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
  return [...rest.map((typed) => typed.text), `${field}:${quoted}`, readFilter(text).words].filter((part) => part !== '').join(' ');
}

/** The text without one of its tests. */
export function withoutTest(text: string, typed: string): string {
  const { tests, words } = readFilter(text);
  return [...tests.filter((each) => each.text !== typed).map((each) => each.text), words].filter((part) => part !== '').join(' ');
}
