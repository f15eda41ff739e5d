import { Fault } from '@sse/core';
import {
  deriveDataKey,
  extentContext,
  openManifest,
  parseDekEnvelope,
  sealedSize,
  startOpen,
  type Extent as ListedExtent,
  type Opener,
} from '@sse/core/envelope';
import { equalBytes, type SecretKey } from '@sse/core/primitives';
import type { Session } from './bucket-key.ts';
import { objectDekBinding, type DataKeys, type NewDataKey } from './data-keys.ts';
import { extentsOf } from './extent-list.ts';
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

interface ObjectRows {
  readonly head: ObjectHead;
  readonly body: ObjectBody;
}

export type ObjectOpener = (session: Session, binding: ObjectBinding, rows: ObjectRows) => Promise<OpenedObject>;

export interface ObjectOpenerOptions {
  readonly dataKeys: DataKeys;
  readonly now: () => number;
  /** How long an object's data key may stay in memory, in ms. */
  readonly cacheMs: number;
}

interface Kept {
  readonly opened: OpenedObject;
  readonly bucketKeyId: Uint8Array;
  readonly expiresAt: number;
}

/**
 * Opens data keys and verifies manifests against the rows (envelope.md §2, reader's duties).
 * `Fault('not-authentic')` when anything disagrees; `KeyServiceError` when the KMS key cannot be used.
 * What was opened is kept as long as its body row is kept in memory, and is used only after the key's row was read in this session too.
 */
export function objectOpener({ dataKeys, now, cacheMs }: ObjectOpenerOptions): ObjectOpener {
  const kept = new WeakMap<ObjectBody, Kept>();

  return async (session, binding, rows) => {
    const { head, body } = rows;
    const { encryption } = head;
    if (encryption.method === 'none') return plainObject(rows);
    const known = kept.get(body);
    if (known?.opened.head === head && known.expiresAt > now()) {
      await dataKeys.requireUsable(session, binding, known.bucketKeyId, encryption);
      return known.opened;
    }
    const { envelope } = body;
    if (envelope === undefined) throw new Fault('not-authentic', 'an encrypted object has no envelope');
    const dek = await dataKeys.open(session, envelope, encryption, objectDekBinding(binding), 'read');
    const opened = sealedObject(rows, encryption, binding, dek);
    kept.set(body, { opened, bucketKeyId: Uint8Array.from(parseDekEnvelope(envelope).bucketKeyId), expiresAt: now() + cacheMs });
    return opened;
  };
}

function plainObject({ head, body }: ObjectRows): OpenedObject {
  if (body.envelope !== undefined) throw new Fault('not-authentic', 'an object without encryption has an envelope');
  const stored = extentsOf(body);
  if (stored.reduce((sum, { length }) => sum + length, 0) !== head.size) throw new Fault('not-authentic', 'extents and head row differ');
  return { head, extents: stored.map((extent) => ({ ...extent, storedLength: extent.length, open: undefined })) };
}

function sealedObject(
  { head, body }: ObjectRows,
  { dataAlgorithm }: NewDataKey['encryption'],
  binding: ObjectBinding,
  dek: SecretKey,
): OpenedObject {
  const { manifest, manifestTag: tag } = body;
  if (manifest === undefined || tag === undefined) throw new Fault('not-authentic', 'an encrypted object has no manifest');
  const listed = openManifest({ dek, binding, manifest, tag, dataAlgorithm });
  const stored = extentsOf(body);
  requireSame(listed.extents, stored);
  if (listed.totalLength !== head.size || listed.crc64 !== head.crc64) throw new Fault('not-authentic', 'manifest and head row differ');
  const inputKey = deriveDataKey(dek, dataAlgorithm);
  const extents = stored.map((extent) => {
    const open = (header: Uint8Array): Opener =>
      startOpen({ algorithm: dataAlgorithm, inputKey, context: extentContext(extent.id), header });
    return { ...extent, storedLength: sealedSize(extent.length), open: keptOpener(open) };
  });
  return { head, extents };
}

/** Derives a message's keys once for the same header. */
function keptOpener(open: (header: Uint8Array) => Opener): (header: Uint8Array) => Opener {
  let last: { readonly header: Uint8Array; readonly opener: Opener } | undefined;
  return (header) => {
    if (last === undefined || !equalBytes(last.header, header)) last = { header: Uint8Array.from(header), opener: open(header) };
    return last.opener;
  };
}

function requireSame(listed: readonly ListedExtent[], stored: readonly Extent[]): void {
  const matches = ({ id, length }: ListedExtent, extent: Extent | undefined): boolean =>
    extent !== undefined && equalBytes(id, extent.id) && length === extent.length;
  const same = listed.length === stored.length && listed.every((extent, index) => matches(extent, stored[index]));
  if (!same) throw new Fault('not-authentic', 'manifest and extents differ');
}
