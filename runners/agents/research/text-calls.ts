/** textCalls: calls of tools that a model wrote into its words, in the forms that models are trained on. */
import { type JsonRoom, readJson } from '../../../judge/reading/json.ts';
import { beforeAnswer } from './answer-text.ts';

export interface TextCall {
  readonly name: string;
  readonly input: string;
}

const NAMES = ['name', 'tool', 'tool_name', 'function', 'action'];
const INPUTS = ['arguments', 'parameters', 'args', 'input', 'tool_input', 'action_input'];
/** Objects of a reply that are looked at. */
const MOST_OBJECTS = 50;
const ROOM = 20_000;
/** Characters of a text that is nothing but calls. */
const LONGEST_WHOLE = 20_000;

/** Calls of tools that there are; of another one where the text is nothing but that call. @param known names of tools */
export function textCalls(text: string, known: ReadonlySet<string>): TextCall[] {
  // The bars of some vendors' tags are full-width ones.
  const said = beforeAnswer(text).replace(/｜/g, '|').replace(/▁/g, '_');
  for (const form of [invoked, functions, pairs, arrows, sections, objects]) {
    const calls = form(said).filter(({ name }) => known.has(name));
    if (calls.length > 0) return calls;
  }
  const calls = onlyCalls(said, known);
  if (calls.length > 0 || known.size === 0 || !looksLikeCall(said)) return calls;
  return objects(said).slice(0, 1);
}

/** Calls by name, as `search(...)` or `search: words`, where the text is nothing else: never a report either. @param known names of tools */
export function onlyCalls(text: string, known: ReadonlySet<string>): TextCall[] {
  const calls = named(text, known);
  return calls.length > 0 ? calls : line(text, known);
}

