/** Judges, each a hash of its settings: models, the offline one, people, and those whose word was imported. */
import { didYouMean } from '../../benchmarks/files/suggest.ts';
import { InputError } from '../../judge/errors.ts';
import { sha256 } from '../../judge/hash.ts';
import type { JudgeIdentity } from '../../judge/judge.ts';
import { IS_SHOWN } from './agents.ts';
import { canonicalJson } from './identity.ts';
import { intern } from './intern.ts';
import type { Selection } from './runs.ts';
import type { Store } from './store.ts';

/** An imported judge has the hash that it had in the store it comes from, as far as the file says it. */
export const HASH = "coalesce(json_extract(judge.identity, '$.from'), judge.hash)";

export function storeJudge(store: Store, judge: JudgeIdentity): number {
  const identity = canonicalJson(judge.identity);
  return intern(store, 'judge', sha256(identity), { name: judge.name, model: judge.model ?? null, identity });
}

/** Kinds of judges, beside those that are asked through `judge/`: people, and whoever gave the verdicts or battles of a file. */
const KIND = { person: 'person', verdicts: 'imported', battles: 'imported-pairwise' } as const;

/** SQL: the kind of a row of `judge`, of an imported one what the file says. */
const KIND_OF = "coalesce(json_extract(judge.identity, '$.by'), json_extract(judge.identity, '$.kind'), '')";

/** SQL: true of a row of `judge` that is a person. */
export const IS_PERSON = `json_extract(judge.identity, '$.kind') IS '${KIND.person}'`;

export function storePerson(store: Store, name: string): number {
  return storeJudge(store, { name, identity: { kind: KIND.person, name } });
}

/** A person whose word is the last one, where people or judges differ: apart from what the same person says as one of many. */
export function storeAdjudicator(store: Store, name: string): number {
  return storeJudge(store, { name: `${name} (adjudicated)`, identity: { kind: KIND.person, name, adjudicated: true } });
}

/** What a file says of who judged; its name alone where it says no more. */
export interface ImportedJudge {
  readonly name: string;
  /** Of its settings, in the store that it was exported from. */
  readonly hash?: string;
  readonly by?: JudgedBy;
  readonly model?: string;
  readonly adjudicated?: boolean;
}

/** A program calls no model and costs nothing. */
export type JudgedBy = (typeof JUDGED_BY)[number];
export const JUDGED_BY = ['model', 'person', 'program'] as const;

/** Who judged, as a line says it. */
export interface JudgeWords {
  readonly judge: string;
  readonly by?: JudgedBy;
  readonly model?: string;
  /** The last word of a person, where people or judges differed. */
  readonly adjudicated?: boolean;
}

/** Columns of `judge` for toJudgeWords; judges of one name are told apart by the first digits of their hash. */
export const JUDGE_WORDS = `CASE WHEN EXISTS (SELECT 1 FROM judge other WHERE other.name = judge.name AND other.id <> judge.id)
    THEN judge.name || ' (' || substr(${HASH}, 1, 8) || ')' ELSE judge.name END AS judge,
  CASE json_extract(judge.identity, '$.kind') WHEN '${KIND.person}' THEN 'person' WHEN '${KIND.verdicts}' THEN json_extract(judge.identity, '$.by')
    ELSE iif(judge.model IS NULL, 'program', 'model') END AS by, judge.model AS model,
  coalesce(json_extract(judge.identity, '$.adjudicated'), 0) AS adjudicated`;

export interface JudgeWordsRow {
  readonly judge: string;
  readonly by: JudgedBy | null;
  readonly model: string | null;
  readonly adjudicated: number;
}

export function toJudgeWords({ judge, by, model, adjudicated }: JudgeWordsRow): JudgeWords {
  return { judge, ...(by !== null && { by }), ...(model !== null && { model }), ...(adjudicated === 1 && { adjudicated: true }) };
}

/** The judge of a line, whose name may carry the first digits of its hash. */
export function judgeOfLine(store: Store, { judge, ...about }: JudgeWords): number {
  const [, name, hash] = /^(.+) \(([0-9a-f]{8})\)$/.exec(judge) ?? [];
  return importedJudge(store, 'verdicts', { ...about, name: name ?? judge, ...(hash !== undefined && { hash }) });
}

