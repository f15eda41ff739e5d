import { Fault, type EncryptionDecision, type StoredEncryption } from '@sse/core';
import { openDekEnvelope, parseDekEnvelope, sealDekEnvelope, type DekBinding, type DekEnvelope } from '@sse/core/envelope';
import { takeSecretKey, type SecretKey } from '@sse/core/primitives';
import type { KeyService } from '../ports/key-service.ts';
import type { BucketKey, Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { bucketKeyRef } from './open-bucket-keys.ts';
import { requireEnabled } from './key-state.ts';
import type { ObjectBinding } from './object-rows.ts';

/** A data key for one write, with the envelope to be stored beside it. */
export interface NewDataKey {
  readonly encryption: Exclude<StoredEncryption, { method: 'none' }>;
  readonly dek: SecretKey;
  readonly envelope: Uint8Array;
}

/** Data keys of objects: one fresh key for every write, wrapped by a bucket key (envelope.md §1, §3). */
export interface DataKeys {
  /**
   * `undefined` when the decision is not to encrypt. `local` is the bucket's live local key; under SSE-OSS it takes one use.
   * Rejects with `KeyServiceError` when the KMS key cannot be used.
   */
  create(
    session: Session,
    bucket: Bucket,
    decision: EncryptionDecision,
    binding: ObjectBinding,
    local: BucketKey,
  ): Promise<NewDataKey | undefined>;
  /**
   * The data key in `envelope`. `Fault('not-authentic')` when it was altered, belongs to another write, or does not say what `encryption` says;
   * `KeyServiceError` when the KMS key cannot be used.
   */
  open(session: Session, envelope: Uint8Array, encryption: NewDataKey['encryption'], binding: ObjectBinding): Promise<SecretKey>;
  /** Rejects as `open` would when the bucket key that wraps a data key, opened before, may no longer be used. */
  requireUsable(session: Session, binding: ObjectBinding, bucketKeyId: Uint8Array): Promise<void>;
}

export interface DataKeysOptions {
  readonly keys: KeyHierarchy;
  readonly kms: KeyService;
  readonly random: (length: number) => Uint8Array;
}

export function dataKeys({ keys, kms, random }: DataKeysOptions): DataKeys {
  async function kmsKeyFor(session: Session, bucket: Bucket, keyRef: string): Promise<BucketKey> {
    const { keyId } = requireEnabled(await kms.describeKey(keyRef));
    return keys.liveKeys.kms(session, bucket.id, keyId, bucket.check);
  }

  return {
    async requireUsable(session, { bucketId }, bucketKeyId) {
      await keys.bucketKeys.open(session, bucketKeyRef(bucketId, bucketKeyId));
    },
    async create(session, bucket, decision, binding, local) {
      if (decision.method === 'none') return undefined;
      const { dataAlgorithm } = decision;
      const bucketKey = decision.method === 'SSE-KMS' ? await kmsKeyFor(session, bucket, decision.keyRef) : local;
      const dek = takeSecretKey(random(32));
      const { id: bucketKeyId, kmsKeyId, key } = bucketKey;
      const fields: DekEnvelope = { mode: decision.method, dataAlgorithm, kind: 'object', bucketKeyId, kmsKeyId: kmsKeyId ?? '' };
      const envelope = sealDekEnvelope({ fields, binding: dekBinding(binding), bucketKey: key, dek, salt: random(24) });
      const encryption: NewDataKey['encryption'] =
        kmsKeyId === undefined ? { method: 'SSE-OSS', dataAlgorithm } : { method: 'SSE-KMS', dataAlgorithm, keyId: kmsKeyId };
      return { encryption, dek, envelope };
    },
    async open(session, envelope, encryption, binding) {
      const fields = parseDekEnvelope(envelope);
      const keyId = encryption.method === 'SSE-KMS' ? encryption.keyId : '';
      const says = fields.mode === encryption.method && fields.dataAlgorithm === encryption.dataAlgorithm && fields.kmsKeyId === keyId;
      if (!says || fields.kind !== 'object') throw new Fault('not-authentic', 'the envelope does not say what the object row says');
      const bucketKey = await keys.bucketKeys.open(session, bucketKeyRef(binding.bucketId, fields.bucketKeyId));
      if ((bucketKey.kmsKeyId ?? '') !== keyId) throw new Fault('not-authentic', 'the envelope names a bucket key of another scheme');
      return openDekEnvelope({ envelope, binding: dekBinding(binding), bucketKey: bucketKey.key });
    },
  };
}

function dekBinding(binding: ObjectBinding): DekBinding {
  return { ...binding, uploadId: new Uint8Array(0) };
}
