import { Fault, type EncryptionDecision, type StoredEncryption } from '@sse/core';
import {
  openDekEnvelope,
  parseDekEnvelope,
  resealDekEnvelope,
  sealDekEnvelope,
  type DekBinding,
  type DekEnvelope,
} from '@sse/core/envelope';
import { takeSecretKey, type SecretKey } from '@sse/core/primitives';
import type { KeyService } from '../ports/key-service.ts';
import type { BucketKey, Session } from './bucket-key.ts';
import type { Bucket, Buckets } from './buckets.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import type { BucketId, UploadId, VersionId } from './keyspace.ts';
import { bucketKeyRef } from './open-bucket-keys.ts';
import { requireEnabled } from './key-state.ts';
import type { ObjectBinding } from './object-rows.ts';

/** A data key for one write, with the envelope to be stored beside it. */
export interface NewDataKey {
  readonly encryption: Exclude<StoredEncryption, { method: 'none' }>;
  readonly dek: SecretKey;
  readonly envelope: Uint8Array;
}

/** What a data key is opened for: more bytes under it are a write. */
type DataKeyUse = 'read' | 'write';

/** Data keys of objects: one fresh key for every write, wrapped by a bucket key (envelope.md §1, §3). */
export interface DataKeys {
  /**
   * A key for an object, or for an upload where the binding has an upload id; `undefined` when the decision is not to encrypt. `local` is the bucket's live local key; under SSE-OSS it takes one use.
   * Rejects with `KeyServiceError` when the KMS key cannot be used.
   */
  create(
    session: Session,
    bucket: Bucket,
    decision: EncryptionDecision,
    binding: DekBinding,
    local: BucketKey,
  ): Promise<NewDataKey | undefined>;
  /**
   * The data key in `envelope`. `Fault('not-authentic')` when it was altered, belongs to another write, or does not say what `encryption` says;
   * `KeyServiceError` when the KMS key cannot be used.
   */
  open(
    session: Session,
    envelope: Uint8Array,
    encryption: NewDataKey['encryption'],
    binding: DekBinding,
    use: DataKeyUse,
  ): Promise<SecretKey>;
  /** The data key of an upload, and its envelope for the object `versionId` that the upload becomes. Rejects as `open` does. */
  reseal(
    session: Session,
    envelope: Uint8Array,
    encryption: NewDataKey['encryption'],
    binding: DekBinding,
    versionId: VersionId,
  ): Promise<NewDataKey>;
  /** Rejects as `open` would when the bucket key that wraps a data key, opened before, may no longer be used. */
  requireUsable(session: Session, binding: ObjectBinding, bucketKeyId: Uint8Array, encryption: NewDataKey['encryption']): Promise<void>;
}

export interface DataKeysOptions {
  readonly keys: KeyHierarchy;
  readonly buckets: Pick<Buckets, 'refresh'>;
  readonly kms: KeyService;
  readonly random: (length: number) => Uint8Array;
}

const none = new Uint8Array(0);

export function dataKeys({ keys, buckets, kms, random }: DataKeysOptions): DataKeys {
  async function kmsKeyFor(session: Session, bucket: Bucket, keyRef: string): Promise<BucketKey> {
    const described = await kms.describeKey(keyRef);
    const { keyId } = described;
    await permitted(session, keyId, 'write');
    requireEnabled(described);
    return keys.liveKeys.kms(session, bucket.id, keyId, async () => (await buckets.refresh(session, bucket)).check);
  }

  /** The bucket key that wraps the data key in `envelope`, which must say what the row beside it says. */
  async function wrappingKey(
    session: Session,
    envelope: Uint8Array,
    encryption: NewDataKey['encryption'],
    binding: DekBinding,
    use: DataKeyUse,
  ): Promise<BucketKey> {
    const fields = parseDekEnvelope(envelope);
    const keyId = encryption.method === 'SSE-KMS' ? encryption.keyId : '';
    const says = fields.mode === encryption.method && fields.dataAlgorithm === encryption.dataAlgorithm && fields.kmsKeyId === keyId;
    if (!says || fields.kind !== kindOf(binding)) throw new Fault('not-authentic', 'the envelope does not say what the row says');
    if (encryption.method === 'SSE-KMS') await permitted(session, encryption.keyId, use);
    const bucketKey = await keys.bucketKeys.open(session, bucketKeyRef(binding.bucketId, fields.bucketKeyId));
    if ((bucketKey.kmsKeyId ?? '') !== keyId) throw new Fault('not-authentic', 'the envelope names a bucket key of another scheme');
    return bucketKey;
  }

  return {
    async requireUsable(session, { bucketId }, bucketKeyId, encryption) {
      if (encryption.method === 'SSE-KMS') await permitted(session, encryption.keyId, 'read');
      await keys.bucketKeys.open(session, bucketKeyRef(bucketId, bucketKeyId));
    },
    async create(session, bucket, decision, binding, local) {
      if (decision.method === 'none') return undefined;
      const { dataAlgorithm } = decision;
      const bucketKey = decision.method === 'SSE-KMS' ? await kmsKeyFor(session, bucket, decision.keyRef) : local;
      const dek = takeSecretKey(random(32));
      const { id: bucketKeyId, kmsKeyId, key } = bucketKey;
      const fields: DekEnvelope = { mode: decision.method, dataAlgorithm, kind: kindOf(binding), bucketKeyId, kmsKeyId: kmsKeyId ?? '' };
      const envelope = sealDekEnvelope({ fields, binding, bucketKey: key, dek, salt: random(24) });
      const encryption: NewDataKey['encryption'] =
        kmsKeyId === undefined ? { method: 'SSE-OSS', dataAlgorithm } : { method: 'SSE-KMS', dataAlgorithm, keyId: kmsKeyId };
      return { encryption, dek, envelope };
    },
    async open(session, envelope, encryption, binding, use) {
      const bucketKey = await wrappingKey(session, envelope, encryption, binding, use);
      return openDekEnvelope({ envelope, binding, bucketKey: bucketKey.key });
    },
    async reseal(session, envelope, encryption, binding, versionId) {
      const { key: bucketKey } = await wrappingKey(session, envelope, encryption, binding, 'write');
      const toOpen = { envelope, binding, bucketKey };
      return { encryption, dek: openDekEnvelope(toOpen), envelope: resealDekEnvelope({ ...toOpen, versionId, salt: random(24) }) };
    },
  };
}

/** What a data key of an object is bound to. */
export function objectDekBinding(binding: ObjectBinding): DekBinding {
  return { ...binding, uploadId: none };
}

/** What a data key of an upload is bound to. */
export function uploadDekBinding(bucketId: BucketId, objectKey: string, uploadId: UploadId): DekBinding {
  return { bucketId, objectKey, versionId: none, uploadId };
}

/** A write needs both permissions, each time (protocol reference §5.4). */
async function permitted(session: Session, keyId: string, use: DataKeyUse): Promise<void> {
  if (use === 'write') await session.mayUseKey('kms:GenerateDataKey', keyId);
  await session.mayUseKey('kms:Decrypt', keyId);
}

function kindOf({ uploadId }: DekBinding): DekEnvelope['kind'] {
  return uploadId.length === 0 ? 'object' : 'upload';
}
