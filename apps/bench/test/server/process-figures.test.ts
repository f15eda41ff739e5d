import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { cpuTimeOf, memoryOf, processTree } from '../../src/server/process-figures.ts';
import { watchMemory } from '../../src/server/watch-memory.ts';

/** A process that has a child, takes processor time and then holds 64 MiB; its second line of output says that it does. */
const program = `
const { spawn } = require('node:child_process');
spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
for (let x = 0, end = process.cpuUsage().user + 60000; process.cpuUsage().user < end; x++);
globalThis.held = Buffer.alloc(64 << 20, 1);
process.stdout.write('ready');
process.stdin.resume().once('end', () => process.exit());
`;

describe.runIf(process.platform === 'linux')('figures of processes', () => {
  it('sees a process, its children, their processor time and memory', async () => {
    const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const closed = once(child, 'exit');
    const pid = child.pid ?? 0;
    await once(child.stdout, 'data');
    const tree = processTree(pid);
    using watch = watchMemory(tree);
    try {
      expect(tree).toHaveLength(2);
      expect(tree[0]).toBe(pid);
      expect(processTree(process.pid)).toEqual(expect.arrayContaining(tree));
      expect(cpuTimeOf([pid]).user).toBeGreaterThan(0.02);
      expect(cpuTimeOf(tree).user).toBeGreaterThanOrEqual(cpuTimeOf([pid]).user);
      expect(memoryOf(pid)).toBeGreaterThan(64 << 20);
    } finally {
      for (const each of tree) process.kill(each, 'SIGKILL');
      await closed;
    }
    const { largest, together } = watch.peak();
    expect(largest).toBeGreaterThan(64 << 20);
    expect(together).toBeGreaterThan(largest);
    expect(memoryOf(pid)).toBe(0);
    expect(cpuTimeOf([pid])).toEqual({ user: 0, system: 0 });
    expect(processTree(pid)).toEqual([]);
  });
});
