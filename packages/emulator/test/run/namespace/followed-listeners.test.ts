import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { followListeners } from '../../../src/run/namespace/followed-listeners.ts';
import type { Place } from '../../../src/run/namespace/agent-task.ts';

const place = (port: number): Place => ({ address: '127.0.0.1', port });

describe('followListeners', () => {
  it('opens those that are missing, ends those that have gone, and tries again what somebody else had', async () => {
    const log: string[] = [];
    let isTaken = true;
    const listeners = followListeners({
      async listen({ port }) {
        log.push(`open ${port}`);
        if (port === 2 && isTaken) throw new Error('EADDRINUSE');
        return createServer()
          .once('close', () => log.push(`closed ${port}`))
          .listen(0, '127.0.0.1');
      },
      serve: () => {},
    });
    await listeners.follow([place(1), place(2)]);
    expect([listeners.has(place(1)), listeners.has(place(2))]).toEqual([true, false]);
    isTaken = false;
    await listeners.follow([place(1), place(2)]);
    expect(listeners.has(place(2))).toBe(true);
    await listeners.follow([place(2)]);
    listeners.close();
    await expect.poll(() => log).toEqual(['open 1', 'open 2', 'open 2', 'closed 1', 'closed 2']);
  });
});
