/**
 * Labelling rows for training: people's labels stay, a panel of judges labels what it is of one mind about, and arbiters who read the
 * panel's reasons decide the rest. All that judges say goes through the store, so that the same command goes on where it stopped.
 */
import { arbiterQuestion } from '../judge/checklist/arbiter.ts';
import type { Rubric } from '../judge/checklist/rubric.ts';
import type { Label, Verdict } from '../judge/checklist/verdict.ts';
import { InputError } from '../judge/errors.ts';
import { groupBy } from '../judge/group-by.ts';
import { fingerprint, sha256 } from '../judge/hash.ts';
import { type JudgeConfig, membersOf, type OneJudgeConfig } from './judges/open.ts';
import { isLimited, type RunBudget } from './judging/budget.ts';
import { judgeReport, type StoredJudge, storedReportJudge } from './judging/judge-report.ts';
import { finish, openWork } from './judging/open-work.ts';
import { type Around, noteOtherEndpoints, type Opened, type StoppedBy, stoppedBy, type Terms, withJudges } from './judging/paid-work.ts';
import { type AgentProgress, agentProgress, Problems, type RunProgress } from './judging/progress.ts';
import { judgeSpentOn } from './store/calls.ts';
import { canonicalJson } from './store/identity.ts';
import { type Store, type StoreAt, withStore } from './store/store.ts';
import { storeReport } from './store/trials.ts';
import { type LabelledRow, type LabelRow, type LabelVote, labelLine, readLabelRows, type Split, signOf } from './training/label-row.ts';
import { splitRows } from './training/split-rows.ts';
import { majorityOf, sweepRows } from './training/sweep-rows.ts';

export interface LabelRequest extends Terms {
  /** Files of rows, or a sweep of the store. */
  readonly of: { readonly files: readonly string[] } | { readonly sweep: string };
  /** Whose labels count where all of them are the same; best of different families. A panel counts as its judges. */
  readonly judges: readonly JudgeConfig[];
  /** Models that decide where the judges differ. */
  readonly arbiters: readonly JudgeConfig[];
  /** Rows that people have labelled are not asked about. */
  readonly skipLabelled: boolean;
  /** Twins are asked about, too, though their labels are known: their votes say which changes a judge does not see. */
  readonly askTwins?: boolean;
}

export interface LabelAround extends Around {
  readonly onProgress?: (progress: RunProgress, budget: RunBudget) => void;
}

/** Who was asked, and how often a judge gave no verdict. */
export interface AskedJudge {
  readonly name: string;
  readonly role: 'panel' | 'arbiter';
  /** A hash of its settings. */
  readonly identity: string;
  readonly model?: string;
  readonly answered: number;
  readonly unscored: number;
}

/** Why a row has no label: judges differ and nobody decides, arbiters differ, a judge gave no verdict, or it was not asked yet. */
export type Undecided = 'disputed' | 'split' | 'unscored' | 'owed';

export interface LabelOutcome {
  readonly labelled: readonly (LabelledRow & { readonly split: Split })[];
  readonly undecided: readonly { readonly why: Undecided; readonly row: LabelRow }[];
  readonly judges: readonly AskedJudge[];
  /** Rows left out: the same row again, rows that people label differently, and near duplicates of what is held back. */
  readonly dropped: { readonly repeated: number; readonly peopleDiffer: number; readonly nearDuplicates: number };
  readonly progress: RunProgress;
  readonly stoppedBy: StoppedBy | undefined;
}

/** @throws InputError for bad files and judges that cannot be opened, or the failure that ended it; what was paid for is stored */
export async function labelRows(at: StoreAt, request: LabelRequest, around: LabelAround): Promise<LabelOutcome> {
  const panel = request.judges.flatMap(askedOnce);
  const arbiters = request.arbiters.flatMap(askedOnce);
  const deaf = arbiters.find(({ kind }) => kind !== 'model');
  if (deaf !== undefined) throw new InputError(`an arbiter reads reasons, so it is a model; got kind "${deaf.kind}"`);
  if (arbiters.length > 0 && panel.length < 2)
    throw new InputError('arbiters decide between judges: give two or more judges for the panel');
  return withJudges([...panel, ...arbiters], request, around, (opened) =>
    withStore(at, { mode: 'write' }, (store) => label(store, request, panel.length, opened, around)),
  );
}

/** As JSON lines. */
export function labelsText(rows: readonly LabelRow[]): string {
  return rows.map((row) => `${labelLine(row)}\n`).join('');
}

function askedOnce(judge: JudgeConfig): OneJudgeConfig[] {
  return membersOf(judge).map((each) => ({ ...each, trials: 1 }));
}

