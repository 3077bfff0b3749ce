import { describe, expect, it } from 'vitest';
import { ModelError } from '../../../judge/errors.ts';
import { Stop } from '../../../runners/judging/stop.ts';

describe('a stop', () => {
  it('breaks off only when told', () => {
    const stop = new Stop();
    stop.stop();
    expect([stop.stopping.aborted, stop.aborting.aborted]).toEqual([true, false]);
    stop.abort();
    expect(stop.aborting.aborted).toBe(true);
  });

  it('keeps the first failure', () => {
    const stop = new Stop();
    stop.halt(new ModelError('permanent', 'first'));
    stop.halt(new Error('second'));
    expect(stop.failure).toMatchObject({ message: 'first' });
    expect(stop.stopping.aborted).toBe(true);
  });

  it('ends waits for a retry as soon as the run is to end', async () => {
    const stop = new Stop();
    const waiting = stop.sleep(3_600_000);
    stop.stop();
    await expect(waiting).rejects.toThrow('stopped');
    await expect(stop.sleep(1)).rejects.toThrow('stopped');
  });
});
