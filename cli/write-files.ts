/** Writing what a command made into a folder that a person named. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../judge/errors.ts';

/** Makes the folder where it is missing; returns the paths written. @throws InputError where the folder cannot be written */
export function writeInto(dir: string, files: readonly (readonly [name: string, content: string | Buffer])[]): string[] {
  try {
    mkdirSync(dir, { recursive: true });
    for (const [name, content] of files) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), content);
    }
  } catch (error) {
    throw new InputError(`${dir}: cannot be written (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
  return files.map(([name]) => join(dir, name));
}

/** @throws InputError where the file cannot be written */
export function writeFile(path: string, content: string | Buffer): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw new InputError(`${path}: cannot be written (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}