export function importedJudge(store: Store, of: 'verdicts' | 'battles', judge: ImportedJudge): number {
  const { hash, ...about } = judge;
  const { name, model } = about;
  const identity = { kind: KIND[of], ...about, ...(hash !== undefined && { from: hash }) };
  return storeJudge(store, { name, identity, ...(model !== undefined && { model }) });
}

/** Only a judge that calls no model is known to cost nothing; what people and imported verdicts cost is unknown. */
export function isFree({ model, kind }: Pick<JudgeRow, 'model' | 'kind'>): boolean {
  return model === null && kind !== 'model' && !Object.values<string>(KIND).includes(kind);
}

/** The row of a judge that has judged or compared something, without making one. */
export function storedJudge(store: Store, { identity }: Pick<JudgeIdentity, 'identity'>): number | undefined {
  return store.sql<[string], { id: number }>('SELECT id FROM judge WHERE hash = ?').get(sha256(canonicalJson(identity)))?.id;
}

/** Ids of the judges of panels. @param panels which of `judge.id`, as in `= @judge` */
export const MEMBERS = (panels: string) =>
  `SELECT member.id FROM judge panel, json_each(panel.identity, '$.judges') each JOIN judge member ON member.hash = each.value WHERE panel.id ${panels}`;

/** All judges that a sweep was planned with, and those of their panels. */
export function sweepJudges(store: Store, sweep: string): number[] {
  const planned = 'SELECT judge_id FROM run WHERE sweep = @sweep AND judge_id IS NOT NULL';
  const rows = store.sql<unknown[], { id: number }>(
    `SELECT id FROM judge WHERE id IN (${planned}) OR id IN (${MEMBERS(`IN (${planned})`)})`,
  );
  return rows.all({ sweep }).map(({ id }) => id);
}

export interface JudgeRow {
  readonly id: number;
  readonly name: string;
  readonly model: string | null;
  readonly hash: string;
  /** Of its identity: `model`, `offline`, `imported`, ...; of an imported one `model`, `person` or `program`, where the file says it. */
  readonly kind: string;
}

/** All that ever judged or compared here, people too, in order of name. */
export function knownJudges(store: Store): JudgeRow[] {
  return store.sql<[], JudgeRow>(`SELECT id, name, model, ${HASH} AS hash, ${KIND_OF} AS kind FROM judge ORDER BY name`).all();
}

/** Judges that are asked in the name of this one, which is a panel or a cascade. */
export function membersOfJudge(store: Store, judge: number): JudgeRow[] {
  return store
    .sql<unknown[], JudgeRow>(`SELECT id, name, model, ${HASH} AS hash, ${KIND_OF} AS kind FROM judge WHERE id IN (${MEMBERS('= @judge')})`)
    .all({ judge });
}

/** Judges that were planned for these results, the newest first. */
export function judgesOf(store: Store, { benchmark, sweep }: Selection): JudgeRow[] {
  return store
    .sql<unknown[], JudgeRow>(
      `SELECT judge.id, judge.name, judge.model, ${HASH} AS hash,
         ${KIND_OF} AS kind FROM run JOIN judge ON judge.id = judge_id
       WHERE benchmark = @benchmark AND (@sweep IS NULL OR sweep = @sweep) AND ${IS_SHOWN('agent_id')} GROUP BY judge.id ORDER BY max(run.id) DESC`,
    )
    .all({ benchmark, sweep: sweep ?? null });
}

/** Agents of these results that the judge has given a verdict, in order of name. */
export function agentsJudgedBy(store: Store, { benchmark, sweep }: Selection, judgeId: number): string[] {
  const rows = store.sql<unknown[], { name: string }>(
    `SELECT DISTINCT agent.name FROM run JOIN agent ON agent.id = agent_id
     WHERE benchmark = @benchmark AND judge_id = @judge AND (@sweep IS NULL OR sweep = @sweep) AND EXISTS (
       SELECT 1 FROM run_task JOIN task ON task.id = task_id JOIN trial ON trial.agent_id = agent.id AND trial.query_id = task.query_id
       JOIN verdict ON verdict.judge_id = @judge AND verdict.report_id = trial.report_id WHERE run_id = run.id) ORDER BY agent.name`,
  );
  return rows.all({ benchmark, judge: judgeId, sweep: sweep ?? null }).map(({ name }) => name);
}

