/** seal, unsealed: task files that are encrypted with a key of one's own (AES-256-GCM), and opened where the key is in the environment. */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';
import { InputError } from '../../judge/errors.ts';
import { check } from './check.ts';

/** Shorter keys could be guessed. */
const LEAST_KEY = 16;
/** What a sealed file opens with; no line of tasks does. */
const OPENING = '{"gavelSealed":';
const CIPHER = 'aes-256-gcm';

const sealedSchema = z.strictObject({
  gavelSealed: z.literal(1),
  /** Name of the environment variable that holds the key. */
  keyEnv: z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'expected the name of an environment variable'),
  salt: z.base64(),
  iv: z.base64(),
  tag: z.base64(),
  data: z.base64(),
});

type Env = Readonly<Record<string, string | undefined>>;

export function isSealed(head: Buffer): boolean {
  return head.subarray(0, OPENING.length).toString('latin1') === OPENING;
}

/** The text of a sealed file: one JSON object on one line. @throws InputError where there is no key, or a short one */
export function seal(plain: Buffer, keyEnv: string, env: Env): string {
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv(CIPHER, keyOf(keyEnv, salt, env), iv).setAAD(Buffer.from(keyEnv));
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  const [saltText, ivText, tag, dataText] = [salt, iv, cipher.getAuthTag(), data].map((bytes) => bytes.toString('base64'));
  return `${JSON.stringify({ gavelSealed: 1, keyEnv, salt: saltText, iv: ivText, tag, data: dataText })}\n`;
}

/** @throws InputError without the key, with another one, and for a file that was changed */
export function unsealed(text: string, path: string, env: Env): Buffer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path}: expected a sealed file, got one that is cut short or damaged`, { cause: error });
  }
  const { keyEnv, ...sealed } = check(sealedSchema, parsed, path);
  const [salt, iv, tag, data] = [sealed.salt, sealed.iv, sealed.tag, sealed.data].map((value) => Buffer.from(value, 'base64')) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const key = keyOf(keyEnv, salt, env, path);
  try {
    const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: 16 }).setAAD(Buffer.from(keyEnv)).setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch (error) {
    throw new InputError(`${path}: ${keyEnv} is not the key that this file was sealed with, or the file was changed`, { cause: error });
  }
}

function keyOf(keyEnv: string, salt: Buffer, env: Env, path?: string): Buffer {
  const value = env[keyEnv];
  const where = path === undefined ? '' : `${path}: `;
  if (value === undefined || value === '')
    throw new InputError(`${where}${path === undefined ? '' : 'sealed; '}set ${keyEnv} in the environment to its key`);
  if (value.length < LEAST_KEY)
    throw new InputError(
      `${where}${keyEnv}: expected a key of at least ${LEAST_KEY} characters, got ${value.length}; openssl rand -hex 32 makes one`,
    );
  // Slow on purpose: a key that a person made up is not tried out quickly.
  return scryptSync(value, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 });
}
