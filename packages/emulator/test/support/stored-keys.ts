import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDekEnvelope, parseDekEnvelope, type DekBinding } from '@sse/core/envelope';
import { secretKey, toHex, withKeyBytes, type SecretKey } from '@sse/core/primitives';
import { openSession } from '../../src/domain/bucket-key.ts';
import { uploadDekBinding } from '../../src/domain/data-keys.ts';
import { bucketKeyPlace, keyspace, systemScope, uploadOf, type BucketId } from '../../src/domain/keyspace.ts';
import type { ObjectBody, UploadRow } from '../../src/domain/object-rows.ts';
import { bucketKeyRef } from '../../src/domain/open-bucket-keys.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';
import { localStorage } from '../../src/server/local-storage.ts';
import { rowsOf } from './blob-census.ts';
import { openDomainProcess, type DomainProcess } from './domain-process.ts';

/** A row that holds an envelope. */
interface Enveloped {
  readonly name: string;
  readonly bucketId: BucketId;
  readonly row: Row;
  readonly binding: DekBinding;
}

const none = new Uint8Array(0);

/**
 * Opens every key of a data folder as the server does: raw bytes by what they are for, of which `root`, `master`, `bucket key local …`,
 * `bucket key <KMS key id> …`, `KMS key version …`, `data key of <object> …` for each version, and `data key of upload of <object> …`.
 */
export async function readStoredKeys(folder: string): Promise<Record<string, Uint8Array>> {
  const root = await readFile(join(folder, 'root.key'));
  const storage = await localStorage(join(folder, 'data'));
  try {
    const process = await openDomainProcess(storage.store, { root: secretKey(root) });
    const { keys } = process;
    const found: Record<string, Uint8Array> = { root, master: bytesOf((await keys.masterKeys.active()).key) };
    const [keyRows, kmsRows] = [await rowsOf(storage.store, 'bucket-key'), await rowsOf(storage.store, 'kms')];
    for (const { key } of keyRows) {
      const { bucketId, bucketKeyId } = bucketKeyPlace(key);
      const opened = await keys.bucketKeys.open(openSession(), bucketKeyRef(bucketId, bucketKeyId));
      found[`bucket key ${opened.kmsKeyId ?? 'local'} ${toHex(bucketKeyId)}`] = bytesOf(opened.key);
    }
    for (const { key, value } of kmsRows) {
      const row = await keys.rows.open<{ versions?: { material: Uint8Array }[] }>(openSession(), { scope: systemScope, key }, value);
      for (const [index, { material }] of (row.versions ?? []).entries()) found[`KMS key version ${index}`] = material;
    }
    const bucketIds = new Map(keyRows.map(({ key }) => bucketKeyPlace(key).bucketId).map((id) => [toHex(id), id]));
    for (const id of bucketIds.values())
      for (const enveloped of await envelopedRows(storage.store, id)) {
        const dek = await dataKeyOf(process, enveloped);
        if (dek !== undefined) found[`data key of ${enveloped.name} ${toHex(enveloped.row.key.subarray(-16))}`] = dek;
      }
    return found;
  } finally {
    await storage.close();
  }
}

async function envelopedRows(store: OrderedStore, bucketId: BucketId): Promise<Enveloped[]> {
  const bodies = keyspace.bodies(bucketId);
  const found: Enveloped[] = [];
  for (const row of await store.range({ ...bodies, limit: 1000 })) {
    const name = Buffer.from(row.key).toString('utf8', bodies.gte.length, row.key.length - 17);
    found.push({ name, bucketId, row, binding: { bucketId, objectKey: name, versionId: row.key.subarray(-16), uploadId: none } });
  }
  for (const row of await store.range({ ...keyspace.uploads(bucketId), limit: 1000 })) {
    const { name, uploadId } = uploadOf(row.key, bucketId);
    found.push({ name: `upload of ${name}`, bucketId, row, binding: uploadDekBinding(bucketId, name, uploadId) });
  }
  return found;
}

async function dataKeyOf({ keys }: DomainProcess, { bucketId, row, binding }: Enveloped): Promise<Uint8Array | undefined> {
  const address = { scope: bucketId, key: row.key };
  const { envelope } = await keys.rows.open<ObjectBody | UploadRow>(openSession(), address, row.value);
  if (envelope === undefined) return undefined;
  const { key } = await keys.bucketKeys.open(openSession(), bucketKeyRef(bucketId, parseDekEnvelope(envelope).bucketKeyId));
  return bytesOf(openDekEnvelope({ envelope, binding, bucketKey: key }));
}

function bytesOf(key: SecretKey): Uint8Array {
  return withKeyBytes(key, (bytes) => Uint8Array.from(bytes));
}
