import { Fault } from '@sse/core';
import { parseManifest } from '@sse/core/envelope';
import { fromHex, toHex } from '@sse/core/primitives';
import type { Extent, ObjectBody, PackedExtents } from './object-rows.ts';

const idBytes = 16;
const plainEntryBytes = idBytes + 8 + idBytes + 8;

/** Up to this many extents stay as they are. */
const few = 8;

/**
 * The extents of an object for its body row. Many of them, which never lie in the row, are packed, so that 10,000 parts and 5 GiB of appends fit:
 * beside a manifest, which has the rest, `blobId[16]` each; without encryption `id[16] | u64 length | blobId[16] | u64 crc64`, big-endian.
 */
export function packExtents(extents: readonly Extent[], beside: 'a manifest' | 'none'): readonly Extent[] | PackedExtents {
  if (extents.length <= few) return extents;
  return Buffer.concat(extents.map((extent) => (beside === 'a manifest' ? blobOf(extent) : plainEntry(extent))));
}

/** The extents that a body row holds, in the order of their bytes. `Fault('malformed')` when there are not as many as in the manifest. */
export function extentsOf({ extents, manifest }: ObjectBody): readonly Extent[] {
  if (!(extents instanceof Uint8Array)) return extents;
  const packed = Buffer.from(extents.buffer, extents.byteOffset, extents.byteLength);
  if (manifest === undefined) return entriesOf(packed, plainEntryBytes).map(plainExtent);
  const listed = parseManifest(manifest).extents;
  const blobs = entriesOf(packed, idBytes);
  if (blobs.length !== listed.length) throw new Fault('malformed', `${blobs.length} blobs for ${listed.length} extents`);
  return blobs.map((blob, index) => ({ ...(listed[index] ?? { id: blob, length: 0 }), blobId: toHex(blob) }));
}

function blobOf({ blobId }: Extent): Uint8Array {
  const blob = fromHex(blobId ?? '');
  if (blob?.length !== idBytes) throw new Fault('misuse', 'many extents of one object lie in blobs');
  return blob;
}

function plainEntry(extent: Extent): Buffer {
  const entry = Buffer.alloc(plainEntryBytes);
  entry.set(extent.id);
  entry.writeBigUInt64BE(BigInt(extent.length), idBytes);
  entry.set(blobOf(extent), idBytes + 8);
  entry.writeBigUInt64BE(extent.crc64 ?? 0n, idBytes + 8 + idBytes);
  return entry;
}

function plainExtent(entry: Buffer): Extent {
  return {
    id: entry.subarray(0, idBytes),
    length: Number(entry.readBigUInt64BE(idBytes)),
    blobId: toHex(entry.subarray(idBytes + 8, idBytes + 8 + idBytes)),
    crc64: entry.readBigUInt64BE(idBytes + 8 + idBytes),
  };
}

function entriesOf(packed: Buffer, entryBytes: number): Buffer[] {
  return Array.from({ length: packed.length / entryBytes }, (_, index) => packed.subarray(index * entryBytes, (index + 1) * entryBytes));
}
