/** openSearch: the search that an agent's entry names. */
import { InputError } from '../../../judge/errors.ts';
import { worldSearch } from '../../world/world-search.ts';
import type { SearchConfig, SearchDeps, SearchProvider } from './search.ts';

/** @throws InputError where the entry lacks what its kind needs */
export function openSearch(config: SearchConfig, _deps: SearchDeps): SearchProvider {
  if (config.kind === 'world') return worldSearch();
  throw new InputError(`search: kind "${config.kind}" cannot be opened yet`);
}
