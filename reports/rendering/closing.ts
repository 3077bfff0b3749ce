/** closing: where the sign that closes something stands next, looked for once however many signs open before it. */

export type ClosingEnv = {
  /** By sign, what was found last. */
  readonly closings: Map<string, { readonly src: string; readonly from: number; readonly at: number }>;
};

/** -1 where there is none at most so many characters away. */
export function closing(sign: string, src: string, start: number, { closings }: ClosingEnv, most: number): number {
  const known = closings.get(sign);
  const holds = known?.src === src && known.from <= start && (known.at < 0 || known.at >= start);
  const at = holds ? known.at : src.indexOf(sign, start);
  if (!holds) closings.set(sign, { src, from: start, at });
  return at > start + most ? -1 : at;
}
