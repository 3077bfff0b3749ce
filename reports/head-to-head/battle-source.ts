/** What ratings and head-to-head results are about: benchmarks, sweep, and whose battles are counted. */
import { type BattleRow, isForfeit } from '../../runners/store/battle-row.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName } from '../words/text.ts';
import { type BattleProvenance, battleProvenanceText } from './battle-provenance.ts';

export interface JudgeCount {
  readonly name: string;
  readonly person: boolean;
  readonly battles: number;
}

export interface BattleSource {
  /** By name; null last, for battles whose file does not say. */
  readonly benchmarks: readonly (string | null)[];
  readonly sweep: string | undefined;
  /** By falling number of battles. */
  readonly judges: readonly JudgeCount[];
  /** Whether bundled samples alone are compared, as on the leaderboard. */
  readonly sample: boolean;
  /** Of the judges' settings and prompts, with their names; sorted. */
  readonly settings: readonly string[];
  /** Battles decided by an attempt that failed, which no judge saw. */
  readonly failed: number;
  readonly provenance?: BattleProvenance;
}

/** What all of them judged together is called; no person, whoever is among them. */
export const CONSENSUS = 'consensus';
const MOST_SHOWN = 5;

/** Counts battles as they go by, of which there may be millions. */
export class SourceCounter {
  readonly #judges = { people: new Map<string, number>(), others: new Map<string, number>() };
  readonly #benchmarks = new Set<string | null>();
  readonly #agents = new Set<string>();
  readonly #settings = new Set<string>();
  #failed = 0;

  add({ judge, judgeHash = '', by, benchmark, a, b }: BattleRow): void {
    this.#benchmarks.add(benchmark);
    this.#agents.add(a).add(b);
    if (isForfeit({ judge })) {
      this.#failed++;
      return;
    }
    this.#settings.add(`${judge} ${judgeHash.slice(0, 8)}`);
    const counts = by === 'person' && judge !== CONSENSUS ? this.#judges.people : this.#judges.others;
    counts.set(judge, (counts.get(judge) ?? 0) + 1);
  }

  source(sweep?: string): BattleSource {
    const judges = (counts: ReadonlyMap<string, number>, person: boolean) =>
      [...counts].map(([name, battles]): JudgeCount => ({ name, person, battles }));
    return {
      benchmarks: [...namesOf(this.#benchmarks).sort(), ...(this.#benchmarks.has(null) ? [null] : [])],
      sweep,
      judges: [...judges(this.#judges.people, true), ...judges(this.#judges.others, false)].sort(
        (x, y) => y.battles - x.battles || (x.name < y.name ? -1 : 1),
      ),
      sample: isSample([...this.#agents]),
      settings: [...this.#settings].sort(),
      failed: this.#failed,
    };
  }
}

/** The reports that come with the package are named so. */
export function isSample(agents: readonly string[]): boolean {
  return agents.length > 0 && agents.every((agent) => agent.startsWith('sample-'));
}

function namesOf(benchmarks: Iterable<string | null>): string[] {
  return [...benchmarks].filter((name) => name !== null);
}

/** For JSON: names alone, and where it comes from. */
export function sourceNames({ benchmarks, judges, provenance }: BattleSource): {
  benchmarks: string[];
  judges: string[];
  provenance?: BattleProvenance;
} {
  return { benchmarks: namesOf(benchmarks), judges: [...new Set(judges.map(({ name }) => name))], ...(provenance && { provenance }) };
}

/** "Benchmark B · sweep S · judge J", and whether these are sample data. */
export function sourceText({ benchmarks, sweep, judges, sample }: BattleSource, language: Language): string {
  const named = benchmarks.map((name) => (name === null ? translate('unnamedBenchmark', language) : cleanName(name)));
  const [judge] = judges;
  const parts = [
    // Where no file says what it is on, there is nothing to tell.
    ...(namesOf(benchmarks).length === 0
      ? []
      : [translate(named.length === 1 ? 'onBenchmark' : 'onBenchmarks', language, { names: listed(named, language) })]),
    ...(sweep === undefined ? [] : [translate('ofSweep', language, { name: cleanName(sweep) })]),
    ...(judge === undefined ? [] : [judgesText(judges, judge, language)]),
    ...(sample ? [translate('sampleData', language)] : []),
  ];
  return capital(parts.join(' · '));
}

function judgesText(judges: readonly JudgeCount[], first: JudgeCount, language: Language): string {
  if (judges.length > 1) return translate('byJudges', language, { count: judges.length });
  return translate('byJudge', language, { name: first.name === CONSENSUS ? translate('majority', language) : judgeName(first, language) });
}

function judgeName({ name, person }: JudgeCount, language: Language): string {
  return person ? translate('aPerson', language, { name: cleanName(name) }) : cleanName(name);
}

/** Several judges say more than one, and not the same, as do several benchmarks: readers should know that they are mixed. */
export function pooledNotes(source: BattleSource, language: Language): string[] {
  const count = source.benchmarks.length;
  const judges = pooledJudges(source.judges, language);
  return [...(judges === undefined ? [] : [judges]), ...(count < 2 ? [] : [translate('pooledBenchmarks', language, { count })])];
}

/** What they were made from, in one line; empty where nobody looked. */
export function madeFrom({ provenance }: BattleSource, language: Language): string {
  return provenance === undefined ? '' : battleProvenanceText(provenance, language);
}

/** All there is to say above a chart. */
export function sourceLines(source: BattleSource, language: Language): string[] {
  return [sourceText(source, language), ...pooledNotes(source, language)].filter((text) => text !== '');
}

/** Undefined where there is one judge. */
export function pooledJudges(judges: readonly JudgeCount[], language: Language): string | undefined {
  if (judges.length < 2) return undefined;
  const shown = judges.map((judge) => `${judgeName(judge, language)} ${judge.battles}`);
  return translate('pooledJudges', language, { count: judges.length, judges: listed(shown, language) });
}

function listed(names: readonly string[], language: Language): string {
  const text = names.slice(0, MOST_SHOWN).join(translate('listComma', language));
  return names.length > MOST_SHOWN ? translate('andMore', language, { text, count: names.length - MOST_SHOWN }) : text;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
