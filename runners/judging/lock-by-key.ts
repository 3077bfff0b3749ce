/** Lock by key: work on the same thing one after the other, work on different things at once. */

/** Runs `work` once all earlier work under this key has settled. */
export type LockByKey = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function lockByKey(): LockByKey {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
