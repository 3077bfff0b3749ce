import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { gavel } from '../../program.ts';

const { stdout: script } = await gavel(['completion', 'bash']);

/** What bash would offer for the last word. */
function offered(...words: string[]): string[] {
  const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _gavel; echo "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', `${script}\n${line}`], { encoding: 'utf8' })
    .trim()
    .split(' ');
}

describe.skipIf(spawnSync('bash', ['--version']).status !== 0)('gavel completion', () => {
  it('offers commands, the options of the one that was typed, and the values of an option that has few', () => {
    expect(offered('gavel', 'rej')).toEqual(['rejudge']);
    expect(offered('gavel', 'judge', 'dir', '--judge-m')).toEqual(['--judge-model']);
    expect(offered('gavel', 'battle', 's', '--pairing', 'st')).toEqual(['star']);
    expect(offered('gavel', 'data', 'l')).toEqual(['list', 'lint']);
    expect(offered('gavel', 'data', 'lint', '--sev')).toEqual(['--severity']);
    // The name of a command as the value of something else leads nowhere.
    expect(offered('gavel', 'leaderboard', 'demo', '--for')).toEqual(['--format']);
  });

  it('is written for zsh and fish, too, and for the shell in use', async () => {
    expect((await gavel(['completion', 'zsh'])).stdout).toMatch(/^autoload -U \+X bashcompinit/);
    const place = { cwd: process.cwd(), env: { SHELL: '/usr/bin/fish' } };
    const { stdout } = await gavel(['completion'], place);
    expect(stdout).toMatch(/^complete -c gavel -n '__fish_seen_subcommand_from judge' -l judge-model -d '.+'$/m);
    expect(stdout.split('\n').filter((line) => line !== '' && !/^complete -c gavel /.test(line))).toEqual([]);
    expect((await gavel(['completion', 'csh'])).code).toBe(2);
  });
});
