/** The address of an endpoint, and the headers that its requests carry. */
import { InputError } from '../errors.ts';

/** @throws InputError when it is no http(s) URL */
export function endpointUrl(baseUrl: string, path: 'chat/completions' | 'models' | 'decisions' | 'systemone' = 'chat/completions'): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new InputError(`the judge's URL should look like https://host/v1, got "${baseUrl}"`);
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|decisions|systemone)$/, '')}/${path}`;
  return url;
}

/** Keys come from files and environments with a line end that is not theirs. @throws InputError for what no header can carry */
export function usableKey(key: string | undefined): string | undefined {
  const trimmed = key?.trim();
  if (trimmed === undefined || trimmed === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(trimmed)) throw new InputError("the judge's API key holds a space or a character that no key can hold");
  return trimmed;
}

/** @param instead of the key as a bearer */
export function headersOf(apiKey: string | undefined, instead?: Readonly<Record<string, string>>): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(instead ?? (apiKey !== undefined && { authorization: `Bearer ${apiKey}` })),
  };
}
