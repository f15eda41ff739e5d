import { Fault } from '../errors/fault.ts';
import { concat, equalBytes, expandKey, keyedHmac, type SecretKey, utf8 } from '../primitives/index.ts';
import { type BucketKeyPlace, bucketKeyLength } from './bucket-key.ts';
import { contextFor } from './context.ts';
import { idLength, requireId, requireLength } from './ids.ts';
import { u16, u32, u64, u8 } from './integers.ts';
import { RecordReader } from './record-reader.ts';
import { sealedSize } from './sizes.ts';

/** How a bucket key is wrapped, and the wrapped key itself. */
export type WrappedBucketKey =
  /** Under a version of the master key, 104 bytes. */
  | { readonly scheme: 'local'; readonly masterKeyVersion: number; readonly wrapped: Uint8Array }
  /** The KMS's ciphertext blob, under the resolved key id: each 1 to 65,535 bytes. */
  | { readonly scheme: 'kms'; readonly kmsKeyId: string; readonly wrapped: Uint8Array };

/** What the row of a bucket key says. */
export type BucketKeyFields = BucketKeyPlace &
  WrappedBucketKey & {
    /** In ms since 1970. */
    readonly createdAt: number;
    /** When the key was closed for new writes, in ms since 1970; absent while it takes them. */
    readonly closedAt?: number;
  };

/** A parsed bucket-key row; its times are to be believed only after `verifyBucketKeyRow`. */
export type BucketKeyRow = BucketKeyFields & {
  /** Everything the tag covers, as stored. */
  readonly tagged: Uint8Array;
  readonly tag: Uint8Array;
};

const magic = 'SSBK';
const tagKeyContext = contextFor('bucket-key-row');
const format = 1;
const schemes = { local: 1, kms: 2 } as const satisfies Record<WrappedBucketKey['scheme'], number>;
const tagSize = 32;

/** The bytes of a bucket-key row, with a tag under a key derived from the bucket key itself (docs/spec/envelope.md, "Bucket-key row"). */
export function sealBucketKeyRow(fields: BucketKeyFields, bucketKey: SecretKey): Uint8Array {
  requireId(fields.bucketKeyId, 'bucket key id');
  requireId(fields.bucketId, 'bucket id');
  const { createdAt, closedAt } = fields;
  const state = [u64(createdAt), u8(closedAt === undefined ? 0 : 1), u64(closedAt ?? 0)];
  const tagged = concat(
    utf8(magic),
    u8(format),
    u8(schemes[fields.scheme]),
    fields.bucketKeyId,
    fields.bucketId,
    ...state,
    ...encodeWrapped(fields),
  );
  return concat(tagged, rowTag(tagged, bucketKey));
}

/**
 * Parses the stored row of the bucket key at `place`, which is what the row's key in the store says.
 * Throws `Fault('not-authentic')` when the row is of another bucket or key, `Fault('malformed')` when it is no such row.
 */
export function parseBucketKeyRow(bytes: Uint8Array, place: BucketKeyPlace): BucketKeyRow {
  const reader = new RecordReader(bytes, 'bucket-key row');
  reader.magic(magic);
  if (reader.u8() !== format) throw reader.malformed('unknown format');
  const scheme = reader.u8();
  const bucketKeyId = reader.bytes(idLength);
  const bucketId = reader.bytes(idLength);
  const createdAt = reader.count();
  const closed = reader.u8();
  const closedAt = reader.count();
  if (closed > 1 || (closed === 0 && closedAt !== 0)) throw reader.malformed('broken closing time');
  const key = parseWrapped(reader, scheme);
  const tagged = bytes.subarray(0, reader.position);
  const tag = reader.bytes(tagSize);
  reader.end();
  if (!equalBytes(bucketKeyId, place.bucketKeyId) || !equalBytes(bucketId, place.bucketId)) {
    throw new Fault('not-authentic', 'a bucket-key row is of another bucket or key');
  }
  return { bucketKeyId, bucketId, createdAt, ...(closed === 1 && { closedAt }), ...key, tagged, tag };
}

/** Throws `Fault('not-authentic')` unless every field of the row is as it was when it was sealed with this bucket key. */
export function verifyBucketKeyRow({ tagged, tag }: BucketKeyRow, bucketKey: SecretKey): void {
  if (!equalBytes(tag, rowTag(tagged, bucketKey))) throw new Fault('not-authentic', 'a bucket-key row does not authenticate');
}

function rowTag(tagged: Uint8Array, bucketKey: SecretKey): Uint8Array {
  return keyedHmac('sha256', expandKey(bucketKey, tagKeyContext(), 32), tagged);
}

function encodeWrapped(key: WrappedBucketKey): Uint8Array[] {
  if (key.scheme === 'local') {
    requireLength(key.wrapped, sealedSize(bucketKeyLength), 'wrapped bucket key');
    return [u32(key.masterKeyVersion), key.wrapped];
  }
  const kmsKeyId = utf8(key.kmsKeyId);
  if (kmsKeyId.length === 0 || key.wrapped.length === 0) throw new Fault('misuse', 'expected a KMS key id and a ciphertext');
  return [u16(kmsKeyId.length), kmsKeyId, u16(key.wrapped.length), key.wrapped];
}

function parseWrapped(reader: RecordReader, scheme: number): WrappedBucketKey {
  if (scheme === schemes.local) {
    return { scheme: 'local', masterKeyVersion: reader.u32(), wrapped: reader.bytes(sealedSize(bucketKeyLength)) };
  }
  if (scheme !== schemes.kms) throw reader.malformed(`unknown scheme ${scheme}`);
  const kmsKeyId = reader.text(reader.u16());
  const wrapped = reader.bytes(reader.u16());
  if (kmsKeyId === '' || wrapped.length === 0) throw reader.malformed('a KMS key id or ciphertext is empty');
  return { scheme: 'kms', kmsKeyId, wrapped };
}
