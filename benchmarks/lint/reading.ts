/** Reading: what a criterion says of the report by its words alone. */

/** `open` says nothing of itself; `unclear` has words of both; `avoided` says that the report does not do what it should not. */
export type Reading = 'merit' | 'flaw' | 'open' | 'unclear' | 'avoided';