/** Whether a text is a try at calling something, whoever it is: never a report. */
export function looksLikeCall(text: string): boolean {
  return /^\s*(```\w*\s*)?(<(\|\w+\|)?\/?(tool_call|function|invoke|tool_calls)|\[TOOL_CALL|<\||\{\s*"(name|tool)"\s*:[^{}]*"(arguments|parameters|args|input)"|\[\s*\{\s*"name")/i.test(
    text.replace(/｜/g, '|'),
  );
}

function withParameters(body: string, parameter: RegExp): string {
  const fields = [...body.matchAll(parameter)].map(([, name = '', value = '']) => [name, plain(value.trim())]);
  return JSON.stringify(Object.fromEntries(fields));
}

/** A parameter's text: a list, an object, a number or a truth value where it is one. */
function plain(text: string): unknown {
  if (!/^(\[[\s\S]*\]|\{[\s\S]*\}|-?\d+(\.\d+)?|true|false|null)$/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `<invoke name="search"><parameter name="query">a</parameter></invoke>`, whatever stands before the words in the tags. */
function invoked(text: string): TextCall[] {
  return [...text.matchAll(/<[^<>]*invoke name="([^"]+)"[^<>]*>((?:(?!invoke name=)[\s\S])*?)<\/[^<>]*invoke>/g)].map(
    ([, name = '', body = '']) => ({
      name,
      input: withParameters(body, /<[^<>]*parameter name="([^"]+)"[^<>]*>([\s\S]*?)<\/[^<>]*parameter>/g),
    }),
  );
}

/** `<function=search>{"query":"a"}</function>`, or with `<parameter=query>a</parameter>`. */
function functions(text: string): TextCall[] {
  return [...text.matchAll(/<function=([\w-]+)>([\s\S]*?)(?:<\/function>|$)/g)].map(([, name = '', body = '']) => ({
    name,
    input: body.includes('<parameter=') ? withParameters(body, /<parameter=([\w-]+)>([\s\S]*?)(?:<\/parameter>|$)/g) : body.trim(),
  }));
}

/** `<tool_call>search<arg_key>query</arg_key><arg_value>a</arg_value></tool_call>`. */
function pairs(text: string): TextCall[] {
  return [...text.matchAll(/<tool_call>\s*([\w-]+)\s*(<arg_key>[\s\S]*?)(?:<\/tool_call>|$)/g)].map(([, name = '', body = '']) => ({
    name,
    input: withParameters(body, /<arg_key>((?:(?!<arg_key>)[\s\S])*?)<\/arg_key>\s*<arg_value>((?:(?!<arg_key>)[\s\S])*?)<\/arg_value>/g),
  }));
}

/** `[TOOL_CALL]{tool => "search", args => {--query "a"}}[/TOOL_CALL]`. */
function arrows(text: string): TextCall[] {
  return [...text.matchAll(/\[TOOL_CALL\]([\s\S]*?)(?:\[\/TOOL_CALL\]|$)/gi)].map(([, body = '']) => {
    const name = /(?:tool|name)\s*(?:=>|:|=)\s*"?([\w-]+)/.exec(body)?.[1] ?? '';
    const flags = [...body.matchAll(/(?:--([\w-]+)\s+|"?([\w-]+)"?\s*=>\s*)("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^\s,{}]+)/g)]
      .map(([, flag, key, value = '']) => [flag ?? key ?? '', value.startsWith('"') ? unquoted(value) : plain(value)] as const)
      .filter(([key]) => !['tool', 'name', 'args', 'arguments'].includes(key));
    return { name, input: JSON.stringify(Object.fromEntries(flags)) };
  });
}

function unquoted(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(1, -1);
  }
}

/** `<|tool_call_begin|>function<|tool_sep|>search` and a block of JSON, or `<|tool_sep|>{"query":"a"}`. */
function sections(text: string): TextCall[] {
  return [...text.matchAll(/<\|tool_sep\|>\s*([\w-]+)\s*(?:```json)?\s*(\{[\s\S]*?\})\s*(?:```)?\s*<\|tool_call_end\|>/g)].map(
    ([, name = '', input = '']) => ({ name, input }),
  );
}

/** `search(queries=["a"])`, `search({"queries": ["a"]})`, in a list or printed, `search: {"queries": ["a"]}` and `search: "a"`. */
function named(text: string, known: ReadonlySet<string>): TextCall[] {
  const body = unboxed(text).replace(/^\[\s*(?=\w)/, '');
  if (body.length > LONGEST_WHOLE) return [];
  const calls: TextCall[] = [];
  const room = { values: ROOM, meant: true };
  let at = 0;
  while (at < body.length) {
    const [opening = '', , name = '', mark = ''] = /^(print\(\s*)?([\w-]+)\s*(\(|[:：]?\s*(?=[{["]))\s*/.exec(body.slice(at)) ?? [];
    if (!known.has(name)) return [];
    const input = mark === '(' ? bracketed(body, at + opening.length, room) : readJson(body, at + opening.length, room);
    if (!('value' in input)) return [];
    calls.push({ name, input: JSON.stringify(input.value) });
    at = input.end + (/^[\s),\]]*/.exec(body.slice(input.end))?.[0].length ?? 0);
  }
  return calls;
}

/** A text without the marks of a block of code around it. */
function unboxed(text: string): string {
  return text.trim().replace(/^```\w*\s*|\s*```$/g, '');
}

/** `search: words of a query`, a line and no more; a sentence is none. */
function line(text: string, known: ReadonlySet<string>): TextCall[] {
  const [, said = '', words = ''] = /^[`*]*([\w-]+)[`*]*\s*[:：]\s*(\S.{0,300}(?<![.!?。！？]))$/.exec(unboxed(text)) ?? [];
  const name = said.toLowerCase();
  return known.has(name) ? [{ name, input: JSON.stringify(words.replace(/^["'“‘「]|["'”’」]$/g, '')) }] : [];
}

/** What stands in the brackets of a call: one value, or values by name; `end` is behind the last one. */
function bracketed(text: string, start: number, room: JsonRoom): ReturnType<typeof readJson> {
  const fields: Record<string, unknown> = {};
  let at = start;
  for (;;) {
    const [key = '', name] = /^\s*(\w+)\s*=\s*/.exec(text.slice(at, at + 100)) ?? [];
    const read = readJson(text, at + key.length, room);
    if (!('value' in read) || (name === undefined && at === start)) return read;
    if (name === undefined) return { value: fields, end: at };
    fields[name] = read.value;
    const comma = /^\s*,\s*(?=\w+\s*=)/.exec(text.slice(read.end, read.end + 100));
    if (comma === null) return { value: fields, end: read.end };
    at = read.end + comma[0].length;
  }
}

/** Brackets that models leave out where their call ends. */
const ENDS = ['}', '}}', ']}}', '"]}}'];

/** Objects `{"name": ..., "arguments": ...}`: bare, in a list, in a block of code, between tags or before a closing one alone. */
function objects(text: string): TextCall[] {
  const calls: TextCall[] = [];
  const room = { values: ROOM };
  let at = text.indexOf('{');
  for (let looked = 0; at >= 0 && looked < MOST_OBJECTS; looked++) {
    const read = readJson(text, at, room);
    const call = 'value' in read ? callOf(read.value) : unended(text.slice(at));
    if (call !== undefined) calls.push(call);
    if (call !== undefined && !('value' in read)) break;
    at = text.indexOf('{', 'value' in read && call !== undefined ? read.end : at + 1);
  }
  return calls;
}

/** The call that lacks its last brackets, before a closing tag, the end of a block or of the text. */
function unended(text: string): TextCall | undefined {
  if (!/^\{\s*"(name|tool|tool_name|function|action)"\s*:/.test(text)) return undefined;
  const body = (/^[\s\S]*?(?=<\/tool_call>|```|$)/.exec(text.slice(0, LONGEST_WHOLE))?.[0] ?? '').trim();
  for (const end of ENDS) {
    const read = readJson(body + end, 0, { values: ROOM });
    const call = 'value' in read && read.end === body.length + end.length ? callOf(read.value) : undefined;
    if (call !== undefined) return call;
  }
  return undefined;
}

function callOf(value: unknown): TextCall | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = value as Record<string, unknown>;
  const inner = fields.function;
  if (typeof inner === 'object' && inner !== null) return callOf(inner);
  const name = NAMES.map((key) => fields[key]).find((found) => typeof found === 'string');
  const input = INPUTS.map((key) => fields[key]).find((found) => found !== undefined);
  if (typeof name !== 'string' || input === undefined) return undefined;
  return { name, input: typeof input === 'string' ? input : JSON.stringify(input) };
}
