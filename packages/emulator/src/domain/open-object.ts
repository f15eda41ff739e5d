import { Fault } from '@sse/core';
import { deriveDataKey, extentContext, openManifest, sealedSize, startOpen, type Extent as ListedExtent, type Opener } from '@sse/core/envelope';
import { equalBytes } from '@sse/core/primitives';
import type { Session } from './bucket-key.ts';
import type { DataKeys } from './data-keys.ts';
import type { Extent, ObjectBinding, ObjectBody, ObjectHead } from './object-rows.ts';

/** An extent that can be read: where its bytes are, and how they are opened. */
export interface ReadableExtent extends Extent {
  /** Bytes as stored. */
  readonly storedLength: number;
  /** Opens the message from its 56-byte header; absent when the bytes are plain. */
  readonly open: ((header: Uint8Array) => Opener) | undefined;
}

/** An object whose keys are open and whose manifest was verified; no byte of the data has been read. */
export interface OpenedObject {
  readonly head: ObjectHead;
  readonly extents: readonly ReadableExtent[];
}

/**
 * Opens the data key and verifies the manifest against the rows (envelope.md §2, reader's duties).
 * `Fault('not-authentic')` when anything disagrees; `KeyServiceError` when the KMS key cannot be used.
 */
export async function openObject(
  dataKeys: DataKeys,
  session: Session,
  binding: ObjectBinding,
  { head, body }: { readonly head: ObjectHead; readonly body: ObjectBody },
): Promise<OpenedObject> {
  const { encryption } = head;
  if (encryption.method === 'none') {
    if (body.envelope !== undefined) throw new Fault('not-authentic', 'an object without encryption has an envelope');
    return { head, extents: body.extents.map((extent) => ({ ...extent, storedLength: extent.length, open: undefined })) };
  }
  const { envelope, manifest, manifestTag: tag } = body;
  if (envelope === undefined || manifest === undefined || tag === undefined) {
    throw new Fault('not-authentic', 'an encrypted object has no envelope or manifest');
  }
  const { dataAlgorithm } = encryption;
  const dek = await dataKeys.open(session, envelope, encryption, binding);
  const listed = openManifest({ dek, binding, manifest, tag, dataAlgorithm });
  requireSame(listed.extents, body.extents);
  if (listed.totalLength !== head.size || listed.crc64 !== head.crc64) throw new Fault('not-authentic', 'manifest and head row differ');
  const inputKey = deriveDataKey(dek, dataAlgorithm);
  const extents = body.extents.map((extent) => ({
    ...extent,
    storedLength: sealedSize(extent.length),
    open: (header: Uint8Array) => startOpen({ algorithm: dataAlgorithm, inputKey, context: extentContext(extent.id), header }),
  }));
  return { head, extents };
}

function requireSame(listed: readonly ListedExtent[], stored: readonly Extent[]): void {
  const matches = ({ id, length }: ListedExtent, extent: Extent | undefined): boolean =>
    extent !== undefined && equalBytes(id, extent.id) && length === extent.length;
  const same = listed.length === stored.length && listed.every((extent, index) => matches(extent, stored[index]));
  if (!same) throw new Fault('not-authentic', 'manifest and extents differ');
}
