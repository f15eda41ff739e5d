import { secretKey } from '@sse/core/primitives';
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { localKeyService } from './adapters/local-key-service.ts';
import { extentReader, readRegionSize } from './body/read-extents.ts';
import { regionPool } from './body/region-pool.ts';
import { createScratch } from './body/scratch.ts';
import { extentWriter } from './body/write-extent.ts';
import { accessKeys } from './domain/access-keys.ts';
import { blobIntents } from './domain/blob-rows.ts';
import { defaultKeyLimits } from './domain/bucket-key.ts';
import { buckets } from './domain/buckets.ts';
import { dataKeys } from './domain/data-keys.ts';
import { documents } from './domain/documents.ts';
import { openKeyHierarchy } from './domain/key-hierarchy.ts';
import { listObjects } from './domain/list-objects.ts';
import { objects } from './domain/objects.ts';
import { putObject } from './domain/put-object.ts';
import { rotateMasterKey } from './domain/rotate-master-key.ts';
import { sweep } from './domain/sweeper.ts';
import type { Services } from './operations/services.ts';
import { requestHandler } from './pipeline/handle-request.ts';
import type { KeyService } from './ports/key-service.ts';
import type { EmulatorNode, NodeOptions } from './server/emulator-node.ts';

/** The one account of this server: an id in the vendor's form. */
const accountId = '1000000000000001';
/** How long a blob outlives the last row that named it: an open file outlives its name, so only the time between row and open counts. */
const trashGraceMs = 60_000;
/** At most 16 MiB of sealed bytes are held by readers at a time. */
const readRegions = 16;

const random = (length: number): Uint8Array => randomBytes(length);

/** Opens this process's share of a server over a store, blobs and a root key; see `EmulatorNode`. */
export async function openNode(options: NodeOptions): Promise<EmulatorNode> {
  const { store, blobs, now, log, region, strictRegion } = options;
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
  const services = openServices(options, keys, localKeys);
  const addressBook = { baseDomains: options.baseDomains, cnames: options.cnames };
  const handle = requestHandler({ services, accessKeys: access, addressBook, region, strictRegion, log, now });

  return {
    handle: (request: IncomingMessage, response: ServerResponse) => void handle(request, response, false),
    handleContinue: (request, response) => void handle(request, response, true),
    credentials,
    admin: {
      rotateMasterKey: () => rotateMasterKey({ store, masterKeys: keys.masterKeys, now, random }),
      createKey: ({ alias }) => localKeys.createKey({ alias }),
      listKeys: () => localKeys.listKeys(),
      setKeyState: (keyRef, state) => localKeys.setKeyState(keyRef, state),
    },
    async sweep() {
      const swept = await sweep({ store, rows: keys.rows, blobs, now, trashGraceMs });
      if (swept.expiredIntents + swept.deletedBlobs > 0) log.debug({ ...swept }, 'swept');
    },
    close: () => localKeys.close(),
  };
}

function openServices({ store, blobs, now, region }: NodeOptions, keys: Awaited<ReturnType<typeof openKeyHierarchy>>, kms: KeyService): Services {
  const scratch = createScratch();
  const bucketDocuments = documents({ store, rows: keys.rows, liveKeys: keys.liveKeys });
  const allBuckets = buckets({ store, keys, documents: bucketDocuments, random });
  const allObjects = objects({ store, keys, buckets: allBuckets, now });
  const objectKeys = dataKeys({ keys, kms, random });
  const claimBlob = blobIntents({ store, keys, owner: randomUUID(), now });
  const writeExtent = extentWriter({ blobs, claimBlob, scratch, random });
  return {
    region,
    accountId,
    now,
    buckets: allBuckets,
    documents: bucketDocuments,
    objects: allObjects,
    dataKeys: objectKeys,
    readExtents: extentReader({ blobs, regions: regionPool({ size: readRegionSize, count: readRegions }), scratch }),
    putObject: putObject({ objects: allObjects, dataKeys: objectKeys, writeExtent, now, random }),
    listObjects: listObjects({ store, rows: keys.rows }),
  };
}
