/** What every page of the app is made from: the store and the settings, how a page opens, and one person’s queue. */
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { pairStates } from '../../runners/annotation/annotations.ts';
import type { Pair } from '../../runners/annotation/pairs.ts';
import { type Queue, queueOf } from '../../runners/annotation/queue.ts';
import type { Reserved } from '../../runners/annotation/reserved.ts';
import type { GuardEnv, Tokens } from '../../runners/http/guard.ts';
import type { Store } from '../../runners/store/store.ts';
import { LANGUAGES, type Language } from '../words/translate.ts';
import { writePath } from './board/address.ts';
import type { PageCache } from './board/page-cache.ts';
import type { Here, Opening } from './frame.ts';

export interface ViewDeps {
  readonly store: Store;
  readonly sweep?: string | undefined;
  /** Pages that were read before; of one's own where absent. */
  readonly pages?: PageCache | undefined;
  /** The address that the server is bound to. */
  readonly host: string;
  /** With neither an owner's nor a person's, anyone who reaches the server may annotate, under a name of their own. */
  readonly tokens: Tokens;
  /** How many people a pair is given to. */
  readonly overlap: number;
  /** Undefined: the one that the browser asks for. */
  readonly language?: Language | undefined;
  readonly now: () => string;
  /** Failures of the program itself, for the terminal; a page says no more than that there was one. */
  readonly onError: (error: unknown) => void;
}

/** How a page opens: in which language, and with which nonce. */
export function opening(c: Context<GuardEnv>, { language }: Pick<ViewDeps, 'language'>): Opening {
  const asked = c.req.query('lang');
  const opened = LANGUAGES.find((each) => each === asked) ?? language ?? ofBrowser(c) ?? 'en';
  return { language: opened, nonce: c.get('secureHeadersNonce') ?? '' };
}

/** The navigation of a page that is none of the board's: to people who annotate, who are to stay blind, it shows no way there. */
export function hereFor(c: Context<GuardEnv>, at: Here['at']): Here {
  return { at, served: true, to: c.get('annotator') === undefined ? writePath : undefined };
}

/** The first of ours in what the browser would like, `zh` for `zh-CN`; a weight of 0 refuses one. */
function ofBrowser(c: Context): Language | undefined {
  const wanted = accepts(c, {
    header: 'Accept-Language',
    supports: [...LANGUAGES],
    default: '',
    match: (tags) => tags.find(({ type, q }) => q > 0 && ours(type) !== undefined)?.type ?? '',
  });
  return ours(wanted);
}

function ours(tag: string): Language | undefined {
  return LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
}

/** As the store stands now. Pairs that lie before somebody else count as theirs. */
export function queueFor(
  { store, overlap, now }: Pick<ViewDeps, 'store' | 'overlap' | 'now'>,
  annotator: string,
  pairs: readonly Pair[],
  reserved: Reserved,
): Queue {
  const busy = reserved.at(now());
  return queueOf(annotator, pairs, pairStates(store, annotator, pairs, busy), overlap);
}
