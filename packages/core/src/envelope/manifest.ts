import { Fault } from '../errors/fault.ts';
import { AEAD, type DataAlgorithm, equalBytes, expandKey, keyedHmac, type SecretKey, utf8 } from '../primitives/index.ts';
import { contextFor } from './context.ts';
import { dataAlgorithmOf } from './data-algorithm-id.ts';
import { idLength, requireId } from './ids.ts';
import { RecordReader } from './record-reader.ts';

/** One attempt to write bytes that became part of an object. */
export interface Extent {
  /** 16 random bytes. */
  readonly id: Uint8Array;
  /** Bytes of plaintext. */
  readonly length: number;
}

/** What an encrypted object consists of, in the order of its bytes. */
export interface Manifest {
  readonly dataAlgorithm: DataAlgorithm;
  /** CRC-64/XZ of the whole plaintext. */
  readonly crc64: bigint;
  readonly extents: readonly Extent[];
}

/** A manifest that was verified. */
export interface OpenedManifest extends Manifest {
  /** Bytes of plaintext of all extents together. */
  readonly totalLength: number;
}

/** The version of an object that a manifest belongs to. Ids are 16 bytes. */
export interface ManifestBinding {
  readonly bucketId: Uint8Array;
  readonly objectKey: string;
  readonly versionId: Uint8Array;
}

/** Length of a manifest's tag in bytes. */
export const manifestTagLength = 32;

const magic = 'SSM1';
const keyContext = contextFor('manifest-key');
const tagContext = contextFor('manifest');
const headLength = 28;
const entryLength = idLength + 8;

/** The bytes of a manifest: 28, and 24 for each extent (docs/spec/envelope.md, "Manifest"). */
export function encodeManifest({ dataAlgorithm, crc64, extents }: Manifest): Uint8Array {
  if (BigInt.asUintN(64, crc64) !== crc64) throw new Fault('misuse', 'expected a CRC of 64 bits');
  const bytes = new Uint8Array(headLength + extents.length * entryLength);
  const view = new DataView(bytes.buffer);
  bytes.set(utf8(magic));
  view.setUint8(4, AEAD[dataAlgorithm].id);
  view.setUint32(8, extents.length);
  view.setBigUint64(12, BigInt(totalLength(extents)));
  view.setBigUint64(20, crc64);
  for (const [index, { id, length }] of extents.entries()) {
    requireId(id, 'extent id');
    bytes.set(id, headLength + index * entryLength);
    view.setBigUint64(headLength + index * entryLength + idLength, BigInt(length));
  }
  return bytes;
}

/** The 32-byte tag that binds an encoded manifest to an object version, under a key derived from the object's DEK. */
export function tagManifest(dek: SecretKey, binding: ManifestBinding, manifest: Uint8Array): Uint8Array {
  requireId(binding.bucketId, 'bucket id');
  requireId(binding.versionId, 'version id');
  const key = expandKey(dek, keyContext(), 32);
  return keyedHmac('sha256', key, tagContext(binding.bucketId, binding.objectKey, binding.versionId, manifest));
}

/** What `openManifest` opens, and what it verifies it against. */
export interface ManifestToOpen {
  /** As stored. */
  readonly manifest: Uint8Array;
  readonly dek: SecretKey;
  readonly binding: ManifestBinding;
  readonly tag: Uint8Array;
  /** The data algorithm of the DEK envelope, which must be the manifest's. */
  readonly dataAlgorithm: DataAlgorithm;
}

/**
 * Verifies the tag of an encoded manifest in constant time, then parses it.
 * Throws `Fault('not-authentic')` when the tag, the binding or the data algorithm is another, `Fault('malformed')` on a broken format.
 */
export function openManifest({ manifest, dek, binding, tag, dataAlgorithm }: ManifestToOpen): OpenedManifest {
  if (!equalBytes(tag, tagManifest(dek, binding, manifest))) throw new Fault('not-authentic', 'the manifest does not authenticate');
  const parsed = parseManifest(manifest);
  if (parsed.dataAlgorithm !== dataAlgorithm) {
    throw new Fault('not-authentic', `expected a manifest for ${dataAlgorithm}, got one for ${parsed.dataAlgorithm}`);
  }
  return parsed;
}

/** The fields of an encoded manifest, to be believed only after `openManifest`; `Fault('malformed')` on a broken format. */
export function parseManifest(bytes: Uint8Array): OpenedManifest {
  const reader = new RecordReader(bytes, 'manifest');
  reader.magic(magic);
  const dataAlgorithm = dataAlgorithmOf(reader.u8());
  if (dataAlgorithm === undefined) throw reader.malformed('unknown data algorithm');
  reader.zeros(3);
  const count = reader.u32();
  const total = reader.count();
  const crc64 = reader.u64();
  if (bytes.length !== headLength + count * entryLength) throw reader.malformed(`${count} extents in ${bytes.length} bytes`);
  const extents = Array.from({ length: count }, () => ({ id: reader.bytes(idLength), length: reader.count() }));
  if (extents.reduce((sum, { length }) => sum + length, 0) !== total) throw reader.malformed('the extents do not add up to the total');
  return { dataAlgorithm, crc64, extents, totalLength: total };
}

function totalLength(extents: readonly Extent[]): number {
  const total = extents.reduce((sum, { length }) => sum + length, 0);
  const valid = Number.isSafeInteger(total) && extents.every(({ length }) => Number.isSafeInteger(length) && length >= 0);
  if (!valid) throw new Fault('misuse', `expected lengths in bytes, got extents of ${total} bytes in all`);
  return total;
}
