/** Where battles come from: benchmarks by hash, judges, time and version, with a fingerprint by which two results can be told apart. */
import { gavelVersion } from '../../benchmarks/files/version.ts';
import { sha256 } from '../../judge/hash.ts';
import { canonicalJson } from '../../runners/store/identity.ts';
import { evaluated } from '../../runners/store/provenance.ts';
import type { Store } from '../../runners/store/store.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName } from '../words/text.ts';

export interface BattleProvenance {
  /** Of tasks, judges with their settings, and version: results with another one come from other battles. */
  readonly fingerprint: string;
  readonly sweep: string | null;
  /** By name; null for a hash where the tasks are not known, as of imported battles. */
  readonly benchmarks: Readonly<Record<string, string | null>>;
  readonly judges: readonly string[];
  /** Opinions counted. */
  readonly battles: number;
  /** Beside these, battles decided by an attempt that failed. */
  readonly failed: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly gavel: string;
}

/** What was counted. */
interface Counted {
  readonly benchmarks: readonly (string | null)[];
  readonly sweep: string | undefined;
  readonly judges: readonly { readonly name: string; readonly battles: number }[];
  readonly settings: readonly string[];
  readonly failed: number;
}

export function battleProvenance(store: Store, { benchmarks, judges, settings, failed, sweep }: Counted): BattleProvenance {
  const names = benchmarks.filter((name) => name !== null);
  const found = names.map((benchmark) => ({ benchmark, ...evaluated(store, { benchmark, sweep }, undefined) }));
  const hashes = Object.fromEntries(found.map(({ benchmark, benchmarkHash }) => [benchmark, benchmarkHash]));
  const times = found.flatMap(({ from, to }) => [from, to].filter((at) => at !== null)).sort();
  const by = judges.map(({ name }) => name).sort();
  const gavel = gavelVersion();
  return {
    fingerprint: sha256(canonicalJson({ benchmarks: hashes, judges: settings, gavel })).slice(0, 12),
    sweep: sweep ?? null,
    benchmarks: hashes,
    judges: by,
    battles: judges.reduce((sum, { battles }) => sum + battles, 0),
    failed,
    from: times[0] ?? null,
    to: times.at(-1) ?? null,
    gavel,
  };
}

/** One line. */
export function battleProvenanceText(
  { fingerprint, benchmarks, battles, failed, from, to, gavel }: BattleProvenance,
  language: Language,
): string {
  const hashes = Object.values(benchmarks).filter((hash) => hash !== null);
  const days = [...new Set([from, to].flatMap((at) => (at === null ? [] : [cleanName(at.slice(0, 10))])))];
  return [
    translate('fingerprint', language, { fingerprint }),
    ...hashes.map((hash) => translate('taskFile', language, { hash: hash.slice(0, 8) })),
    translate('battleCount', language, { battles }) + (failed === 0 ? '' : translate('moreByFailure', language, { count: failed })),
    ...(days.length === 0 ? [] : [days.join(' – ')]),
    `gavel ${gavel}`,
  ].join(' · ');
}
