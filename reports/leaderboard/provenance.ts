/** Provenance: what an evaluation was made of, with a fingerprint by which two can be told apart, and how it is written. */
import { gavelVersion } from '../../benchmarks/files/version.ts';
import { sha256 } from '../../judge/hash.ts';
import { canonicalJson } from '../../runners/store/identity.ts';
import type { Evaluated } from '../../runners/store/provenance.ts';
import { type Language, translate } from '../words/i18n.ts';
import { cleanName } from '../words/text.ts';

export interface Provenance extends Evaluated {
  /** Of tasks, judge, trials, scale and version: figures with another one come from another evaluation. */
  readonly fingerprint: string;
  /** Null where nothing is scored, only compared. */
  readonly judge: ProvenanceJudge | null;
  /** Criteria of all tasks together. */
  readonly criteria: number;
  /** Valid verdicts, of all agents, attempts and trials. */
  readonly verdicts: number;
  /** Version of this program. */
  readonly gavel: string;
}

export interface ProvenanceJudge {
  readonly name: string;
  /** Of its settings and prompts. */
  readonly hash: string;
  readonly kind: string;
  readonly model: string | null;
}

/** @param settings what else the numbers depend on, such as the scale */
export function provenanceOf(
  evaluated: Evaluated,
  judge: ProvenanceJudge | null,
  counts: { readonly criteria: number; readonly verdicts: number },
  settings: Readonly<Record<string, unknown>>,
): Provenance {
  return { fingerprint: fingerprintOf(evaluated, judge?.hash ?? null, settings), ...evaluated, judge, ...counts, gavel: gavelVersion() };
}

/** Files name a judge's settings by the first digits of their hash, so these have to do. The same of the same tasks, judge, trials, settings and version, whichever figure it stands at. */
export function fingerprintOf(
  { benchmarkHash, judgeTrials, fewestTrials }: Evaluated,
  judge: string | null,
  settings: Readonly<Record<string, unknown>>,
): string {
  const trials = { judgeTrials, ...(fewestTrials !== undefined && { fewestTrials }) };
  return sha256(canonicalJson({ benchmarkHash, judge: judge?.slice(0, 8), ...trials, settings, gavel: gavelVersion() })).slice(0, 12);
}

/** One line: "Fingerprint 3f2a91bc04de · sweep s · tasks 91ab22cd · ...". */
export function provenanceText({ fingerprint, sweep, benchmarkHash, judge, ...rest }: Provenance, language: Language): string {
  const { judgeTrials, fewestTrials, criteria, verdicts, from, to, gavel } = rest;
  const trials = fewestTrials === undefined ? judgeTrials : `${fewestTrials}–${judgeTrials}`;
  const days = [...new Set([from, to].flatMap((at) => (at === null ? [] : [at.slice(0, 10)])))];
  return [
    translate('fingerprint', language, { fingerprint }),
    ...(sweep === null ? [] : [translate('ofSweep', language, { name: cleanName(sweep) })]),
    ...(benchmarkHash === null ? [] : [translate('taskFile', language, { hash: benchmarkHash.slice(0, 8) })]),
    ...(judge === null ? [] : [translate('judgeSettings', language, { hash: judge.hash.slice(0, 8), trials })]),
    ...(judge === null ? [] : [translate('verdictCounts', language, { criteria, verdicts })]),
    ...(days.length === 0 ? [] : [days.map(cleanName).join(' – ')]),
    `gavel ${gavel}`,
  ].join(' · ');
}
