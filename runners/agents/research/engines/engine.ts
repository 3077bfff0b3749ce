/** Engine: how one search service is asked, and what its answer holds. */
import type { SearchResult } from '../search.ts';

export interface EngineRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Engine {
  /** Undefined where every service of this kind is somebody's own. */
  readonly url: string | undefined;
  /** Variable that holds the key; undefined where none is wanted. */
  readonly keyEnv: string | undefined;
  /** Most results that one request gives. */
  readonly most: number;
  request(url: string, query: string, count: number, key: string | undefined): EngineRequest;
  /** Undefined where the body is no answer of this service. @throws EngineTrouble where it tells of a failure */
  read(body: unknown): readonly SearchResult[] | undefined;
  /** What to set where the service refuses everybody, by status; undefined: the key. */
  readonly advice?: (status: number) => string | undefined;
}

/** A 200 that is none: engines down, a code within the body. */
export class EngineTrouble extends Error {
  override name = 'EngineTrouble';
}

/** Text of a snippet without the marks that some services put into it. */
export function plainText(text: string | null | undefined): string {
  return (text ?? '')
    .replace(/<\/?(strong|b|em|mark)>/gi, '')
    .replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'")
    .trim();
}

export const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' };
