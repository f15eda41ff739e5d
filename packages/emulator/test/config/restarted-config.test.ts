import fc from 'fast-check';
import { writeFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import type { EmulatorConfig } from '../../src/config/emulator-config.ts';
import { readConfigObject, readConfigText } from '../../src/config/read-config.ts';
import { startEmulator } from '../../src/start-emulator.ts';
import { localStorage } from '../../src/server/local-storage.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';
import { startServerProcess } from '../support/server-process.ts';
import { ask } from '../support/signed-request.ts';
import { configWorld, example } from './config-world.ts';
import { randomConfig } from './random-config.ts';

const readExample = (): EmulatorConfig => parse(example);

describe('any configuration', () => {
  it('says the same as a file, and applied twice leaves the rows that it made', async () => {
    await fc.assert(
      fc.asyncProperty(randomConfig, async (config) => {
        const located = readConfigText(stringify(config), 'sse.yaml');
        expect(located.declared).toEqual(readConfigObject(config).declared);
        const world = configWorld();
        await world.start(located);
        const rows = await world.rows();
        expect(await world.start(located)).toBe(0);
        expect(await world.rows()).toEqual(rows);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a server that is started again', () => {
  it('on LMDB finds everything as it is declared', async () => {
    await using folder = await temporaryFolder();
    const run = async (): Promise<readonly string[]> => {
      const storage = await localStorage(folder.path);
      try {
        const world = configWorld(storage);
        await world.start(example);
        return await world.rows();
      } finally {
        await storage.close();
      }
    };
    const rows = await run();
    expect(rows.length).toBeGreaterThan(10);
    expect(await run()).toEqual(rows);
  });

  it('with workers has what its file declares', async () => {
    await using folder = await temporaryFolder();
    const file = `${folder.path}/sse.yaml`;
    await writeFile(file, example);
    for (const workers of ['1', '2']) {
      const server = await startServerProcess(`${folder.path}/data`, '--config', file, '--workers', workers);
      const encryption = await ask(server, { method: 'GET', bucket: 'app-data', query: [['encryption', '']] });
      const acl = await ask(server, { method: 'GET', bucket: 'app-data', query: [['acl', '']] });
      await server.end('SIGTERM');
      expect(encryption.body.toString()).toContain('<KMSMasterKeyID>alias/app</KMSMasterKeyID>');
      expect(acl.body.toString()).toContain('<ID>1234567890123456</ID>');
    }
  });
});

describe('startEmulator', () => {
  it('takes a configuration as an object or a path', async () => {
    await using folder = await temporaryFolder();
    const file = `${folder.path}/sse.yaml`;
    await writeFile(file, example);
    for (const config of [file, { buckets: [{ name: 'app-data' }] }]) {
      await using server = await startEmulator({ config });
      expect((await ask(server, { method: 'GET', bucket: 'app-data', query: [['acl', '']] })).status).toBe(200);
    }
  });

  it('lets users in with what was declared for them', async () => {
    await using server = await startEmulator({ config: readExample() });
    const alice = { ...server, accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' };
    const rule = { bucket: 'app-data', query: [['encryption', '']] } as const;
    const shown = await ask(alice, { method: 'GET', ...rule });
    expect(shown.status).toBe(200);
    expect(shown.body.toString()).toContain('<KMSMasterKeyID>alias/app</KMSMasterKeyID>');
    expect(await ask(alice, { method: 'DELETE', ...rule })).toMatchObject({ status: 403, error: { Code: 'AccessDenied' } });
    expect((await ask(server, { method: 'PUT', bucket: 'app-data', key: 'a', body: 'a' })).headers).toMatchObject({
      'x-oss-server-side-encryption': 'KMS',
      'x-oss-version-id': expect.any(String),
    });
  });

  it('does not start with one that is wrong, and makes nothing', async () => {
    await using folder = await temporaryFolder();
    const refused = startEmulator({ folder: folder.path, config: { buckets: [{ name: 'A' }] } });
    await expect(refused).rejects.toMatchObject({ name: 'ConfigError', faults: [expect.stringContaining('config: buckets[0].name')] });
    await startEmulator({ folder: folder.path }).then((server) => server.close());
    const contradicted = { buckets: [{ name: 'app', storageClass: 'IA' }] } as const;
    await startEmulator({ folder: folder.path, config: { buckets: [{ name: 'app' }] } }).then((server) => server.close());
    await expect(startEmulator({ folder: folder.path, config: contradicted })).rejects.toThrow('config: buckets[0].storageClass');
    await startEmulator({ folder: folder.path }).then((server) => server.close());
  });
});
