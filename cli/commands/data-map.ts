/** `gavel data map`: a file of other people's, looked at, or written in the formats that gavel reads. */
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { checkPlan, KINDS, type Kind, type MapPlan, parsePairs } from '../../benchmarks/map/plan.ts';
import { InputError } from '../../judge/errors.ts';
import { lookAtFile, mapFile, readPlan } from '../../runners/map-file.ts';
import { lookText, mappedText } from '../data-map-text.ts';
import type { DataOutput } from '../data-output.ts';

interface MapFlags extends Omit<MapPlan, 'map' | 'as' | 'about' | 'source'> {
  readonly map?: readonly string[];
  readonly as?: string;
  readonly mapFile?: string;
  readonly out?: string;
}

export function dataMapCommand(deps: DataOutput): Command {
  return new Command('map')
    .description("what a file of other people's holds; with --out, written as tasks, reports, verdicts and battles")
    .argument('<file>', 'JSON in any form, YAML, Parquet, or a table with commas, tabs or semicolons; a zip or a folder of such files')
    .option('--map <field=path...>', "where each field stands: id=uid, 'criterion=rubrics[].text', agent=\"'me'\"; repeatable")
    .option('--rows <path>', 'where the rows stand, as in samples; ^.x is then from the top of the file')
    .option('--wide <columns>', "columns that are criteria, whose cells are labels: 'clear,sourced', 'err_*', 'err_*=-25' with a weight")
    .option('--with <name=file:key>', 'a second file, whose row with this id stands under the name')
    .option('--labels <table>', "what words mean: 'clear: 4,5=satisfied 3=partial 1,2=unsatisfied; *: ok=satisfied'")
    .option('--weights <table>', "what words weigh: 'essential=5 optional=1'")
    .option('--outcomes <table>', "what words for an outcome mean: 'left better=a right better=b same=tie spoilt=none'")
    .addOption(
      new Option('--negative <meaning>', 'how negative weights that read as avoiding a flaw are meant').choices(['flaw', 'avoided']),
    )
    .option('--as <kind>', `write ${KINDS.join(', ')} alone; or the name of a preset`)
    .option('--map-file <file>', 'a map.yaml of before: the same again')
    .option('--name <benchmark>', "of the tasks (default: the file's name)")
    .option('--out <dir>', 'write here; without it, only look')
    .action((file: string, flags: MapFlags) => map(deps, file, flags));
}

async function map(deps: DataOutput, file: string, flags: MapFlags): Promise<void> {
  const plan = planOf(flags, deps.cwd);
  if (flags.out === undefined) return deps.stdout(lookText(file, await lookAtFile(file, plan, deps.cwd)));
  const mapped = await mapFile(file, plan, flags.out, deps.cwd);
  const isKept = flags.mapFile !== undefined || (flags.as !== undefined && !isKind(flags.as));
  deps.stdout(mappedText(mapped, plan.name ?? benchmarkName(file), isKept ? plan : undefined));
}

/** What is typed goes before what was kept. */
function planOf({ map: pairs = [], as, mapFile: kept, out: _, ...typed }: MapFlags, cwd: string): MapPlan {
  const kind = as !== undefined && isKind(as) ? as : undefined;
  if (kept !== undefined && as !== undefined && kind === undefined) throw new InputError('--as PRESET and --map-file: give one of them');
  const preset = kind === undefined ? (as ?? kept) : kept;
  const { source: _source, about: _about, ...before } = preset === undefined ? { map: {} } : readPlan(preset, cwd);
  return checkPlan(
    { ...before, ...typed, ...(kind !== undefined && { as: kind }), map: { ...before.map, ...parsePairs(pairs) } },
    'data map',
  );
}

function isKind(word: string): word is Kind {
  return KINDS.some((kind) => kind === word);
}

/** The name of a file as the name of a benchmark. */
function benchmarkName(file: string): string {
  const name = basename(file)
    .replace(/\.(?:jsonl?|csv|tsv|txt|ya?ml|parquet|zip|gz|eval)$/i, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-');
  return /^[\p{L}\p{N}]/u.test(name) ? name : `file${name}`;
}
