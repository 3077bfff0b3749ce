/** A command-line option made from a field of a schema and the field's entry. */
import { Option } from 'commander';
import { z } from 'zod';
import { fromText, isRepeated, type KeyFacts, keysOf } from '../../benchmarks/files/keys.ts';
import { filesKey, pace } from '../../runners/option-keys.ts';

/** Undefined for a key that is not typed on the command line. */
export function schemaOption(field: z.core.$ZodType, key: KeyFacts): Option | undefined {
  if (key.flag === undefined) return undefined;
  const option = new Option(key.flag, `${key.about.replaceAll('`', '')}${notes(key)}`);
  if (option.isBoolean()) return option;
  const parse = (text: string) => fromText(field, text, option.long ?? '');
  return isRepeated(field) ? option.argParser<object>((text, before) => ({ ...before, ...Object(parse(text)) })) : option.argParser(parse);
}

/** ` (1 to 50; default: 1)` */
function notes({ range, preset, absent }: KeyFacts): string {
  const said = preset ?? absent;
  const parts = [range, said === undefined || said === false ? '' : `default: ${said}`].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** How the files of a folder of reports are named. */
export function filesOption(): Option {
  return optionOf({ files: filesKey }, 'files');
}

/** The option for a key of a sweep, with the sweep's own default. */
export function sweepOption(name: 'repeats' | 'concurrency'): Option {
  return optionOf(pace, name);
}

function optionOf<N extends string>(shape: Readonly<Record<N, z.core.$ZodType>>, name: N): Option {
  const key = keysOf(z.strictObject(shape)).find((each) => each.name === name);
  // The command's help adds the default by itself.
  const option = key && schemaOption(shape[name], { ...key, preset: undefined });
  if (option === undefined) throw new Error(`the key ${name} has no flag`);
  return key?.preset === undefined ? option : option.default(key.preset);
}
