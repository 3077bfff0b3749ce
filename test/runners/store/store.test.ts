import { spawn } from 'node:child_process';
import { copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { InputError } from '../../../judge/errors.ts';
import { readLeaderboards } from '../../../reports/read-leaderboards.ts';
import { storeAgent } from '../../../runners/store/agents.ts';
import { storeJudge } from '../../../runners/store/judges.ts';
import { storeRun } from '../../../runners/store/runs.ts';
import { APPLICATION_ID, MIGRATIONS } from '../../../runners/store/schema.ts';
import { type Connection, Database } from '../../../runners/store/sqlite.ts';
import { Store, withStore } from '../../../runners/store/store.ts';
import { storeTrial } from '../../../runners/store/trials.ts';
import { testFolder } from '../../benchmarks/folder.ts';
import { count, stored, taskOf } from '../work.ts';

const folder = testFolder();
let made = 0;
const fresh = () => join(folder.path, `${++made}.db`);
const addJudge = (store: Store, hash: string) => store.sql("INSERT INTO judge (hash, name, identity) VALUES (?, 'j', '{}')").run(hash);

/** What opening says, which is one line for a person. */
function refusal(path: string, mode: 'read' | 'write' = 'write'): string {
  try {
    new Store(path, { mode }).close();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('it was opened');
}

describe('opening a store', () => {
  it('makes one with all tables, and opens it again', () => {
    const path = fresh();
    new Store(path, { mode: 'write' }).close();
    const db = new Database(path);
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    db.close();
    const store = new Store(path, { mode: 'read' });
    expect(count(store, 'verdict')).toBe(0);
    store.close();
  });

  it('takes an empty file for a new store', () => {
    const path = folder.write('empty.db', '');
    new Store(path, { mode: 'write' }).close();
    expect(readFileSync(path).length).toBeGreaterThan(0);
  });

  it('makes none for a command that only reads', () => {
    expect(refusal(fresh(), 'read')).toMatch(/no such store/);
  });

  it('refuses one of a newer gavel and leaves it as it is', () => {
    const path = fresh();
    new Store(path, { mode: 'write' }).close();
    const db = new Database(path);
    db.pragma('user_version = 999');
    db.close();
    expect(refusal(path)).toBe(`${path}: written by a newer gavel (store version 999, this one knows ${MIGRATIONS.length}); update gavel`);
    const after = new Database(path);
    expect(after.pragma('user_version', { simple: true })).toBe(999);
    after.close();
  });

  it("refuses another program's SQLite file", () => {
    const path = fresh();
    const db = new Database(path);
    db.exec('CREATE TABLE theirs (a)');
    db.close();
    expect(refusal(path)).toBe(`${path}: a SQLite file, but not a gavel store`);
  });

  it('refuses a text file, however short, and leaves it as it is', () => {
    for (const text of ['x', 'name,score\n', 'not a database\n'.repeat(1000)]) {
      const path = folder.write('text.db', text);
      expect(refusal(path)).toMatch(/not a SQLite file|not a gavel store/);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });

  it('that another process makes at the same moment is not taken for a foreign file', () => {
    const path = fresh();
    const other = new Database(path, { timeout: 0 });
    const { pragma } = Database.prototype;
    // Just after this one has looked whose file it is; where it looks under a lock, the other has to wait.
    const spy = vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Connection, text, options) {
      const value: unknown = pragma.call(this, text, options);
      if (text !== 'application_id') return value;
      spy.mockRestore();
      try {
        other.exec(
          `BEGIN; ${MIGRATIONS.join('')} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`,
        );
      } catch (error) {
        other.exec('ROLLBACK');
        expect(error).toMatchObject({ code: 'SQLITE_BUSY' });
      }
      return value;
    });
    new Store(path, { mode: 'write' }).close();
    other.close();
  });

  it('that is finished takes no lock, so that reading goes on beside a writer', () => {
    const path = fresh();
    new Store(path, { mode: 'write' }).close();
    const writer = new Database(path);
    writer.exec('BEGIN IMMEDIATE');
    const store = new Store(path, { mode: 'read' });
    expect(count(store, 'judge')).toBe(0);
    store.close();
    writer.close();
  });

  it('names a folder that is not there, and one in place of the file', () => {
    expect(refusal(join(folder.path, 'nowhere', 'a.db'))).toMatch(/folder/);
    const path = fresh();
    mkdirSync(path);
    expect(refusal(path)).toMatch(/cannot be opened/);
  });

  it('says that a damaged file is corrupt, also where only reading meets it', async () => {
    const path = fresh();
    const store = new Store(path, { mode: 'write' });
    for (let i = 0; i < 2000; i++) addJudge(store, `hash ${i}`);
    store.close();
    const bytes = readFileSync(path);
    // Everything after the first pages, which hold the schema.
    bytes.fill(0xee, Math.floor(bytes.length / 2));
    folder.write(`${made}.db`, bytes);
    const reading = withStore(path, { mode: 'read' }, (open) => open.sql('SELECT hash FROM judge ORDER BY name, identity').all());
    await expect(reading).rejects.toThrow(`${path}: the store is corrupt`);
  });
});

describe('a store of another make', () => {
  const changed = (sql: string): string => {
    const path = fresh();
    new Store(path, { mode: 'write' }).close();
    const db = new Database(path);
    db.exec(sql);
    db.close();
    return path;
  };

  it.each([
    ['lacks a table', 'DROP TABLE verdict'],
    ['has another column', 'ALTER TABLE trial ADD COLUMN more TEXT'],
    ['has a trigger of its own', "CREATE TRIGGER t AFTER INSERT ON any_agent BEGIN UPDATE any_agent SET name = 'x'; END"],
    ['has a view in place of a table', 'DROP TABLE judge; CREATE VIEW judge AS SELECT 1 AS id'],
  ])('that %s is refused in one line, to read and to write', (_, sql) => {
    const path = changed(sql);
    const said = `${path}: its tables are not a store's of this gavel: made by an unreleased version, or changed by another program`;
    expect([refusal(path, 'read'), refusal(path)]).toEqual([said, said]);
  });

  it('is none where there is nothing in it yet, for a command that only reads', () => {
    expect(refusal(folder.write('nothing.db', ''), 'read')).toMatch(/the store is empty/);
    expect(refusal(changed('PRAGMA user_version = 0'), 'read')).toMatch(/not a gavel store/);
  });
});

describe('a store that another program has written', () => {
  it.each([
    ['JSON that is none, read by SQLite', "UPDATE judge SET identity = '{'", /the store is damaged: it holds text that should be JSON/],
    ['JSON that is none, read here', "UPDATE trial SET usage = '{'", /the store is damaged: it holds text that should be JSON/],
    ['a row that is gone', 'DELETE FROM query', /no .* (agents|results|judge)|damaged/],
  ])('with %s ends in one line', async (_, sql, says) => {
    const path = fresh();
    const made = new Store(path, { mode: 'write' });
    const [one] = stored(made, [taskOf('a')]);
    if (one === undefined) throw new Error('no task');
    const agentId = storeAgent(made, { name: 'x', identity: { kind: 'reports' } });
    const judgeId = storeJudge(made, { name: 'j', identity: { kind: 'model' } });
    storeRun(made, { sweep: 's', benchmark: 'bench', agentId, judgeId, repeats: 1, judgeTrials: 1, at: '2026-01-01', tasks: [one] });
    storeTrial(made, { agentId, queryId: one.queryId, repeat: 1, at: '2026-01-01' }, { report: 'r', usage: { inputTokens: 1 } }, 1);
    made.close();
    const db = new Database(path);
    db.pragma('foreign_keys = OFF');
    db.exec(sql);
    db.close();
    const reading = readLeaderboards(path, { scale: 'ternary', currency: 'CNY' });
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(says);
  });
});

describe('reading', () => {
  it('changes nothing, and leaves nothing beside the store', () => {
    const path = fresh();
    new Store(path, { mode: 'write' }).close();
    const before = readFileSync(path);
    const store = new Store(path, { mode: 'read' });
    expect(() => addJudge(store, 'a')).toThrow(/readonly/);
    store.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder.path).filter((name) => name.startsWith(basename(path)))).toEqual([basename(path)]);
  });

  it('goes on where SQLite can keep no files beside the store, with what is still in its journal', () => {
    const path = fresh();
    const writer = new Store(path, { mode: 'write' });
    addJudge(writer, 'a');
    const mount = fresh();
    copyFileSync(path, mount);
    copyFileSync(`${path}-wal`, `${mount}-wal`);
    // In the way of the memory that SQLite would share with other readers, as a folder is that may not be written.
    mkdirSync(`${mount}-shm`);
    const store = new Store(mount, { mode: 'read' });
    expect(count(store, 'judge')).toBe(1);
    expect(() => addJudge(store, 'b')).toThrow(/readonly/);
    store.close();
    writer.close();
  });
});

