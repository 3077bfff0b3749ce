/** Where a model answers and by what key: one rule for judges, agents and `gavel doctor`. */
import { InputError } from '../../judge/errors.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface Access {
  /** As in `https://host/v1`, without a slash at its end. */
  readonly url: string;
  /** Undefined where the variable holds none: servers of one's own often want none. */
  readonly key: string | undefined;
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

/** @param who opens the message. @throws InputError as addressOf does, and where OpenAI's own endpoint would be asked without a key */
export function accessTo({ url, apiKeyEnv }: { readonly url?: string; readonly apiKeyEnv: string }, env: Env, who: string): Access {
  const address = addressOf(url, env);
  const openAi = new URL(address).hostname === new URL(OPENAI).hostname;
  const key = variable(apiKeyEnv, env);
  if (key === undefined && openAi)
    throw new InputError(`${who}: no key for ${OPENAI}: put ${apiKeyEnv} into the environment or .env, or give another url`);
  return { url: address, key, openAi };
}

/** An empty variable counts as not set, as in a .env file with a line left blank. */
function variable(name: string, env: Env): string | undefined {
  return env[name]?.trim() || undefined;
}
