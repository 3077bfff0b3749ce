/** storeEvents: server-sent events that say when the store has changed; what is new is for the page to ask for. */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { InputError } from '../../judge/errors.ts';
import type { Store } from '../../runners/store/store.ts';

/** How often the store is looked at: reading its version takes microseconds. */
const LOOK_MS = 1000;
/** A connection that says nothing for long is closed by what lies between. */
const SILENT_MS = 20_000;
/** Pages that are kept up to date at once. */
const MOST = 64;

export function storeEvents(store: Store): (c: Context) => Response {
  let open = 0;
  return (c) => {
    if (open >= MOST) throw new InputError('too many pages are open');
    open++;
    return streamSSE(c, async (stream) => {
      let seen = store.version();
      let silent = 0;
      let gone = false;
      stream.onAbort(() => {
        gone = true;
      });
      try {
        // The page may be older than this connection.
        await stream.writeSSE({ event: 'change', data: seen, retry: LOOK_MS });
        while (!gone) {
          await stream.sleep(LOOK_MS);
          const now = store.version();
          silent += LOOK_MS;
          if (now === seen && silent < SILENT_MS) continue;
          silent = 0;
          await stream.writeSSE(now === seen ? { event: 'still', data: now } : { event: 'change', data: now });
          seen = now;
        }
      } finally {
        open--;
      }
    });
  };
}