async function label(store: Store, request: LabelRequest, panelSize: number, opened: Opened, around: LabelAround): Promise<LabelOutcome> {
  const { of } = request;
  const { rows, ...dropped } = merged('files' in of ? await readLabelRows(of.files) : sweepRows(store, of.sweep));
  const asked = rows.filter(
    ({ label, source }) =>
      label === undefined || (source === 'people' && !request.skipLabelled) || (source === 'twin' && request.askTwins === true),
  );
  const open = rows.filter(({ label }) => label === undefined).length;
  if (panelSize === 0 && open > 0)
    throw new InputError(`${open} of ${rows.length} rows have no label: give judges with --judge FILE to label them`);
  store.lock();
  store.withhold(opened.keys);
  const judges = store.transaction(() => opened.judges.map((judge) => storedReportJudge(store, judge)));
  const twice = judges.slice(0, panelSize).find(({ id }, i) => judges.findIndex((other) => other.id === id) !== i);
  if (twice !== undefined) throw new InputError(`the judge "${twice.name}" is given twice: its second vote would be its first`);
  noteOtherEndpoints(store, judges, around.onNotice);
  resume(store, request, judges, asked, opened);
  const [panel, arbiters] = [judges.slice(0, panelSize), judges.slice(panelSize)];
  const progress = { agents: [] as AgentProgress[], problems: new Problems() };
  const work: Work = { store, opened, progress, onProgress: () => around.onProgress?.(progress, opened.budget) };
  const said = await askAll(
    panel.map((judge) => ({ judge, rows: asked, question: ({ criterion }) => criterion })),
    work,
  );
  const disputes = asked.filter(({ id, label }) => label === undefined && isDispute(votesOn(id, said), panel.length));
  const question = ({ id, criterion, weight }: LabelRow) => arbiterQuestion(criterion, signOf({ weight }), votesOn(id, said));
  const decided = await askAll(
    arbiters.map((judge) => ({ judge, rows: disputes, question })),
    work,
  );
  const all = rows.map((row) => decide(row, said, decided));
  const { rows: labelled, nearDuplicates } = splitRows(all.flatMap((each) => ('row' in each ? [] : [each.labelled])));
  const undecided = all.flatMap((each) => ('row' in each ? [each] : []));
  return {
    labelled,
    undecided,
    judges: [...said.map((each) => judgeOf('panel', each)), ...decided.map((each) => judgeOf('arbiter', each))],
    dropped: { ...dropped, nearDuplicates },
    progress,
    stoppedBy: stoppedBy(
      opened,
      undecided.some(({ why }) => why === 'owed'),
    ),
  };
}

/** The same row twice is one; where people label it differently, the label of more than half of them counts. */
function merged(rows: readonly LabelRow[]): { readonly rows: LabelRow[]; readonly repeated: number; readonly peopleDiffer: number } {
  let peopleDiffer = 0;
  const same = groupBy(rows, ({ id }) => id);
  const kept = [...same.values()].flatMap((alike) => {
    const labelled = alike.filter(({ label }) => label !== undefined);
    if (labelled.length === 0) return alike.slice(0, 1);
    const label = majorityOf(labelled.flatMap((row) => row.label ?? []));
    if (label === undefined) peopleDiffer++;
    return labelled.filter((row) => row.label === label).slice(0, 1);
  });
  return { rows: kept, repeated: rows.length - kept.length - peopleDiffer, peopleDiffer };
}

/** A budget is for these rows, however many commands they take. */
function resume(
  store: Store,
  { budget: limits }: LabelRequest,
  judges: readonly StoredJudge[],
  rows: readonly LabelRow[],
  opened: Opened,
): void {
  if (!isLimited(limits)) return;
  const reports = store.transaction(() => [...new Set(rows.map(({ query, report }) => storeReport(store, query, report)))]);
  for (const { id } of judges) opened.budget.resume(judgeSpentOn(store, reports, id));
  if (opened.stop.failure !== undefined) throw opened.stop.failure;
}

interface Work {
  readonly store: Store;
  readonly opened: Opened;
  readonly progress: { readonly agents: AgentProgress[]; readonly problems: Problems };
  readonly onProgress: () => void;
}

interface Asking {
  readonly judge: StoredJudge;
  readonly rows: readonly LabelRow[];
  /** The words it is asked with. */
  readonly question: (row: LabelRow) => string;
}

/** What one judge said of the rows, by the row's id. */
interface Said {
  readonly judge: StoredJudge;
  readonly answers: ReadonlyMap<string, Verdict>;
  readonly unscored: ReadonlySet<string>;
}

/** Reports open at once for one judge, beyond what the calls themselves allow. */
const MOST_OPEN = 256;

