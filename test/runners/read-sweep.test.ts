import { describe, expect, it } from 'vitest';
import { SWEEP_TEMPLATE } from '../../cli/commands/init.ts';
import { parseSweep, readSweep } from '../../runners/read-sweep.ts';
import { testFolder } from '../benchmarks/folder.ts';

const folder = testFolder();
const head = 'name: s\nbenchmarks: [demo]\n';
const agents = 'agents:\n  - {kind: folder, name: a, dir: reports}\n';

/** What is said of a sweep file, which is one line. */
function refusal(text: string): string {
  try {
    parseSweep(text, 's.yaml');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('it was taken');
}

describe('a sweep file', () => {
  it('has defaults for all but its name, benchmarks and agents', () => {
    expect(parseSweep(head + agents, 's.yaml').sweep).toMatchObject({
      name: 's',
      judge: { kind: 'offline', trials: 1 },
      repeats: 1,
      concurrency: 64,
      agents: [{ kind: 'folder', name: 'a', dir: 'reports' }],
    });
  });

  it('as "gavel init" writes it is one', () => {
    expect(parseSweep(SWEEP_TEMPLATE, 'sweep.yaml').sweep.agents).toHaveLength(1);
  });

  it('may say baseUrl, the old word for url, of agents and judges, which is said once', () => {
    const text = `${head}agents: [{kind: chat, name: c, model: m, baseUrl: "http://a/v1", params: {baseUrl: kept}}]
judge: {kind: model, model: j, baseUrl: "http://b/v1"}
battles: {judges: [{kind: model, model: k, baseUrl: "http://c/v1"}, {kind: model, model: l, url: "http://d/v1"}]}
`;
    const { sweep, notices } = parseSweep(text, 's.yaml');
    expect(sweep.agents).toMatchObject([{ url: 'http://a/v1', params: { baseUrl: 'kept' } }]);
    expect(sweep.judge).toMatchObject({ url: 'http://b/v1' });
    expect(sweep.battles?.judges).toMatchObject([{ url: 'http://c/v1' }, { url: 'http://d/v1' }]);
    expect(notices).toEqual(['s.yaml: baseUrl is the old word for url, which is read alike: please rename it']);
    expect(parseSweep(head + agents, 's.yaml').notices).toEqual([]);
    expect(refusal(`${head}agents: [{kind: chat, name: c, model: m, url: "http://a", baseUrl: "http://b"}]\n`)).toBe(
      's.yaml:3: agents[0]: unknown key `baseUrl` (there are series, step, apiKeyEnv, headers, system, temperature, maxTokens, params, stream, timeoutSeconds, concurrency)',
    );
  });

  it('may begin with a byte order mark and end its lines as Windows does', () => {
    const path = folder.write('crlf.yaml', `\ufeff${(head + agents).replaceAll('\n', '\r\n')}`);
    expect(readSweep(path).sweep.name).toBe('s');
  });

  it.each([
    ['broken YAML', `${head}agents: [\n`, /^s\.yaml:\d: not YAML: /],
    ['a list', '- a\n', /^s\.yaml:1: expected a sweep/],
    ['nothing', '', /^s\.yaml:1: expected a sweep/],
    ['a misspelt key', `${head}${agents}concurency: 3\n`, /^s\.yaml:5: unknown key `concurency` \(did you mean `concurrency`\?\)$/],
    [
      'a misspelt key of an agent',
      `${head}agents:\n  - kind: folder\n    name: a\n    dri: x\n`,
      /^s\.yaml:6: agents\[0\]: unknown key `dri` \(did you mean `dir`\?\)/,
    ],
    ['an unknown agent kind', `${head}agents:\n  - kind: comand\n    name: a\n`, /^s\.yaml:4: agents\[0\]\.kind: expected one of .*"http"/],
    [
      'two agents of one name',
      `${head}${agents}  - {kind: folder, name: a, dir: b}\n`,
      /^s\.yaml:3: agents: two agents have the same name/,
    ],
    ['a missing field', 'name: s\nbenchmarks: [demo]\n', /^s\.yaml:1: agents: missing, expected a list/],
    ['no agents', `${head}agents: []\n`, /^s\.yaml:3: agents: expected at least 1 entry, got an empty list/],
    ['a number that is none', `${head}${agents}repeats: two\n`, /^s\.yaml:5: repeats: expected a (whole )?number, got "two"/],
    ['half a budget', `${head}${agents}budget:\n  amount: 3\n`, /^s\.yaml:5: budget: amount and currency go together/],
    [
      'a wrong word inside the judge',
      `${head}${agents}judge:\n  kind: model\n  model: m\n  temperature: hot\n`,
      /^s\.yaml:8: judge\.temperature: expected a number, got "hot"/,
    ],
    ['a key twice', `${head}${agents}name: t\n`, /^s\.yaml:5: not YAML: Map keys must be unique/],
    ['an alias to nothing', `${head}agents: *nobody\n`, /not YAML: Unresolved alias/],
  ])('is refused by file and line for %s', (_, text, expected) => {
    const said = refusal(text);
    expect(said).toMatch(expected);
    expect(said).not.toContain('\n');
  });

  it('that would unfold without bound is refused', () => {
    const bombs = Array.from({ length: 9 }, (_, i) => `k${i + 1}: &k${i + 1} [${`*k${i},`.repeat(9)}]`).join('\n');
    expect(refusal(`k0: &k0 [x]\n${bombs}\n`)).toMatch(/s\.yaml.*: not YAML: Excessive alias count/);
  });

  it('that is missing or not UTF-8 is named', () => {
    expect(() => readSweep('/nowhere/s.yaml')).toThrow('/nowhere/s.yaml: no such file; "gavel init" writes one');
    const path = folder.write('latin.yaml', Buffer.from([0x6e, 0xe9, 0x0a]));
    expect(() => readSweep(path)).toThrow(`${path}: not UTF-8`);
    expect(() => readSweep(folder.path)).toThrow(/EISDIR/);
  });
});
