import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { NodeOptions } from '../../src/server/emulator-node.ts';
import { runEmulator, type EmulatorOptions, type RunningEmulator } from '../../src/server/run-emulator.ts';
import { fakeCredentials, fakeMemoryStorage, openFakeNode, openFakeStorage } from './fake-node.ts';
import { temporaryFolder } from './temporary-folder.ts';

const clock = (): number => 12_345;

async function run(options: EmulatorOptions = {}): Promise<{ emulator: RunningEmulator; got: NodeOptions; closed: () => boolean }> {
  let got: NodeOptions | undefined;
  let closed = false;
  const memoryStorage = () => ({ ...fakeMemoryStorage(), close: async () => void (closed = true) });
  const openNode = (given: NodeOptions) => openFakeNode((got = { ...given, rootKey: given.rootKey.slice() }));
  const emulator = await runEmulator({ openNode, openStorage: openFakeStorage, memoryStorage }, options);
  if (got === undefined) throw new Error('no node was opened');
  return { emulator, got, closed: () => closed };
}

describe('runEmulator', () => {
  it('serves from memory on a free port until it is closed, twice if need be', async () => {
    const { emulator, got, closed } = await run();
    expect(emulator).toMatchObject({
      host: '127.0.0.1',
      region: 'cn-hangzhou',
      endpoint: `http://127.0.0.1:${emulator.port}`,
      ...fakeCredentials,
    });
    expect(got.rootKey).toHaveLength(32);
    expect(await (await fetch(`${emulator.endpoint}/a`)).text()).toBe('cn-hangzhou 0');
    void emulator.close();
    await emulator.close();
    expect(closed()).toBe(true);
    await expect(fetch(emulator.endpoint)).rejects.toThrow('fetch failed');
  });

  it('runs several at once, each with its own options', async () => {
    const { emulator: one, got } = await run({
      region: 'us-east-1',
      strictRegion: true,
      clock,
      cnames: { 'a.test': 'bucket' },
      baseDomains: ['b.test'],
    });
    const { emulator: two } = await run({ credentials: { accessKeyId: 'mine', accessKeySecret: 'own' } });
    await using both = { [Symbol.asyncDispose]: async () => void (await Promise.all([one.close(), two.close()])) };
    expect(both).toBeDefined();
    expect(got).toMatchObject({
      region: 'us-east-1',
      strictRegion: true,
      now: clock,
      cnames: { 'a.test': 'bucket' },
      baseDomains: ['b.test'],
    });
    expect(two).toMatchObject({ accessKeyId: 'mine', accessKeySecret: 'own' });
    expect(await (await fetch(one.endpoint)).text()).toBe('us-east-1 0');
    expect(await (await fetch(two.endpoint)).text()).toBe('cn-hangzhou 0');
  });

  it('keeps key and data in a folder, one at a time', async () => {
    await using folder = await temporaryFolder();
    const first = await run({ folder: folder.path });
    await expect(run({ folder: folder.path })).rejects.toThrow(/another server uses the data folder/);
    await first.emulator.close();
    const second = await run({ folder: folder.path });
    expect(second.got.rootKey).toEqual(first.got.rootKey);
    await second.emulator.close();
  });

  it('lets everything go when it cannot start', async () => {
    await using folder = await temporaryFolder();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await expect(run({ folder: folder.path, port: port ?? 0 })).rejects.toThrow(/in use by another process/);
    server.close();
    await (await run({ folder: folder.path })).emulator.close();
  });

  it('does rounds of background work, if wanted', async () => {
    const swept = Promise.withResolvers<void>();
    const log = { debug() {}, warn() {}, error() {}, info: (_fields: object, message: string) => message === 'swept' && swept.resolve() };
    const { emulator } = await run({ log, sweepEvery: 1 });
    await expect(swept.promise).resolves.toBeUndefined();
    await emulator.close();
  });
});
