/** Keys: taken from the environment by name when they are needed. */
import { InputError } from '../../judge/errors.ts';

type Env = Readonly<Record<string, string | undefined>>;

interface Expanded {
  readonly text: string;
  readonly secrets: readonly string[];
}

/** Replaces each `${NAME}` by the variable's value. @throws InputError when it is not set; `where` names the field */
export function expandEnv(template: string, env: Env, where: string): Expanded {
  const secrets: string[] = [];
  const text = template.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    const value = readEnv(name, env, where);
    secrets.push(value);
    return value;
  });
  return { text, secrets };
}

/** @throws InputError when the variable is not set or empty; `where` names the field that asks for it */
export function readEnv(name: string, env: Env, where: string): string {
  const value = env[name]?.trim();
  if (value === undefined || value === '')
    throw new InputError(`${where} names ${name}, which is not set: put it into the environment or .env`);
  return value;
}
