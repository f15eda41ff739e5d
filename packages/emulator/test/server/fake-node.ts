import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Fault } from '@sse/core';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import { dataFolderLayout } from '../../src/server/data-folder.ts';
import type { EmulatorNode, NodeOptions } from '../../src/server/emulator-node.ts';
import type { Storage } from '../../src/server/server-parts.ts';

/** While the file that this variable names exists, no fake node can be opened by a worker. */
export const failVariable = 'FAKE_FAILS_WHILE';

export const fakeCredentials = { accessKeyId: 'FAKEID', accessKeySecret: 'fake-generated-secret' };

/** Stands in for the real node: answers with what a test wants to know. */
export async function openFakeNode(options: NodeOptions): Promise<EmulatorNode> {
  const failFile = process.env[failVariable];
  if (process.send !== undefined && failFile !== undefined && existsSync(failFile))
    throw new Fault('configuration', 'this worker was told to fail');
  return {
    handle: (request, response) => void answer(options, request, response),
    handleContinue(request, response) {
      response.writeContinue();
      void answer(options, request, response);
    },
    credentials:
      options.credentials === undefined ? { ...fakeCredentials, origin: 'generated' } : { ...options.credentials, origin: 'given' },
    admin: {
      get ram(): never {
        throw new Error('the fake node has no users');
      },
      rotateMasterKey: async () => ({ version: 2, rewrapped: 3 }),
      createKey: async ({ alias }) => ({ keyId: `key-of-${alias ?? 'nobody'}` }),
      listKeys: async () => [{ keyId: 'key-1', state: 'Enabled', aliases: ['alias/one'] }],
      async setKeyState(keyRef, state) {
        options.log.info({ keyRef, state }, 'state set');
      },
    },
    applyLifecycle: () => Promise.resolve(),
    sweep: async () => options.log.info({}, 'swept'),
    close: async () => options.log.info({}, 'node closed'),
  };
}

async function answer({ log, region }: NodeOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  log.info({ path: request.url }, 'request begins');
  if (request.url === '/pid') return void response.end(`${process.pid}`);
  if (request.url === '/begun') return void response.write('begun');
  let length = 0;
  try {
    request.on('data', (chunk: Buffer) => (length += chunk.length));
    await finished(request);
    response.end(`${region} ${length}`);
  } catch {
    log.info({}, 'request aborted');
  }
}

/** Leaves the traces of real storage in a data folder. */
export async function markAsUsed(folder: string): Promise<void> {
  const { store } = dataFolderLayout(folder);
  await mkdir(store, { recursive: true });
  await writeFile(join(store, 'data.mdb'), 'rows');
}

/** Storage in memory that looks used in its folder. */
export async function openFakeStorage(folder: string): Promise<Storage> {
  await markAsUsed(folder);
  return {
    ...fakeMemoryStorage(),
    forgetDeadReaders: () => void process.stderr.write('dead readers forgotten\n'),
  };
}

export function fakeMemoryStorage(): Storage {
  return { store: memoryStore(), blobs: noBlobs, forgetDeadReaders() {}, close: async () => {} };
}

const refuse = (): never => {
  throw new Error('the fake node stores no blobs');
};
const noBlobs: BlobStore = { write: refuse, read: refuse, delete: refuse, list: refuse, close: async () => {} };
