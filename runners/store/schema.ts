/** The store's tables, as numbered migrations: each runs once, in order, and is never edited after a release. */

/** "gvel": tells a gavel store from any other SQLite file. */
export const APPLICATION_ID = 0x6776656c;

const FIRST = `
-- What is asked. A rubric may change without a new query, so an agent's reports outlive edits of the checklist.
CREATE TABLE query (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,          -- of task id and text
  task TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,          -- of benchmark name and the whole task
  benchmark TEXT NOT NULL,
  name TEXT NOT NULL,                 -- the task's id in its file
  query_id INTEGER NOT NULL REFERENCES query(id),
  language TEXT NOT NULL,
  domain TEXT NOT NULL,
  track TEXT,
  notes TEXT,                         -- what a pairwise judge is told of this query
  brief_hash TEXT NOT NULL,           -- of all that a pairwise judge is told: the notes, in the language of its prompt
  tags TEXT                           -- JSON
) STRICT;
CREATE INDEX task_by_benchmark ON task (benchmark, name, id);

-- A criterion as a judge sees it: its words for one query, and whether it describes a flaw. Weights belong to rubrics.
CREATE TABLE criterion (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL
) STRICT;
CREATE TABLE rubric (
  task_id INTEGER NOT NULL REFERENCES task(id),
  position INTEGER NOT NULL,
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  name TEXT NOT NULL,                 -- the criterion's id in its rubric
  weight REAL NOT NULL,
  axis TEXT,
  fatal INTEGER NOT NULL,
  PRIMARY KEY (task_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE any_agent (
  id INTEGER PRIMARY KEY,
  name TEXT UNIQUE,                   -- NULL: forgotten; its facts stay
  identity TEXT NOT NULL              -- JSON
) STRICT;
-- Whom results are shown of.
CREATE VIEW agent AS SELECT id, name, identity FROM any_agent WHERE name IS NOT NULL;
CREATE TABLE judge (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,          -- of its identity
  name TEXT NOT NULL,
  model TEXT,
  identity TEXT NOT NULL              -- JSON
) STRICT;
-- A text as an answer to one query. The same text by two agents, or twice by one, is one report; for another query it is another.
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,          -- of the query's text and the report's
  text TEXT                           -- NULL where only verdicts on it were imported
) STRICT;

-- One attempt of one agent at one task. Attempts are appended; the newest of a (agent, query, repeat) counts.
CREATE TABLE trial (
  id INTEGER PRIMARY KEY,
  agent_id INTEGER NOT NULL REFERENCES any_agent(id),
  query_id INTEGER NOT NULL REFERENCES query(id),
  repeat INTEGER NOT NULL,
  report_id INTEGER REFERENCES report(id),
  fault TEXT,                         -- NULL: it wrote a report; 'agent': failed; 'harness': failed, and owed again
  error TEXT,
  stderr TEXT,                        -- the end of what a program that failed wrote there
  seconds REAL,
  model TEXT,
  usage TEXT,                         -- JSON
  cost TEXT,                          -- JSON, as the agent itself gave it
  at_limit INTEGER,                   -- 1: a limit of the agent's ended it, with a report
  notes TEXT,                         -- JSON: what is odd about the report, in words of the agent's runner
  at TEXT NOT NULL,
  CHECK ((report_id IS NULL) = (fault IS NOT NULL))
) STRICT;
-- By query first: a leaderboard reads all trials of a task.
CREATE INDEX trial_by_attempt ON trial (query_id, agent_id, repeat, id);
CREATE INDEX trial_by_report ON trial (report_id);

-- What an agent did in a trial, one row an event, in order.
CREATE TABLE trace (
  trial_id INTEGER NOT NULL REFERENCES trial(id),
  number INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('message', 'tool', 'error')),
  name TEXT,                          -- of the tool, or who speaks
  input TEXT,                         -- JSON
  output TEXT,                        -- JSON
  seconds REAL,
  usage TEXT,                         -- JSON
  at TEXT NOT NULL,                   -- as the agent says it, else when it was received
  PRIMARY KEY (trial_id, number)
) STRICT, WITHOUT ROWID;

-- What was planned: one agent over the tasks of one benchmark. Of several versions of a task the one that was planned last counts.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  sweep TEXT NOT NULL,
  benchmark TEXT NOT NULL,
  agent_id INTEGER NOT NULL REFERENCES any_agent(id),
  judge_id INTEGER REFERENCES judge(id),
  repeats INTEGER NOT NULL,
  judge_trials INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX run_by_sweep ON run (sweep);
CREATE TABLE run_task (
  run_id INTEGER NOT NULL REFERENCES run(id),
  task_id INTEGER NOT NULL REFERENCES task(id),
  PRIMARY KEY (run_id, task_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_task_by_task ON run_task (task_id);

-- The key is the exact cache: the same judge, report, trial and criterion is the same verdict, whatever sweep asks for it.
-- Kept narrow, so that a leaderboard over millions of labels reads little; words are in evidence.
CREATE TABLE verdict (
  judge_id INTEGER NOT NULL REFERENCES judge(id),
  report_id INTEGER NOT NULL REFERENCES report(id),
  trial INTEGER NOT NULL,
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  label INTEGER NOT NULL CHECK (label IN (0, 1, 2)),   -- unsatisfied, partial, satisfied
  confidence REAL,
  parts INTEGER,
  evidence_id INTEGER REFERENCES evidence(id),
  -- By criterion first: where many tasks share one report, each reads only its own.
  PRIMARY KEY (judge_id, report_id, criterion_id, trial)
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  reason TEXT NOT NULL,
  quotes TEXT,                        -- JSON, each with its place in the report; NULL where none
  probabilities TEXT,                 -- JSON, by label; NULL where the judge tells no more than a label
  votes TEXT,                         -- JSON; of a panel or a cascade: what each of its judges said
  stage INTEGER                       -- of a cascade: which of its judges decided, from 1
) STRICT;
CREATE TABLE unscored (
  id INTEGER PRIMARY KEY,
  judge_id INTEGER NOT NULL REFERENCES judge(id),
  report_id INTEGER NOT NULL REFERENCES report(id),
  trial INTEGER NOT NULL,
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  error TEXT NOT NULL,
  split INTEGER NOT NULL CHECK (split IN (0, 1)),      -- 1: a panel's judges answered, and not alike enough: no failure
  at TEXT NOT NULL
) STRICT;
CREATE INDEX unscored_by_report ON unscored (judge_id, report_id, criterion_id);

-- Every model call of a judge that was answered, whether or not its reply was a verdict: what was billed.
CREATE TABLE call (
  judge_id INTEGER NOT NULL REFERENCES judge(id),
  report_id INTEGER NOT NULL REFERENCES report(id),
  number INTEGER NOT NULL,
  input INTEGER,                      -- NULL: the endpoint did not say
  cached_input INTEGER,
  cache_write INTEGER,
  output INTEGER,
  reasoning INTEGER,
  PRIMARY KEY (judge_id, report_id, number)
) STRICT, WITHOUT ROWID;

-- Where a judge's calls went, and who answered: one judge is one hash of its settings, which do not hold the address.
CREATE TABLE endpoint (
  judge_id INTEGER NOT NULL REFERENCES judge(id),
  url TEXT NOT NULL,                  -- without its query, which may hold a key
  model TEXT NOT NULL,                -- that answered there, as the endpoint calls it; '' where it does not say
  at TEXT NOT NULL,                   -- of the first call
  PRIMARY KEY (judge_id, url, model)
) STRICT, WITHOUT ROWID;

-- What a judge's model found in one part of a report that is too long to be shown whole, by a hash of all that it was shown.
CREATE TABLE gathered (
  judge_id INTEGER NOT NULL REFERENCES judge(id),
  hash TEXT NOT NULL,
  evidence TEXT NOT NULL,             -- JSON
  PRIMARY KEY (judge_id, hash)
) STRICT, WITHOUT ROWID;

-- What a judge, a model or a person, says of two reports on one query, shown in this order, on one dimension. Like a verdict's, the
-- key is the exact cache. Battles are derived: both orders of a model's comparisons are folded into one.
CREATE TABLE comparison (
  judge_id INTEGER NOT NULL REFERENCES judge(id),
  query_id INTEGER NOT NULL REFERENCES query(id),
  first_report INTEGER NOT NULL REFERENCES report(id),
  second_report INTEGER NOT NULL REFERENCES report(id),
  dimension TEXT NOT NULL,            -- overall, completeness, depth, fitness, readability
  brief_hash TEXT NOT NULL,           -- as the task's; '' for people, whose work is not done twice
  masked_hash TEXT NOT NULL,          -- of both reports as they were shown, where a name had to be masked in one; else ''
  trial INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('a', 'b', 'tie')),  -- a: the first report is better
  absolute TEXT CHECK (absolute IN ('good', 'fair', 'poor')),
  first_score REAL,                   -- 1 to 10, where the judge gives scores
  second_score REAL,
  confidence REAL,
  parts INTEGER,
  evidence_id INTEGER REFERENCES evidence(id),
  at TEXT NOT NULL,
  PRIMARY KEY (judge_id, query_id, first_report, second_report, dimension, brief_hash, masked_hash, trial)
) STRICT, WITHOUT ROWID;
CREATE INDEX comparison_by_query ON comparison (query_id);

-- What a person has begun to say of two reports, as they were shown. No fact: changed in place until it becomes comparisons.
CREATE TABLE draft (
  annotator TEXT NOT NULL,
  query_id INTEGER NOT NULL REFERENCES query(id),
  first_report INTEGER NOT NULL REFERENCES report(id),
  second_report INTEGER NOT NULL REFERENCES report(id),
  answer TEXT NOT NULL,               -- JSON
  skipped INTEGER NOT NULL,
  turn INTEGER,                       -- counts the annotator's answers and skips; NULL: neither yet
  PRIMARY KEY (annotator, query_id, first_report, second_report)
) STRICT, WITHOUT ROWID;

-- Other people's battles, which name agents and not reports.
CREATE TABLE battle (
  id INTEGER PRIMARY KEY,
  file TEXT NOT NULL,                 -- hash of the file that it came from
  benchmark TEXT,
  domain TEXT,
  task TEXT,                          -- NULL: the file does not say; each such battle stands alone
  a INTEGER NOT NULL REFERENCES any_agent(id),
  b INTEGER NOT NULL REFERENCES any_agent(id),
  outcome TEXT NOT NULL CHECK (outcome IN ('a', 'b', 'tie')),
  absolute TEXT CHECK (absolute IN ('good', 'fair', 'poor')),
  dimension TEXT NOT NULL,
  judge_id INTEGER REFERENCES judge(id),
  trial INTEGER NOT NULL,
  flipped INTEGER,                    -- 1: the judge's mind changed with the order, so it is a tie; NULL: the file does not say
  words TEXT                          -- JSON: reasons, quotes, scores and confidences, where the file has them
) STRICT;
CREATE INDEX battle_by_file ON battle (file);
`;