/** All judges side by side, each at its own pace. @throws the failure that ended the work */
async function askAll(tasks: readonly Asking[], work: Work): Promise<Said[]> {
  const said = await Promise.all(tasks.map((task) => askOne(task, work)));
  finish(work.store, work.opened.stop);
  return said;
}

async function askOne({ judge, rows, question }: Asking, { store, opened, progress, onProgress }: Work): Promise<Said> {
  const { stop } = opened;
  const answers = new Map<string, Verdict>();
  const unscored = new Set<string>();
  const reports = groupBy(rows, ({ query, report }) => fingerprint(`${query}\0${report}`));
  const mine = agentProgress(judge.name, reports.size, rows.length);
  progress.agents.push(mine);
  const judging = openWork({ stop, limit: judge.limit, most: MOST_OPEN });
  for (const [key, of] of reports) {
    const { query = '', report = '' } = of[0] ?? {};
    await judging.begin(async () => {
      const rubric: Rubric = of.map((row) => ({ id: row.id, criterion: question(row), weight: row.weight }));
      const judged = await judgeReport({ query, report, rubric }, { store, stop, judge, now: () => new Date().toISOString() });
      for (const { question, answer } of judged.answers) answers.set(question.criterion, answer);
      for (const { question, error } of judged.unscored) {
        unscored.add(question.criterion);
        progress.problems.add(`${judge.name} on ${key}`, error);
      }
      mine.written++;
      mine.judged += judged.judged;
      mine.cached += judged.cached;
      mine.unscored += judged.unscored.length;
      onProgress();
    });
  }
  await judging.ended();
  return { judge, answers, unscored };
}

function votesOn(id: string, said: readonly Said[]): LabelVote[] {
  return said.flatMap(({ judge, answers }) => {
    const verdict = answers.get(id);
    return verdict === undefined ? [] : [voteOf(judge.name, verdict)];
  });
}

function voteOf(judge: string, { label, reason, confidence, quotes }: Verdict): LabelVote {
  const verified = quotes.filter((quote) => quote.verified).map(({ text }) => text);
  return { judge, label, reason, ...(confidence !== undefined && { confidence }), ...(verified.length > 0 && { quotes: verified }) };
}

/** All of the panel have answered, and not alike: with one missing nobody knows yet. */
function isDispute(votes: readonly LabelVote[], panel: number): boolean {
  return votes.length === panel && new Set(votes.map(({ label }) => label)).size > 1;
}

type Decided = { readonly labelled: LabelledRow } | { readonly why: Undecided; readonly row: LabelRow };

function decide(row: LabelRow, said: readonly Said[], decided: readonly Said[]): Decided {
  const panel = votesOn(row.id, said);
  const arbiters = votesOn(row.id, decided);
  const votes = [...panel, ...arbiters];
  const seen = { ...row, ...(votes.length > 0 && { votes }) };
  // Whatever judges say, a label that is there stays.
  if (row.label !== undefined && row.source !== undefined)
    return { labelled: explained({ ...seen, label: row.label, source: row.source }, arbiters, panel) };
  const missing = (of: readonly Said[]) => (of.some(({ unscored }) => unscored.has(row.id)) ? 'unscored' : 'owed');
  if (panel.length < said.length) return { why: missing(said), row: seen };
  if (!isDispute(panel, said.length))
    return { labelled: explained({ ...seen, label: panel[0]?.label as Label, source: 'panel' }, arbiters, panel) };
  if (decided.length === 0) return { why: 'disputed', row: seen };
  if (arbiters.length < decided.length) return { why: missing(decided), row: seen };
  const label = majorityOf(arbiters.map((vote) => vote.label));
  return label === undefined
    ? { why: 'split', row: seen }
    : { labelled: explained({ ...seen, label, source: 'arbiter' }, arbiters, panel) };
}

/** With the words of somebody who gave this label, an arbiter first, and the share of those asked who did. */
function explained(row: LabelledRow, arbiters: readonly LabelVote[], panel: readonly LabelVote[]): LabelledRow {
  const votes = [...arbiters, ...panel];
  const agreeing = votes.filter(({ label }) => label === row.label);
  const words = agreeing.find(({ reason }) => reason.trim() !== '');
  if (votes.length === 0) return row;
  return {
    ...row,
    ...(row.reason === undefined && words !== undefined && { reason: words.reason, quotes: words.quotes ?? [] }),
    // What holds by construction is as sure whatever judges say.
    ...(row.source !== 'twin' && { confidence: agreeing.length / votes.length }),
  };
}

function judgeOf(role: AskedJudge['role'], { judge, answers, unscored }: Said): AskedJudge {
  const { name, model, identity } = judge.checklist;
  const hash = sha256(canonicalJson(identity));
  return { name, role, identity: hash, ...(model !== undefined && { model }), answered: answers.size, unscored: unscored.size };
}
