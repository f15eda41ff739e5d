import {
  activeMasterKey,
  addMasterKey,
  type DekEnvelope,
  deriveDataKey,
  deriveRowKey,
  emptyKeyring,
  encodeManifest,
  extentContext,
  headerSize,
  type Keyring,
  masterKeyOf,
  openDekEnvelope,
  openKeyring,
  openManifest,
  openRow,
  parseBucketKeyRow,
  parseDekEnvelope,
  parseKeyring,
  rowBucketKeyId,
  sealBucketKeyRow,
  sealDekEnvelope,
  sealedSize,
  sealKeyring,
  sealRow,
  startOpen,
  startSeal,
  tagManifest,
  unwrapBucketKey,
  verifyBucketKeyRow,
  wrapBucketKey,
} from '../../src/envelope/index.ts';
import { Fault } from '../../src/errors/fault.ts';
import { concat, type DataAlgorithm, secretKey, type SecretKey, toHex, utf8 } from '../../src/primitives/index.ts';
import { sample } from '../primitives/sample-bytes.ts';

/** Everything that a server keeps, by name: the keyring, bucket-key rows, sealed object rows and extents. */
export type Stored = Map<string, Uint8Array>;

export interface ObjectName {
  readonly bucket: string;
  readonly objectKey: string;
  readonly version: string;
}

/** What an object's sealed row holds. */
export interface ObjectRow {
  readonly envelope: Uint8Array;
  readonly manifest: Uint8Array;
  readonly tag: Uint8Array;
}

const none = new Uint8Array(0);
const rootKey = secretKey(sample(32, 'root key'));

export const id = (name: string): Uint8Array => sample(16, name);
export const rowName = ({ bucket, objectKey, version }: ObjectName): string => `object/${bucket}/${objectKey}/${version}`;
export const bucketKeyName = (bucket: string): string => `bucket-key/${bucket}`;
export const extentName = (extentId: Uint8Array): string => `extent/${toHex(extentId)}`;
const binding = ({ bucket, objectKey, version }: ObjectName) => ({
  bucketId: id(bucket),
  objectKey,
  versionId: id(version),
  uploadId: none,
});
const place = (bucket: string) => ({ bucketId: id(bucket), bucketKeyId: id(`key of ${bucket}`) });

export function get(stored: Stored, name: string): Uint8Array {
  const value = stored.get(name);
  if (value === undefined) throw new Fault('key-missing', `nothing is stored as ${name}`);
  return value;
}

export function readKeyring(stored: Stored): Keyring {
  return openKeyring(parseKeyring(get(stored, 'keyring')), rootKey);
}

export function writeKeyring(stored: Stored, keyring: Keyring): void {
  stored.set('keyring', sealKeyring(keyring, { protector: { kind: 'raw' }, rootKey, salt: sample(24, `keyring ${keyring.keys.length}`) }));
}

/** A store with a keyring of two master keys and no bucket. */
export function emptyStore(): Stored {
  const stored: Stored = new Map();
  const first = addMasterKey(emptyKeyring(id('keyring')), { key: secretKey(sample(32, 'master 1')), createdAt: 1000 });
  writeKeyring(stored, addMasterKey(first, { key: secretKey(sample(32, 'master 2')), createdAt: 2000 }));
  return stored;
}

/** Wraps a bucket's key under the active master key, and its row. */
export function writeBucketKey(stored: Stored, bucket: string, bucketKey: SecretKey = secretKey(sample(32, `bucket key ${bucket}`))): void {
  const master = activeMasterKey(readKeyring(stored));
  if (master === undefined) throw new Fault('key-missing', 'no active master key');
  const wrapped = wrapBucketKey(
    master.key,
    { ...place(bucket), masterKeyVersion: master.version },
    bucketKey,
    sample(24, `wrap ${bucket}`),
  );
  const fields = { ...place(bucket), scheme: 'local', masterKeyVersion: master.version, wrapped, createdAt: 3000, closedAt: 4000 } as const;
  stored.set(bucketKeyName(bucket), sealBucketKeyRow(fields, bucketKey));
}