const SECOND = `
-- Which battles were planned: two agents on a query, whether or not both gave a report. One whose newest attempt failed loses.
CREATE TABLE planned_battle (
  query_id INTEGER NOT NULL REFERENCES query(id),
  dimension TEXT NOT NULL,
  a INTEGER NOT NULL REFERENCES any_agent(id),         -- of the two, the one of the smaller id
  b INTEGER NOT NULL REFERENCES any_agent(id),
  sweep TEXT NOT NULL,
  PRIMARY KEY (query_id, dimension, a, b, sweep)
) STRICT, WITHOUT ROWID;

-- Agents that are checkpoints of one model. No fact: what was said last counts.
CREATE TABLE checkpoint (
  agent_id INTEGER PRIMARY KEY REFERENCES any_agent(id),
  series TEXT NOT NULL,
  step REAL NOT NULL
) STRICT;
`;

const LIVE = `
-- What attempts that are under way have been answered, in order. No fact: once an attempt ends, its events are the trace of its trial.
CREATE TABLE journal (
  agent_id INTEGER NOT NULL REFERENCES any_agent(id),
  query_id INTEGER NOT NULL REFERENCES query(id),
  repeat INTEGER NOT NULL,
  number INTEGER NOT NULL,
  key TEXT NOT NULL,                  -- what was asked
  value TEXT,                         -- JSON: what came of it
  elapsed REAL NOT NULL,              -- seconds of the trial
  event TEXT,                         -- JSON, for the trace
  at TEXT NOT NULL,
  PRIMARY KEY (agent_id, query_id, repeat, number)
) STRICT, WITHOUT ROWID;
-- Answers of search services, and texts of pages by their hash.
CREATE TABLE lookup (
  sweep TEXT NOT NULL,
  key TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (sweep, key)
) STRICT, WITHOUT ROWID;
-- What a person asked of a sweep under way, the newest of each kind counts.
CREATE TABLE wish (
  id INTEGER PRIMARY KEY,
  sweep TEXT NOT NULL,
  agent_id INTEGER,                   -- NULL: all
  query_id INTEGER,                   -- NULL: all
  kind TEXT NOT NULL CHECK (kind IN ('pause', 'resume', 'end', 'requeue', 'limits')),
  limits TEXT,                        -- JSON
  at TEXT NOT NULL
) STRICT;
CREATE INDEX wish_by_sweep ON wish (sweep, id);

-- JSON: requests to search services that were paid for, by service.
ALTER TABLE trial ADD COLUMN searches TEXT;
`;

