/** PageCache: what pages over the whole of a benchmark are made of, kept until the store changes. */
import type { Store } from '../../../runners/store/store.ts';
import { type PageAddress, readPage } from '../../read-page.ts';
import { needsCriteria } from '../site-parts.ts';
import { writePath } from './address.ts';
import type { PageData } from './pages.ts';

/** Each holds a cell a report, so that few of them are much. */
const MOST = 8;

export class PageCache {
  readonly #store: Store;
  readonly #kept = new Map<string, Promise<PageData | undefined>>();
  #version = '';

  constructor(store: Store) {
    this.#store = store;
  }

  /** As readPage. A page of one task is read each time: it costs little. */
  read(address: PageAddress): Promise<PageData | undefined> {
    const { place, state, sweep } = address;
    if (place.benchmark === undefined || place.task !== undefined) return readPage(this.#store, address);
    const version = this.#store.version();
    if (version !== this.#version) this.#kept.clear();
    this.#version = version;
    // How it is ordered and filtered is no part of what is read, but for filters that ask about criteria.
    const { judge, scale, of, beside, against } = state;
    const key = JSON.stringify([sweep, needsCriteria(place, state), writePath(place, { judge, scale, of, beside, against })]);
    const found = this.#kept.get(key) ?? readPage(this.#store, address);
    this.#kept.delete(key);
    this.#kept.set(key, found);
    found.catch(() => this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) if (this.#kept.size > MOST) this.#kept.delete(oldest);
    return found;
  }
}
