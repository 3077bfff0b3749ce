/** Where a model answers and by what key: one rule for judges, agents and `gavel doctor`. */
import { InputError } from '../../judge/errors.ts';
import { expandEnv, keysOf } from '../agents/secrets.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What a configuration says of where a model is and what it is sent. */
export interface Address {
  readonly url?: string;
  readonly apiKeyEnv: string;
  /** `${NAME}` in a value is taken from the environment. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Access {
  /** As in `https://host/v1`, without a slash at its end. */
  readonly url: string;
  /** Undefined where the variable holds none: servers of one's own often want none. */
  readonly key: string | undefined;
  /** The key as this endpoint wants it, and the configured headers, which win. Names are in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** What must appear in no message and no store. */
  readonly secrets: readonly string[];
  /** OpenAI's own endpoint, which some parameters are spelt differently for. */
  readonly openAi: boolean;
}

const OPENAI = 'https://api.openai.com/v1';
const URL_VARIABLE = 'OPENAI_BASE_URL';

/** The address that was configured, else the one in OPENAI_BASE_URL, else OpenAI's own. @throws InputError where the variable holds no URL */
export function addressOf(url: string | undefined, env: Env): string {
  const found = url ?? variable(URL_VARIABLE, env) ?? OPENAI;
  if (!URL.canParse(found) || !/^https?:$/.test(new URL(found).protocol))
    throw new InputError(`${URL_VARIABLE} should look like https://host/v1, got "${found}"`);
  return found.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
}

/**
 * @param who opens the message
 * @throws InputError as addressOf does, where OpenAI's own endpoint would be asked without a key, and for what no header can hold
 */
export function accessTo({ url, apiKeyEnv, headers = {} }: Address, env: Env, who: string): Access {
  const address = addressOf(url, env);
  const openAi = new URL(address).hostname === new URL(OPENAI).hostname;
  const key = variable(apiKeyEnv, env);
  if (key === undefined && openAi)
    throw new InputError(`${who}: no key for ${OPENAI}: put ${apiKeyEnv} into the environment or .env, or give another url`);
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key))
    throw new InputError(`${who}: the key in ${apiKeyEnv} holds a space or a character that no key can hold`);
  const own = expandHeaders(headers, env, who);
  return {
    url: address,
    key,
    headers: { ...keyHeader(address, key), ...own.headers },
    secrets: [...(key === undefined ? [] : [key]), ...own.secrets],
    openAi,
  };
}

/** Azure has a header of its own, and takes a bearer for a token of another kind. */
function keyHeader(address: string, key: string | undefined): Record<string, string> {
  if (key === undefined) return {};
  const { hostname, pathname } = new URL(address);
  return hostname.endsWith('.azure.com') || pathname.includes('/openai/deployments/')
    ? { 'api-key': key }
    : { authorization: `Bearer ${key}` };
}

/** Names in small letters, values from the environment. @throws InputError, which shows no value; `who` opens it */
export function expandHeaders(
  headers: Readonly<Record<string, string>>,
  env: Env,
  who: string,
): { readonly headers: Record<string, string>; readonly secrets: readonly string[] } {
  const expanded: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, template] of Object.entries(headers)) {
    const { text, secrets: handed } = expandEnv(template, env, `headers.${name} of ${who}`);
    if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) throw new InputError(`headers.${name} of ${who} holds what no header can`);
    expanded[name.toLowerCase()] = text;
    secrets.push(...handed);
  }
  return { headers: expanded, secrets: [...secrets, ...keysOf(expanded)] };
}

/** An empty variable counts as not set, as in a .env file with a line left blank. */
function variable(name: string, env: Env): string | undefined {
  return env[name]?.trim() || undefined;
}
