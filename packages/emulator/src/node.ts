import { secretKey } from '@sse/core/primitives';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { localKeyService } from './adapters/local-key-service.ts';
import { applyConfig } from './config/apply-config.ts';
import { accessKeys } from './domain/access-keys.ts';
import { defaultKeyLimits } from './domain/bucket-key.ts';
import { openKeyHierarchy } from './domain/key-hierarchy.ts';
import { account } from './domain/ram/account.ts';
import { readAhead } from './domain/read-ahead.ts';
import { rotateMasterKey } from './domain/rotate-master-key.ts';
import { sweep } from './domain/sweeper.ts';
import { openServices } from './open-services.ts';
import { randomSource } from './random-source.ts';
import { requestHandler } from './pipeline/handle-request.ts';
import { defaultMaxRequests } from './server/http-limits.ts';
import type { KeyService } from './ports/key-service.ts';
import type { EmulatorNode, NodeOptions } from './server/emulator-node.ts';

/** How long a blob outlives the last row that named it: an open file outlives its name, so only the time between row and open counts. */
const trashGraceMs = 60_000;
/** How often plaintext keys whose time in memory is over are looked for. */
const dropKeysEveryMs = 30_000;

/** Opens this process's share of a server over a store, blobs and a root key; see `EmulatorNode`. */
export async function openNode(options: NodeOptions): Promise<EmulatorNode> {
  const { store, blobs, now, log, region, strictRegion } = options;
  const random = randomSource();
  const keyService: { service?: KeyService } = {};
  const kms = (): KeyService => {
    if (keyService.service === undefined) throw new Error('the key service is asked before it is there');
    return keyService.service;
  };
  const keys = await openKeyHierarchy({ store, rootKey: secretKey(options.rootKey), kms, limits: defaultKeyLimits, now, random });
  const localKeys = localKeyService({ store, keys, now, random });
  keyService.service = localKeys;

  const access = accessKeys({ store, keys, random });
  const credentials = await access.root(options.credentials);
  const accounts = account({ store, keys });
  const accountId = options.config?.declared.account?.id ?? (await accounts.accountId());
  const services = openServices({ ...options, keys, kms: localKeys, accountId, random });
  if (options.config !== undefined) {
    const target = { ...services, account: accounts, rootAccessKeyId: credentials.accessKeyId, keys: localKeys };
    await applyConfig(target, options.config);
  }
  const addressBook = { baseDomains: options.baseDomains, cnames: options.cnames };
  const handle = requestHandler({
    services,
    identities: services.identities,
    readAhead: readAhead(keys.rows, services.identities),
    addressBook,
    region,
    strictRegion,
    maxRequests: options.maxRequests ?? defaultMaxRequests,
    log,
    ...(options.observe === undefined ? {} : { observe: options.observe }),
    now,
  });

  // Not with the sweeper, which runs in one process only.
  const dropping = setInterval(() => keys.bucketKeys.dropExpired(), dropKeysEveryMs);
  dropping.unref();

  async function runDueKeys(): Promise<void> {
    const { destroyed, rotated, failures } = await localKeys.runDueKeys();
    for (const err of failures) log.warn({ err }, 'a key could not be deleted or rotated when it was due');
    for (const keyId of destroyed) log.warn({ keyId }, 'a key was destroyed: the time of its deletion has come');
    for (const keyId of rotated) log.info({ keyId }, 'a key was rotated');
  }

  return {
    handle: (request: IncomingMessage, response: ServerResponse) => void handle(request, response, false),
    handleContinue: (request, response) => void handle(request, response, true),
    credentials,
    admin: {
      ram: services.ram,
      rotateMasterKey: () => rotateMasterKey({ store, masterKeys: keys.masterKeys, now, random }),
      createKey: ({ alias }) => localKeys.createKey({ alias }),
      listKeys: () => localKeys.listKeys(),
      setKeyState: (keyRef, state) => localKeys.setKeyState(keyRef, state),
    },
    async sweep() {
      const swept = await sweep({ store, rows: keys.rows, blobs, runPartsJob: services.runPartsJob, now, trashGraceMs });
      for (const err of swept.failures) log.warn({ err }, 'a row or blob could not be swept');
      await runDueKeys();
      if (swept.expiredIntents + swept.deletedBlobs > 0) log.debug({ ...swept, failures: swept.failures.length }, 'swept');
    },
    async applyLifecycle(signal) {
      const { removed, failures } = await services.applyLifecycle(signal);
      for (const err of failures) log.warn({ err }, 'a lifecycle rule could not be applied');
      if (removed > 0) log.info({ removed }, 'lifecycle rules were applied');
    },
    close() {
      clearInterval(dropping);
      return localKeys.close();
    },
  };
}
