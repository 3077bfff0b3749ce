/**
 * Compares the statutes that adr-bench quotes with a clone of the mirror that their addresses name, letter by letter:
 *
 *     git clone https://github.com/LawRefBook/Laws laws && npm run bench:quotes -- laws
 *
 * Quotes of other pages cannot be had without a network that is open; they are listed, for a reader to look up.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { packageData } from '../benchmarks/files/paths.ts';
import { loadTasks } from '../benchmarks/load.ts';

const MIRROR = /^https:\/\/github\.com\/LawRefBook\/Laws\/blob\/([0-9a-f]{40})\/(.+)$/;

const clone = process.argv[2];
if (clone === undefined) throw new Error('usage: npm run bench:quotes -- FOLDER, a clone of https://github.com/LawRefBook/Laws');

/** @returns the file as of the commit; undefined where the clone has no such file */
function fileAt(commit: string, path: string): string | undefined {
  try {
    const show = ['-C', String(clone), 'show', `${commit}:${path}`];
    return execFileSync('git', show, { encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

const tasks = await loadTasks(join(packageData(), 'adr-bench', 'tasks.jsonl'));
let stand = 0;
const [wrong, elsewhere]: [string[], string[]] = [[], []];
for (const { id, rubric = [] } of tasks)
  for (const { id: criterion, basis } of rubric) {
    if (basis?.quote === undefined) continue;
    const at = MIRROR.exec(basis.url ?? '');
    if (at === null) elsewhere.push(`${id} ${criterion}\t${basis.url ?? 'no address'}\t${basis.quote}`);
    else if (fileAt(at[1] ?? '', decodeURIComponent(at[2] ?? ''))?.includes(basis.quote)) stand++;
    else wrong.push(`${id} ${criterion}\t${basis.quote}`);
  }
console.log(
  `statutes: ${stand} of ${stand + wrong.length} quotes stand in the mirror; other pages: ${elsewhere.length} quotes, to be looked up by a reader`,
);
for (const one of wrong) console.log(`not there\t${one}`);
for (const one of elsewhere) console.log(`elsewhere\t${one}`);
if (wrong.length > 0) process.exitCode = 1;