describe('a file that is taken away', () => {
  it.each([
    ['deleted', (path: string) => rmSync(path)],
    [
      'replaced',
      (path: string) => {
        renameSync(path, `${path}.old`);
        new Store(path, { mode: 'write' }).close();
      },
    ],
  ])('or %s is noticed at the next write, and when the command ends', async (what, take) => {
    const path = fresh();
    const said = `${path}: the store was ${what} while it was in use: nothing further is stored`;
    const store = new Store(path, { mode: 'write' });
    await store.append(() => addJudge(store, 'a'));
    take(path);
    await expect(store.append(() => addJudge(store, 'b'))).rejects.toThrow(said);
    expect(() => store.transaction(() => addJudge(store, 'c'))).toThrow(said);
    store.close();
    const other = fresh();
    await expect(withStore(other, { mode: 'write' }, () => take(other))).rejects.toThrow(`the store was ${what}`);
  });
});

describe('appending', () => {
  it('resolves only once the facts of a group are on disk', async () => {
    const path = fresh();
    const store = new Store(path, { mode: 'write' });
    const other = new Database(path, { readonly: true });
    const seen: number[] = [];
    const look = () => void seen.push((other.prepare('SELECT count(*) AS n FROM judge').get() as { n: number }).n);
    await Promise.all([1, 2, 3].map((n) => store.append(() => addJudge(store, `h${n}`)).then(look)));
    expect(seen).toEqual([3, 3, 3]);
    other.close();
    store.close();
  });

  it('stores nothing of a group in which one write fails, and tells each of its facts', async () => {
    const store = new Store(fresh(), { mode: 'write' });
    const results = await Promise.allSettled([
      store.append(() => addJudge(store, 'a')),
      store.append(() => {
        throw new Error('this one is wrong');
      }),
      store.append(() => addJudge(store, 'b')),
    ]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(count(store, 'judge')).toBe(0);
    await store.append(() => addJudge(store, 'c'));
    expect(count(store, 'judge')).toBe(1);
    store.close();
  });

  it('waits while another process writes, and stops nothing meanwhile', async () => {
    const path = fresh();
    const store = new Store(path, { mode: 'write' });
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    let stored = false;
    const facts = Array.from({ length: 300 }, (_, i) => store.append(() => addJudge(store, `h${i}`)).then(() => (stored = true)));
    let longest = 0;
    for (let before = performance.now(), i = 0; i < 60; i++, before = performance.now()) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      longest = Math.max(longest, performance.now() - before);
    }
    expect(stored).toBe(false);
    expect(longest).toBeLessThan(2000);
    other.exec('ROLLBACK');
    await Promise.all(facts);
    expect(count(store, 'judge')).toBe(300);
    other.close();
    store.close();
  });

  it('is given up where another process writes for minutes on end', async () => {
    const path = fresh();
    const store = new Store(path, { mode: 'write' });
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    const fact = store.append(() => addJudge(store, 'a'));
    const refused = expect(fact).rejects.toThrow(`${path}: another process is writing to this store`);
    store.flush();
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 600_000);
    store.flush();
    vi.restoreAllMocks();
    await refused;
    other.exec('ROLLBACK');
    await store.append(() => addJudge(store, 'b'));
    expect(count(store, 'judge')).toBe(1);
    other.close();
    store.close();
  });

  it('writes what waits when it is closed', async () => {
    const path = fresh();
    const store = new Store(path, { mode: 'write' });
    const waiting = store.append(() => addJudge(store, 'a'));
    store.close();
    await waiting;
    const again = new Store(path, { mode: 'read' });
    expect(count(again, 'judge')).toBe(1);
    again.close();
  });

  it('says that the disk is full, and keeps what was stored before', async () => {
    const store = new Store(fresh(), { mode: 'write' });
    await store.append(() => addJudge(store, 'before'));
    const pages = (store.sql<[], { page_count: number }>('PRAGMA page_count').get() as { page_count: number }).page_count;
    store.sql(`PRAGMA max_page_count = ${pages}`).get();
    const big = 'x'.repeat(100_000);
    await expect(store.append(() => addJudge(store, big))).rejects.toThrow('the disk is full; what was finished before is stored');
    // The same in one long transaction, where SQLite rolls back by itself.
    const long = store.longTransaction(async () => void addJudge(store, big));
    await expect(long).rejects.toThrow('the disk is full');
    expect(count(store, 'judge')).toBe(1);
    store.close();
  });

  it('takes back a long transaction that fails', async () => {
    const store = new Store(fresh(), { mode: 'write' });
    const failing = store.longTransaction(async () => {
      addJudge(store, 'a');
      throw new InputError('line 7 is wrong');
    });
    await expect(failing).rejects.toThrow('line 7 is wrong');
    expect(count(store, 'judge')).toBe(0);
    store.close();
  });
});

