import { expect, it } from 'vitest';
import { InputError } from '../../../judge/errors.ts';
import { plain } from '../../../runners/store/sqlite-errors.ts';

it.each([
  ['SQLITE_FULL', /disk is full/],
  ['EDQUOT', /disk is full/],
  ['EFBIG', /ulimit -f/],
  ['EMFILE', /ulimit -n/],
  ['SQLITE_IOERR_WRITE', /disk failed/],
  ['EIO', /disk failed/],
  ['EPERM', /read-only/],
])('%s, from SQLite or from writing beside it, is one line that names the store', (code, words) => {
  const error = plain('s.db', Object.assign(new Error('write'), { code }));
  expect(error).toBeInstanceOf(InputError);
  expect(String(error)).toMatch(/s\.db: /);
  expect(String(error)).toMatch(words);
});

it('what is no fault of the disk stays as it is', () => {
  const error = Object.assign(new Error('?'), { code: 'SQLITE_CONSTRAINT' });
  expect(plain('s.db', error)).toBe(error);
});
