/** Ids, queryText, spokenText, textOf: ids that can name a file, chats as queries, and values as text. */
import { printable } from '../files/check.ts';
import type { Complaints } from './complaints.ts';

export class Ids {
  readonly #complaints: Complaints;
  readonly #sources = new Map<string, string>();
  /** A row asks for its id once for each thing that it holds. */
  #last = '';

  constructor(complaints: Complaints) {
    this.#complaints = complaints;
  }

  /** Characters that an id cannot have become `_`; two ids that fall together are a complaint. */
  of(raw: unknown, where: string): string | undefined {
    const source = textOf(raw)?.trim().normalize('NFC');
    if (source === undefined || source === '') return this.#complain(where, 'id: missing');
    const id = source.replace(/[^\p{L}\p{M}\p{N}._-]/gu, '_').replace(/^[^\p{L}\p{N}]/u, 'x$&');
    const before = this.#sources.get(id) ?? source;
    if (before !== source)
      return this.#complain(where, `the ids "${printable(before, 60)}" and "${printable(source, 60)}" both become "${id}"`);
    this.#sources.set(id, source);
    return id;
  }

  #complain(where: string, cause: string): undefined {
    if (this.#last !== where + cause) this.#complaints.add(where, cause);
    this.#last = where + cause;
  }

  /** As it stood in the file, where that is another text. */
  sourceOf(id: string): string | undefined {
    const source = this.#sources.get(id);
    return source === id ? undefined : source;
  }

  get changed(): number {
    return [...this.#sources].filter(([id, source]) => id !== source).length;
  }
}

/** Undefined for lists, objects and what is missing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/**
 * One turn of a user is the query; a longer chat becomes blocks of who said what. An answer at its end is no part of the query, but
 * what is judged. Undefined for what is neither text nor chat.
 */
export function queryText(value: unknown): { readonly text: string; readonly turns: number; readonly answered?: boolean } | undefined {
  if (!Array.isArray(value)) {
    const text = textOf(value);
    return text === undefined ? undefined : { text, turns: 1 };
  }
  const turns = value.map(turnOf);
  const said = turns.flatMap((turn) => turn ?? []);
  if (said.length !== turns.length || said.length === 0) return undefined;
  const lastAsked = said.findLastIndex(({ role }) => role === 'user');
  const asked = lastAsked < 0 ? said : said.slice(0, lastAsked + 1);
  const answered = asked.length < said.length && { answered: true };
  const [only] = asked;
  if (asked.length === 1 && only?.role === 'user') return { text: only.text, turns: 1, ...answered };
  return { text: asked.map(({ role, text }) => `${role}: ${text}`).join('\n\n'), turns: asked.length, ...answered };
}

/** What was said in a chat: a text, or a list of parts that hold one each. */
export function spokenText(content: unknown): string | undefined {
  const parts = Array.isArray(content) ? content.map((part: unknown) => textOf(Object(part).text)) : [textOf(content)];
  return parts.includes(undefined) ? undefined : parts.join('\n');
}

interface Turn {
  readonly role: string;
  readonly text: string;
}

function turnOf(value: unknown): Turn | undefined {
  if (typeof value !== 'object' || value === null || !('role' in value) || !('content' in value)) return undefined;
  const { role, content } = value;
  const text = spokenText(content);
  return typeof role === 'string' && text !== undefined ? { role, text } : undefined;
}
