import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addJudgeOptions, type JudgeFlags, judgeConfig, typedJudgeOptions } from '../../../cli/options/judge-options.ts';
import { modelSchema } from '../../../runners/judges/model.ts';

type Use = Parameters<typeof addJudgeOptions>[1];

function typed(use: Use, ...words: string[]): JudgeFlags {
  return addJudgeOptions(new Command('x').exitOverride(), use).parse(words, { from: 'user' }).opts();
}

const configOf = (flags: JudgeFlags, said: string[] = []) =>
  judgeConfig(flags, { cwd: '/place', stderr: { write: (text: string) => said.push(text) } });

function flagsOf(use: Use): string[] {
  return addJudgeOptions(new Command('x'), use).options.map(({ long }) => long ?? '');
}

describe('the options of a judge', () => {
  it('take what the schema takes, whatever the command', () => {
    for (const use of ['rubric', 'pair'] as const) {
      expect(configOf(typed(use, '--judge-model', 'm', '--context-tokens', '2000'))).toMatchObject({ model: 'm', contextTokens: 2000 });
      expect(() => typed(use, '--context-tokens', '1999')).toThrow('--context-tokens: expected a number of at least 2000, got 1999');
      expect(() => typed(use, '--temperature', 'warm')).toThrow('--temperature: expected a number, got "warm"');
      expect(() => typed(use, '--trials', '')).toThrow('--trials: expected a number, got ""');
    }
    expect(() => typed('rubric', '--labels', '4')).toThrow('--labels: expected one of 2, 3, got 4');
  });

  it('give the configuration that a sweep file gives, with its defaults', () => {
    const words = [
      '--judge-model',
      'm',
      '--judge-url',
      'http://h/v1',
      '--labels',
      '2',
      '--warm-prefix',
      '--timeout',
      '30',
      '--judge-name',
      'j',
    ];
    const written = { kind: 'model', model: 'm', url: 'http://h/v1', labels: 2, warmPrefix: true, timeoutSeconds: 30, name: 'j' };
    expect(configOf(typed('rubric', ...words))).toEqual(modelSchema.parse(written));
    expect(configOf(typed('pair', '--judge-model', 'm', '--judge-prompt', 'p.txt'))).toMatchObject({ prompt: '/place/p.txt' });
    expect(configOf(typed('rubric', '--trials', '3'))).toEqual({ kind: 'offline', trials: 3 });
  });

  it('may be headers, one at a time, and a body in JSON; what may be a key is never shown', () => {
    const words = ['--judge-header', 'api-key: ${AZURE_KEY}', '--judge-header', 'X-Team:a:b', '--judge-body', '{"seed": 1}'];
    expect(configOf(typed('pair', '--judge-model', 'm', ...words))).toMatchObject({
      headers: { 'api-key': '${AZURE_KEY}', 'X-Team': 'a:b' },
      extraBody: { seed: 1 },
    });
    expect(() => typed('pair', '--judge-header', 'sk-secret')).toThrow(/^--judge-header: expected text like "name: value"$/);
    expect(() => typed('pair', '--judge-header', 'two words: sk-secret')).toThrow(
      /^--judge-header: \["two words"\]: expected the name of a header$/,
    );
    expect(() => typed('pair', '--judge-body', '{seed: 1}')).toThrow(/^--judge-body: expected JSON, as in '\{"seed": 1\}' \(/);
    expect(() => typed('pair', '--judge-body', '[1]')).toThrow('--judge-body: expected an object, got a list');
  });

  it('make a model a revision of its own with --fresh, which is said', () => {
    const said: string[] = [];
    const config = configOf(typed('rubric', '--judge-model', 'm', '--judge-revision', 'step 8', '--fresh'), said);
    expect(config).toMatchObject({ revision: expect.stringMatching(/^step 8 fresh-\d{8}T\d{6}Z$/) });
    expect(said).toEqual([expect.stringContaining(`as revision "${'revision' in config ? config.revision : ''}"`)]);
    expect(() => configOf(typed('rubric', '--fresh'))).toThrow('--fresh asks a model anew');
  });

  it('show range and default where there are some', () => {
    const help = addJudgeOptions(new Command('x'), 'rubric').configureHelp({ helpWidth: 1000 }).helpInformation();
    expect(help).toMatch(/--criteria-per-call <n> +criteria in one model call \(1 to 50; default: 1\)$/m);
    expect(help).toMatch(/--judge-name <name> +as leaderboards show it \(default: the model\)$/m);
    expect(help).toMatch(/--warm-prefix +[^()]+$/m);
  });

  it('are those that the command reads', () => {
    expect(flagsOf('endpoint')).toEqual(['--judge-url', '--judge-model', '--judge-key-env', '--judge-header', '--judge-body', '--timeout']);
    expect(flagsOf('pair')).toContain('--temperature');
    expect(flagsOf('pair')).not.toContain('--criteria-per-call');
    expect(flagsOf('rubric')).toEqual(expect.arrayContaining([...flagsOf('pair'), '--criteria-per-call', '--labels', '--warm-prefix']));
  });

  it('are known as they were typed', () => {
    expect(typedJudgeOptions(typed('rubric', '--judge', 'offline', '--trials', '2'))).toEqual(['--judge', '--trials']);
    expect(typedJudgeOptions(typed('rubric'))).toEqual([]);
  });
});
