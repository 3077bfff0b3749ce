/** Recent results that many questions share and that cost more to make than to keep, by what they were made from. */
import { sha256 } from './hash.ts';

export class Recent<T> {
  readonly #most: number;
  readonly #kept = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The kept result, else a new one. A promise that rejects is not kept. */
  get(from: unknown, make: () => T): T {
    // Hashed, since reports are long.
    const key = sha256(JSON.stringify(from));
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const value = known ?? make();
    this.#kept.set(key, value);
    if (known === undefined && value instanceof Promise) value.catch(() => this.#drop(key, value));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }

  #drop(key: string, value: T): void {
    if (this.#kept.get(key) === value) this.#kept.delete(key);
  }
}
