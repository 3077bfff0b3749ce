import { describe, expect, it } from 'vitest';
import { Failed, Interrupted, outcomeOf } from '../../cli/exit.ts';
import { COMMANDS } from '../../cli/program.ts';
import { InputError, ModelError } from '../../judge/errors.ts';
import { gavel } from '../program.ts';

describe('the program', () => {
  it('lists its commands, and each of them explains itself', async () => {
    const { stdout, code } = await gavel(['--help']);
    expect(code).toBe(0);
    for (const name of Object.keys(COMMANDS)) {
      expect(stdout).toContain(`\n  ${name} `);
      const help = await gavel([name, '--help']);
      expect([help.code, help.stderr], name).toEqual([0, '']);
      expect(help.stdout, name).toMatch(new RegExp(`^Usage: gavel ${name}`));
    }
  });

  it('knows its version', async () => {
    expect(await gavel(['--version'])).toMatchObject({ stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), code: 0 });
  });

  it.each([
    [['juge'], "gavel: unknown command 'juge' (Did you mean judge?)\n"],
    [['leaderboard', '--benchmrk', 'demo'], "gavel: unknown option '--benchmrk' (Did you mean --benchmark?)\n"],
    [['export', 'verdict'], "gavel: unknown command 'verdict' (Did you mean verdicts?)\n"],
    [['run'], "gavel: missing required argument 'sweep.yaml'\n"],
    [['judge', 'reports'], "gavel: required option '--benchmark <name>' not specified\n"],
  ])('answers %j with one line and exit code 2', async (words, line) => {
    expect(await gavel(words)).toEqual({ stdout: '', stderr: line, code: 2 });
  });
});

describe('how a command ends', () => {
  it.each([
    [new InputError('tasks.jsonl:3: wrong'), 2, 'gavel: tasks.jsonl:3: wrong'],
    [new ModelError('permanent', 'the key is refused'), 2, 'gavel: the key is refused'],
    [new Failed('2 failed trials'), 1, 'gavel: 2 failed trials'],
    [new Failed(''), 1, undefined],
    [new Interrupted('interrupted'), 130, 'gavel: interrupted'],
    [Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'open', path: 'a.md' }), 2, 'gavel: a.md: cannot be used (EACCES)'],
    [new InputError('two\nlines \u001b[31mred'), 2, 'gavel: two\\u000alines \\u001b[31mred'],
  ])('%s', (error, code, line) => {
    expect(outcomeOf(error)).toEqual({ code, line });
  });

  it('a fault of our own is shown whole, to be reported', () => {
    expect(outcomeOf(new TypeError('x is not a function'))).toMatchObject({
      code: 1,
      line: expect.stringMatching(/^gavel: unexpected failure, please report it: TypeError/),
    });
  });
});
