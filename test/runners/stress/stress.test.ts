/** A sweep under faults from its file to the table, in memory. */
import { expect, it } from 'vitest';
import { packageData } from '../../../benchmarks/files/paths.ts';
import { readStress } from '../../../reports/read-stress.ts';
import { agentSchema } from '../../../runners/agents/create.ts';
import { parseSweep } from '../../../runners/read-sweep.ts';
import { planStress, runStress, runSweep } from '../../../runners/run-sweep.ts';
import { Store } from '../../../runners/store/store.ts';
import { stressSchema } from '../../../runners/stress/stress-schema.ts';
import { stressedAgents } from '../../../runners/stress/variants.ts';
import { networkDeps } from '../agents/fixtures.ts';

const YAML = `name: s
benchmarks: [{name: world, ids: [world-en-06, world-en-09, world-en-11, world-zh-01, world-zh-16]}]
agents: [{kind: extractive, name: e, search: {kind: world}}]
stress: {rates: [0, 1], kinds: [error, time], lasting: [always], seed: 3}
`;
const around = { env: {}, onNotice: () => {} };

it('runs each agent under each kind at each rate, apart from the sweep, and says what it lost', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  const file = { ...parseSweep(YAML, 'stress.yaml'), baseDir: '/' };
  const request = { file, folders: { dataDir: packageData(), cacheDir: '' } };
  const stress = stressSchema.parse(file.sweep.stress);
  expect(await planStress(store, request, stress, around)).toMatchObject({ attempts: 10 });
  await runSweep(store, request, around);
  await runStress(store, request, stress, around);
  const { agents } = await readStress(store, { sweep: 's', scale: 'ternary' });
  const [one] = agents;
  expect(one?.points.map(({ rate, kind }) => `${kind} ${rate}`)).toEqual(['none 0', 'error 1', 'time 1']);
  const [own, error, time] = one?.points.map(({ score }) => score) ?? [];
  // Nothing is found where every request fails; where old pages stand first, the judge still finds much of what it looks for.
  expect([own !== undefined && own > 20, error !== undefined && error < 5, time !== undefined && own !== undefined && time < own]).toEqual([
    true,
    true,
    true,
  ]);
  expect(one?.recovery.error).toMatchObject({ recovered: 0 });
  expect(one?.died).toMatchObject([{ rate: 1, died: 0, n: 10 }]);
  expect(await readStress(store, { sweep: 's', scale: 'ternary' })).toEqual({
    sweep: 's',
    scale: 'ternary',
    judge: 'small',
    agents,
  });
  store.close();
});

it('says of a sweep without faults what to do', async () => {
  const store = new Store(':memory:', { mode: 'write' });
  const file = { ...parseSweep(YAML.replace(/ids: \[.*?\]/, 'ids: [world-en-11]'), 'stress.yaml'), baseDir: '/' };
  await runSweep(store, { file, folders: { dataDir: packageData(), cacheDir: '' } }, around);
  await expect(readStress(store, { sweep: 's', scale: 'ternary' })).rejects.toThrow(
    '"s" was not run under faults: add stress: {} to its file',
  );
  store.close();
});

it('names agents by fault and rate, and takes those alone that search the offline world', () => {
  const deps = networkDeps();
  const stress = stressSchema.parse({ rates: [0, 0.05], kinds: ['error', 'noise'] });
  const inside = agentSchema.parse({ kind: 'extractive', name: 'e', search: { kind: 'world' } });
  const agents = stressedAgents([inside], stress, deps);
  expect(agents.map(({ name }) => name)).toEqual(['e ~ error 5%', 'e ~ noise 5%']);
  expect(agents[1]?.identity).toMatchObject({ stress: { agent: 'e', rate: 0.05, kind: 'noise', lasting: ['once', 'always'], seed: 1 } });
  const outside = agentSchema.parse({ kind: 'command', name: 'c', command: ['x'] });
  expect(() => stressedAgents([inside, outside], stress, deps)).toThrow(
    'where "c" does not search: give search: {kind: world}, or world: true',
  );
});
