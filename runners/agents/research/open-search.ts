/** openSearch: the search that an agent's entry names. */
import { worldSearch } from '../../world/world-search.ts';
import { bocha } from './engines/bocha.ts';
import { brave } from './engines/brave.ts';
import type { Engine } from './engines/engine.ts';
import { searxng } from './engines/searxng.ts';
import { serper } from './engines/serper.ts';
import { tavily } from './engines/tavily.ts';
import type { SearchConfig, SearchDeps, SearchProvider } from './search.ts';
import { webSearch } from './web-search.ts';

const ENGINES: Readonly<Record<Exclude<SearchConfig['kind'], 'world'>, Engine>> = { tavily, serper, searxng, brave, bocha };

/** @throws InputError where the entry lacks what its kind needs */
export function openSearch(config: SearchConfig, deps: SearchDeps): SearchProvider {
  return config.kind === 'world' ? worldSearch(deps) : webSearch(ENGINES[config.kind], config, deps);
}