/** Agents whose runs were planned for the judge, whether or not it has given a verdict, in order of name. */
export function agentsPlannedFor(store: Store, { benchmark, sweep }: Selection, judgeId: number): string[] {
  const rows = store.sql<unknown[], { name: string }>(
    `SELECT DISTINCT agent.name FROM run JOIN agent ON agent.id = agent_id
     WHERE benchmark = @benchmark AND judge_id = @judge AND (@sweep IS NULL OR sweep = @sweep) ORDER BY agent.name`,
  );
  return rows.all({ benchmark, judge: judgeId, sweep: sweep ?? null }).map(({ name }) => name);
}

/** @throws Error where there is no such row */
export function judgeName(store: Store, id: number): string {
  const row = store.sql<number[], { name: string }>('SELECT name FROM judge WHERE id = ?').get(id);
  if (row === undefined) throw new Error(`no judge ${id}`);
  return row.name;
}

/** Why a judge was taken that nobody named, where there was a choice. */
export type JudgeChoice = 'sweep' | 'most' | 'newest';

export interface ChosenJudge extends JudgeRow {
  /** As it was given, without its hash. */
  readonly called: string;
  readonly why?: JudgeChoice;
  /** Names of the other judges of these results that were given the same name, as a choice takes them; the newest first. */
  readonly namesakes: readonly string[];
}

/**
 * Judges of these results, first the one to be shown: the one that the sweep was planned with first, else the one that has judged the most
 * agents, of equals the one of the most reports, then the newest. One that never answered comes last, whoever was named last.
 */
export function preferredJudges(store: Store, selection: Selection): (JudgeRow & { readonly why?: JudgeChoice })[] {
  const judges = judgesOf(store, selection);
  if (judges.length < 2) return judges;
  const own = selection.sweep === undefined ? undefined : firstPlanned(store, selection);
  const counted = judges.map((judge) => {
    const agents = agentsJudgedBy(store, selection, judge.id).length;
    return { judge, own: judge.id === own && agents > 0, agents, reports: agents === 0 ? 0 : reportsJudgedBy(store, selection, judge.id) };
  });
  const sorted = counted.toSorted((a, b) => Number(b.own) - Number(a.own) || b.agents - a.agents || b.reports - a.reports);
  const [first, second] = sorted;
  const alike = first?.agents === second?.agents && first?.reports === second?.reports;
  const why = first?.own === true ? 'sweep' : alike ? 'newest' : 'most';
  return sorted.map(({ judge, agents }) => (judge === first?.judge && agents > 0 ? { ...judge, why } : judge));
}

/** How many of their reports. */
function reportsJudgedBy(store: Store, { benchmark, sweep }: Selection, judgeId: number): number {
  const row = store
    .sql<unknown[], { n: number }>(
      `SELECT count(*) AS n FROM (SELECT DISTINCT report_id FROM run JOIN run_task ON run_id = run.id JOIN task ON task.id = task_id
         JOIN trial ON trial.query_id = task.query_id AND trial.agent_id = run.agent_id
         WHERE run.benchmark = @benchmark AND run.judge_id = @judge AND (@sweep IS NULL OR sweep = @sweep) AND report_id IS NOT NULL) judged
       WHERE EXISTS (SELECT 1 FROM verdict WHERE judge_id = @judge AND verdict.report_id = judged.report_id)`,
    )
    .get({ benchmark, judge: judgeId, sweep: sweep ?? null });
  return row?.n ?? 0;
}

function firstPlanned(store: Store, { benchmark, sweep }: Selection): number | undefined {
  return store
    .sql<unknown[], { id: number }>(
      'SELECT judge_id AS id FROM run WHERE benchmark = @benchmark AND sweep = @sweep AND judge_id IS NOT NULL ORDER BY run.id LIMIT 1',
    )
    .get({ benchmark, sweep: sweep ?? null })?.id;
}

