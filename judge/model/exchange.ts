/** exchange: one HTTP request and its answer read whole, under a deadline and the run's signal. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { ModelError } from '../errors.ts';
import { onAbort } from './on-abort.ts';

const LONGEST_BODY = 8 * 1024 * 1024;

export interface Exchanged {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Speaks to the dispatcher below undici's streams, which cost as much again as the request itself.
 * @param ms deadline, from the start to the last byte
 * @throws ModelError (timeout) past the deadline, ModelError (transient) where the answer is longer than 8 MiB, the signal's reason, or undici's error
 */
export function exchange(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions, ms: number, signal: AbortSignal): Promise<Exchanged> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let over: Error | undefined;
    const end = () => {
      clearTimeout(timer);
      forget();
    };
    const fail = (error: unknown) => {
      end();
      reject(error);
    };
    /** The connection is given up with the request, also where it has not begun. */
    const cancel = (error: unknown) => {
      if (over !== undefined) return;
      over = error instanceof Error ? error : new Error('cancelled', { cause: error });
      fail(error);
      controller?.abort(over);
    };
    const timer = setTimeout(() => cancel(new ModelError('timeout', `no answer within ${ms / 1000} s`)), ms);
    const forget = onAbort(signal, cancel);

    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let size = 0;
    const chunks: Buffer[] = [];
    dispatcher.dispatch(request, {
      onRequestStart(started) {
        controller = started;
        if (over !== undefined) started.abort(over);
      },
      // Comes more than once where a server says first that it goes on.
      onResponseStart(_, code, fields) {
        status = code;
        headers = fields;
      },
      onResponseData(_, chunk) {
        size += chunk.length;
        chunks.push(chunk);
        if (size > LONGEST_BODY) cancel(new ModelError('transient', `the answer is longer than ${LONGEST_BODY / 1024 / 1024} MiB`));
      },
      onResponseEnd() {
        end();
        resolve({ status, headers, body: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks) });
      },
      onResponseError(_, error) {
        fail(error);
      },
    });
  });
}
