/** withheld: output without keys; whatever a message or an export quotes, `[key]` stands where a key of the environment would. */
import { keysOf, spellings } from './agents/secrets.ts';

/** @param env as it is when something is written first: `.env` has been read by then */
export function withheld<T extends { write(text: string): unknown }>(output: T, env: Readonly<Record<string, string | undefined>>): T {
  let keys: string[] | undefined;
  const write = (text: string) => {
    keys ??= spellings(keysOf(env));
    return output.write(keys.reduce((rest, key) => rest.replaceAll(key, '[key]'), text));
  };
  return new Proxy(output, {
    get(target, name) {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