/**
 * One judge of these results: the one named, or the preferred one. Where several have its name, it goes by that and its hash.
 *
 * @throws InputError where none has judged them, or none of that name
 */
export function chooseJudge(store: Store, selection: Selection, name: string | undefined): ChosenJudge {
  const judges = judgesOf(store, selection);
  const found = name === undefined ? preferredJudges(store, selection)[0] : judgeMeant(judges, name);
  if (found !== undefined) {
    const others = judges.filter((judge) => judge.name === found.name && judge.id !== found.id);
    return { ...found, called: found.name, name: others.length === 0 ? found.name : hashName(found), namesakes: others.map(hashName) };
  }
  const there = [...new Set(judges.map((judge) => judge.name))].join(', ');
  throw new InputError(
    name === undefined
      ? `${store.path}: no judge has judged reports on ${selection.benchmark}`
      : `${store.path}: no judge "${name}" of ${selection.benchmark}${didYouMean(
          name,
          judges.map((judge) => judge.name),
        )}; there are: ${there || 'none'}`,
  );
}

/** By its name, or by its hash. */
function judgeMeant(judges: readonly JudgeRow[], name: string): JudgeRow | undefined {
  return judges.find((judge) => judge.name === name) ?? judges.find((judge) => isHashOf(judge, name));
}

function hashName({ name, hash }: JudgeRow): string {
  return `${name} (${hash.slice(0, 8)})`;
}

/** Exports tell judges of one name apart by the first digits of their hash, as in `gpt-5-mini (1a2b3c4d)`. */
export function isHashOf(judge: Pick<JudgeRow, 'name' | 'hash'>, name: string): boolean {
  const [, before, digits] = /^(?:(.*) \()?([0-9a-f]{8,64})\)?$/.exec(name) ?? [];
  return digits !== undefined && judge.hash.startsWith(digits) && (before === undefined || before === judge.name);
}

export interface ListedJudge extends JudgeWords {
  readonly hash: string;
  readonly verdicts: number;
  readonly comparisons: number;
}

/** A judge with its settings, as they are stored. */
export interface JudgeSettings extends JudgeWords {
  readonly id: number;
  readonly hash: string;
  /** `person`, `imported`, or the kind of a judge that is asked. */
  readonly kind: string;
  readonly identity: Readonly<Record<string, unknown>>;
}

/** All whose verdicts on one report are stored, in the order in which reportVerdicts has them. */
export function judgesOnReport(store: Store, reportId: number): JudgeSettings[] {
  const rows = store
    .sql<[number], JudgeWordsRow & { id: number; hash: string; identity: string }>(
      `SELECT judge.id, ${JUDGE_WORDS}, ${HASH} AS hash, judge.identity FROM judge
       WHERE EXISTS (SELECT 1 FROM verdict WHERE judge_id = judge.id AND report_id = ?) ORDER BY judge.name, hash`,
    )
    .all(reportId);
  return rows.map(({ id, hash, identity: text, ...words }) => {
    const identity = JSON.parse(text) as JudgeSettings['identity'];
    return { ...toJudgeWords(words), id, hash, kind: String(identity.kind ?? ''), identity };
  });
}

/** All that ever judged or compared here, people too, in order of name; of a sweep those that it was planned with. */
export function judgeRows(store: Store, sweep?: string): ListedJudge[] {
  const of = sweep === undefined ? undefined : new Set(sweepJudges(store, sweep));
  const rows = store
    .sql<[], JudgeWordsRow & { id: number; hash: string; verdicts: number; comparisons: number }>(
      `SELECT judge.id, ${JUDGE_WORDS}, ${HASH} AS hash, (SELECT count(*) FROM verdict WHERE judge_id = judge.id) AS verdicts,
         (SELECT count(*) FROM comparison WHERE judge_id = judge.id) AS comparisons FROM judge ORDER BY judge.name, hash`,
    )
    .all();
  return rows
    .filter(({ id }) => of === undefined || of.has(id))
    .map(({ hash, verdicts, comparisons, ...words }) => ({ ...toJudgeWords(words), hash, verdicts, comparisons }));
}
