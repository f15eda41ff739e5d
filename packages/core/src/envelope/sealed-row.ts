import { Fault } from '../errors/fault.ts';
import { expandKey, nonceLength, type SecretKey, startAead, tagLength } from '../primitives/index.ts';
import { contextFor } from './context.ts';
import { idLength, requireId, requireLength } from './ids.ts';
import { RecordReader } from './record-reader.ts';

const rowFormat = 1;
const headLength = 1 + idLength;
const rowKeyContext = contextFor('row-key');
const rowContext = contextFor('row');

/** Bytes that a sealed row is longer than what it seals. */
export const sealedRowOverhead: number = headLength + nonceLength + tagLength;

/** The key that seals rows, derived from a bucket's local key (docs/spec/envelope.md, "Sealed rows"). */
export function deriveRowKey(localBucketKey: SecretKey): SecretKey {
  return expandKey(localBucketKey, rowKeyContext(), 32);
}

/** What a row is sealed with and from. */
export interface RowToSeal {
  readonly rowKey: SecretKey;
  /** The local bucket key that `rowKey` is derived from, 16 bytes. */
  readonly bucketKeyId: Uint8Array;
  /** The whole encoded key of the row in the store, which the value is bound to. */
  readonly storeKey: Uint8Array;
  /** 12 random bytes. */
  readonly nonce: Uint8Array;
  readonly plain: Uint8Array;
}

/** The sealed value of a row, `plain.length + 45` bytes. A row key seals fewer than 2^31 rows. */
export function sealRow({ rowKey, bucketKeyId, storeKey, nonce, plain }: RowToSeal): Uint8Array {
  requireId(bucketKeyId, 'bucket key id');
  requireLength(nonce, nonceLength, 'nonce');
  const value = new Uint8Array(sealedRowOverhead + plain.length);
  value[0] = rowFormat;
  value.set(bucketKeyId, 1);
  value.set(nonce, headLength);
  startAead('AES256', rowKey).seal(nonce, plain, value, headLength + nonceLength, rowContext(value.subarray(0, headLength), storeKey));
  return value;
}

/** The id of the bucket key that a sealed row names, as a view; `Fault('malformed')` when it is no sealed row. */
export function rowBucketKeyId(value: Uint8Array): Uint8Array {
  const reader = new RecordReader(value, 'sealed row');
  if (reader.u8() !== rowFormat) throw reader.malformed('unknown format');
  const id = reader.bytes(idLength);
  reader.bytes(nonceLength + tagLength);
  return id;
}

/**
 * What a sealed row holds, in fresh memory; throws `Fault('not-authentic')` when it was sealed for another store key or row key or is damaged,
 * `Fault('malformed')` when it is no sealed row.
 */
export function openRow({
  rowKey,
  storeKey,
  value,
}: {
  readonly rowKey: SecretKey;
  readonly storeKey: Uint8Array;
  readonly value: Uint8Array;
}): Uint8Array {
  rowBucketKeyId(value);
  const nonce = value.subarray(headLength, headLength + nonceLength);
  const associated = rowContext(value.subarray(0, headLength), storeKey);
  const plain = startAead('AES256', rowKey).open(nonce, value.subarray(headLength + nonceLength), associated);
  if (plain === undefined) throw new Fault('not-authentic', 'a sealed row does not authenticate');
  return plain;
}
