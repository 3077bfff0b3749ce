/** formTest: whether a completion has the form that a pattern of a client's describes, in bounded time whatever the pattern is. */
import { createContext, Script } from 'node:vm';
import { InputError } from '../../judge/errors.ts';

const LONGEST_PATTERN = 1000;
/** A pattern that takes longer on one completion goes through it again and again. */
const TIMEOUT_MS = 100;
const MOST_KEPT = 64;

export type FormTest = (text: string) => boolean;

const kept = new Map<string, FormTest>();

/** The result throws InputError where the pattern takes too long. @throws InputError where it is none */
export function formTest(pattern: string): FormTest {
  const known = kept.get(pattern);
  if (known !== undefined) return known;
  const made = make(pattern);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(pattern, made);
  return made;
}

function make(pattern: string): FormTest {
  if (pattern.length > LONGEST_PATTERN) throw new InputError(`format.pattern: expected at most ${LONGEST_PATTERN} characters`);
  const context = createContext({ pattern, text: '' }, { codeGeneration: { strings: false, wasm: false } });
  const run = (code: string) => new Script(code).runInContext(context, { timeout: TIMEOUT_MS });
  try {
    run('regex = new RegExp(pattern, "su")');
  } catch (error) {
    throw new InputError(`format.pattern: ${(error as Error).message}`, { cause: error });
  }
  const test = new Script('regex.test(text)');
  return (text) => {
    context.text = text;
    try {
      return test.runInContext(context, { timeout: TIMEOUT_MS }) as boolean;
    } catch (error) {
      throw new InputError('format.pattern: takes too long on this completion: write it so that it can match in one way only', {
        cause: error,
      });
    } finally {
      context.text = '';
    }
  };
}
