import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { joinSockets } from '../../src/run/join-sockets.ts';

describe('joinSockets', () => {
  it.each([0, 1])('breaks the other where one is broken already: %s', (index) => {
    const pair = [new PassThrough(), new PassThrough()] as const;
    pair[index]?.destroy();
    joinSockets(...pair);
    expect(pair.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });
});
