import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchTcp } from '../../../src/run/namespace/watch-tcp.ts';

/** Of no process: its counters never move. */
const nobody = 0;

afterEach(() => void vi.useRealTimers());

describe('watchTcp', () => {
  it('looks at once, and every second though no counter moves: one may have come for another that has gone', () => {
    vi.useFakeTimers();
    const told = vi.fn<() => void>();
    const watch = watchTcp(nobody, 100, told);
    expect(told).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(900);
    expect(told).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(100);
    expect(told).toHaveBeenCalledTimes(2);
    watch.stop();
    vi.advanceTimersByTime(5000);
    expect(told).toHaveBeenCalledTimes(2);
  });
});