export function readBucketKey(stored: Stored, bucket: string): SecretKey {
  const row = parseBucketKeyRow(get(stored, bucketKeyName(bucket)), place(bucket));
  if (row.scheme !== 'local') throw new Fault('malformed', 'expected a local bucket key');
  const master = masterKeyOf(readKeyring(stored), row.masterKeyVersion);
  if (master === undefined) throw new Fault('key-missing', `no master key ${row.masterKeyVersion}`);
  const bucketKey = unwrapBucketKey(master.key, row);
  verifyBucketKeyRow(row, bucketKey);
  return bucketKey;
}

export function writeRow(stored: Stored, name: ObjectName, { envelope, manifest, tag }: ObjectRow): void {
  const plain = concat(Uint8Array.of(envelope.length), envelope, tag, manifest);
  const rowKey = deriveRowKey(readBucketKey(stored, name.bucket));
  const { bucketKeyId } = place(name.bucket);
  stored.set(rowName(name), sealRow({ rowKey, bucketKeyId, storeKey: utf8(rowName(name)), nonce: sample(12, rowName(name)), plain }));
}

export function readRow(stored: Stored, name: ObjectName): ObjectRow {
  const value = get(stored, rowName(name));
  if (toHex(rowBucketKeyId(value)) !== toHex(place(name.bucket).bucketKeyId))
    throw new Fault('key-missing', 'a row names an unknown bucket key');
  const plain = openRow({ rowKey: deriveRowKey(readBucketKey(stored, name.bucket)), storeKey: utf8(rowName(name)), value });
  const [length = 0] = plain;
  return { envelope: plain.subarray(1, 1 + length), tag: plain.subarray(1 + length, 33 + length), manifest: plain.subarray(33 + length) };
}

/** Writes an object of several extents as a server does. */
export function writeObject(
  stored: Stored,
  name: ObjectName,
  extents: readonly Uint8Array[],
  dataAlgorithm: DataAlgorithm = 'AES256',
): void {
  const dek = secretKey(sample(32, `dek ${rowName(name)}`));
  const inputKey = deriveDataKey(dek, dataAlgorithm);
  const listed = extents.map((plain, index) => {
    const extentId = id(`extent ${index} of ${rowName(name)}`);
    const salt = sample(24, `salt ${index} of ${rowName(name)}`);
    const sealer = startSeal({ algorithm: dataAlgorithm, inputKey, context: extentContext(extentId), salt });
    const sealed = new Uint8Array(sealedSize(plain.length));
    sealed.set(sealer.header);
    sealer.sealBatch(plain, sealed.subarray(headerSize), true);
    stored.set(extentName(extentId), sealed);
    return { id: extentId, length: plain.length };
  });
  const { bucketKeyId } = place(name.bucket);
  const fields: DekEnvelope = { mode: 'SSE-OSS', dataAlgorithm, kind: 'object', bucketKeyId, kmsKeyId: '' };
  const bucketKey = readBucketKey(stored, name.bucket);
  const envelope = sealDekEnvelope({ fields, binding: binding(name), bucketKey, dek, salt: sample(24, `envelope ${rowName(name)}`) });
  const manifest = encodeManifest({ dataAlgorithm, crc64: 77n, extents: listed });
  writeRow(stored, name, { envelope, manifest, tag: tagManifest(dek, binding(name), manifest) });
}

/** Reads an object from the root key down, with every check that a reader owes. */
export function readObject(stored: Stored, name: ObjectName): Uint8Array {
  const { envelope, manifest, tag } = readRow(stored, name);
  const { dataAlgorithm } = parseDekEnvelope(envelope);
  const dek = openDekEnvelope({ envelope, binding: binding(name), bucketKey: readBucketKey(stored, name.bucket) });
  const { extents } = openManifest({ manifest, dek, binding: binding(name), tag, dataAlgorithm });
  const inputKey = deriveDataKey(dek, dataAlgorithm);
  const opened = extents.flatMap((extent) => {
    const sealed = get(stored, extentName(extent.id));
    if (sealed.length !== sealedSize(extent.length)) throw new Fault('not-authentic', 'an extent has another length');
    const header = sealed.subarray(0, headerSize);
    return startOpen({ algorithm: dataAlgorithm, inputKey, context: extentContext(extent.id), header }).openBatch(
      sealed.subarray(headerSize),
      0,
      true,
    );
  });
  return concat(...opened);
}