const CHECKS = `
-- How code decides the criterion, JSON; NULL: a judge does.
ALTER TABLE rubric ADD COLUMN code_check TEXT;
`;

const SPEED = `
-- Until the call was answered; NULL: no answer came, or nobody took the time.
ALTER TABLE call ADD COLUMN seconds REAL;
`;

const LABELLING = `
-- What a person has begun to say of a criterion on a report. No fact: changed in place until it becomes a verdict.
CREATE TABLE label_draft (
  annotator TEXT NOT NULL,
  report_id INTEGER NOT NULL REFERENCES report(id),
  criterion_id INTEGER NOT NULL REFERENCES criterion(id),
  answer TEXT NOT NULL,               -- JSON
  skipped INTEGER NOT NULL,
  turn INTEGER,                       -- as of a draft
  PRIMARY KEY (annotator, report_id, criterion_id)
) STRICT, WITHOUT ROWID;
`;

/** What was planned for one agent is asked for at every import. */
const RUNS_BY_AGENT = `
DROP INDEX run_by_sweep;
CREATE INDEX run_by_sweep ON run (sweep, agent_id);
`;

const CARDS = `
-- How far a judge agrees with people, by the hash of its settings: the newest card. No fact.
CREATE TABLE judge_card (
  judge_hash TEXT PRIMARY KEY,
  card TEXT NOT NULL,                 -- JSON
  at TEXT NOT NULL
) STRICT;
`;

const STEERING = `
-- A sweep can be stopped, too.
ALTER TABLE wish RENAME TO old_wish;
DROP INDEX wish_by_sweep;
CREATE TABLE wish (
  id INTEGER PRIMARY KEY,
  sweep TEXT NOT NULL,
  agent_id INTEGER,                   -- NULL: all
  query_id INTEGER,                   -- NULL: all
  kind TEXT NOT NULL CHECK (kind IN ('pause', 'resume', 'end', 'requeue', 'limits', 'stop')),
  limits TEXT,                        -- JSON
  at TEXT NOT NULL
) STRICT;
INSERT INTO wish SELECT id, sweep, agent_id, query_id, kind, limits, at FROM old_wish;
DROP TABLE old_wish;
CREATE INDEX wish_by_sweep ON wish (sweep, id);
-- How a sweep stands, as the process that works on it says from time to time. No fact: the last word counts.
CREATE TABLE standing (
  sweep TEXT PRIMARY KEY,
  state TEXT NOT NULL,                -- JSON
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

export const MIGRATIONS: readonly string[] = [FIRST, SECOND, LIVE, CHECKS, SPEED, LABELLING, RUNS_BY_AGENT, CARDS, STEERING];