describe('the lock', () => {
  it('is of the file, by whatever name it is opened', () => {
    const path = fresh();
    const one = new Store(path, { mode: 'write' });
    const link = join(folder.path, 'link.db');
    symlinkSync(path, link);
    const other = new Store(link, { mode: 'write' });
    one.lock();
    expect(() => other.lock()).toThrow(`${link}: another gavel process is writing to this store`);
    one.close();
    other.lock();
    other.close();
  });

  it('is not got past by a hard link: a file with two names is not written to', () => {
    const path = fresh();
    new Store(path, { mode: 'write' }).close();
    linkSync(path, join(folder.path, 'hard.db'));
    expect(refusal(path)).toMatch(/the file has 2 names \(hard links\)/);
    new Store(path, { mode: 'read' }).close();
  });

  it('refuses a second process and is gone with the first, however that ends', async () => {
    const path = fresh();
    const mine = new Store(path, { mode: 'write' });
    // Another process holds the lock as SQLite does it, and waits to be killed.
    const code = `
      const Database = require('better-sqlite3');
      const lock = new Database(process.argv[1], { timeout: 0 });
      lock.pragma('journal_mode = MEMORY');
      lock.exec('BEGIN EXCLUSIVE');
      process.stdout.write('held');
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['-e', code, `${path}.lock`], { cwd: process.cwd(), stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    expect(() => mine.lock()).toThrow(`${path}: another gavel process is writing to this store`);
    // Reading and single writes go on beside it.
    expect(count(mine, 'judge')).toBe(0);
    const gone = new Promise((resolve) => holder.once('close', resolve));
    holder.kill('SIGKILL');
    await gone;
    mine.lock();
    mine.lock();
    const second = new Store(path, { mode: 'write' });
    expect(() => second.lock()).toThrow(InputError);
    second.close();
    mine.close();
  });
});
