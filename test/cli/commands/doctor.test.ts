import { expect, it } from 'vitest';
import { gavel } from '../../program.ts';
import { desk } from '../desk.ts';

it('gavel doctor names an endpoint that cannot be reached, why, and what to look at', async () => {
  const { code, stdout } = await gavel(['doctor', '--judge-url', 'http://127.0.0.1:9/v1'], { cwd: desk().path });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^FAIL +endpoint +cannot reach http:\/\/127\.0\.0\.1:9\/v1\/models \(.+\): is the server running, and is --judge-url right\?$/m,
  );
});
