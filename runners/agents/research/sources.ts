/** Sources: what one trial has found and read, each under an id that outlives whatever is dropped from the conversation. */
import { normalAddress } from './address.ts';
import { harmless } from './fence.ts';
import type { Page, SearchResult } from './search.ts';

export interface Source {
  /** `s1` and so on, in the order of finding. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly date?: string | undefined;
  /** Its page was read; a notice in place of the page is not. */
  readonly opened: boolean;
}

export class Sources {
  readonly #all: Source[] = [];
  /** Places in `#all` by normal address; a page that was reached through another address has both. */
  readonly #places = new Map<string, number>();

  found({ url, title, date }: SearchResult): Source {
    return this.#note(url, { title, date, opened: false });
  }

  /** @param asked the address that was asked for */
  opened(asked: string, { url, title, date, blocked }: Page): Source {
    const at = this.#places.get(keyOf(asked));
    // The page of a known address is that source, wherever it lies in the end.
    if (at !== undefined && !this.#places.has(keyOf(url))) this.#places.set(keyOf(url), at);
    const source = this.#note(url, { title, date, opened: blocked !== true });
    const place = this.#places.get(keyOf(url));
    if (place !== undefined && !this.#places.has(keyOf(asked))) this.#places.set(keyOf(asked), place);
    return source;
  }

  #note(url: string, { title, date, opened }: Pick<Source, 'title' | 'date' | 'opened'>): Source {
    const key = keyOf(url);
    const at = this.#places.get(key);
    const known = at === undefined ? undefined : this.#all[at];
    const place = at ?? this.#all.length;
    const source: Source = {
      id: known?.id ?? `s${place + 1}`,
      url: opened ? url : (known?.url ?? url),
      title: known !== undefined && known.title !== '' ? known.title : title.trim(),
      date: known?.date ?? date,
      opened: opened || known?.opened === true,
    };
    this.#all[place] = source;
    this.#places.set(key, place);
    return source;
  }

  byId(id: string): Source | undefined {
    return this.#all[Number(/^s(\d+)$/i.exec(id.trim())?.[1] ?? 0) - 1];
  }

  byAddress(url: string): Source | undefined {
    return this.#all[this.#places.get(keyOf(url)) ?? -1];
  }

  all(): readonly Source[] {
    return this.#all;
  }
}

/** Characters of a title that tell a page from another. */
const LONGEST_TITLE = 120;

/** Sources as a model is told of them, a line each: those that were opened first, as many as there is room for. @param room characters */
export function sourceLines(sources: Sources, mark: string, room: number): string[] {
  const all = sources.all();
  const lines = [...all.filter(({ opened }) => opened), ...all.filter(({ opened }) => !opened)].map(
    ({ id, title, url, date }) =>
      `[${id}] ${harmless(title || url, mark)
        .replace(/\s+/g, ' ')
        .slice(0, LONGEST_TITLE)}${date === undefined ? '' : ` (${harmless(date, mark).slice(0, 10)})`}`,
  );
  let left = room;
  return lines.filter((line) => {
    left -= line.length + 1;
    return left >= 0;
  });
}

function keyOf(url: string): string {
  return normalAddress(url) ?? url;
}
