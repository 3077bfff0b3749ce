/** openSearch: the search that an agent's entry names. */
import { InputError } from '../../../judge/errors.ts';
import type { SearchConfig, SearchDeps, SearchProvider } from './search.ts';

/** @throws InputError where the entry lacks what its kind needs */
export function openSearch(config: SearchConfig, _deps: SearchDeps): SearchProvider {
  throw new InputError(`search: kind "${config.kind}" cannot be opened yet`);
}
