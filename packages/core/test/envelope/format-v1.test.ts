import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import * as envelope from '../../src/envelope/index.ts';
import { type DataAlgorithm, secretKey, utf8 } from '../../src/primitives/index.ts';
import { hex, sample } from '../primitives/sample-bytes.ts';

// Bytes of every stored structure from an implementation that shares no code with this one: scripts/format-vectors.py.
interface FormatVectors {
  readonly vectors: Readonly<Record<string, string>>;
  readonly extents: readonly { readonly algorithm: DataAlgorithm; readonly length: number; readonly sha256: string }[];
}
const { vectors, extents }: FormatVectors = JSON.parse(readFileSync(new URL('format-v1.json', import.meta.url), 'utf8'));

const id = (name: string) => sample(16, name);
const none = new Uint8Array(0);
const dek = secretKey(sample(32, 'dek'));
const bucketKey = secretKey(sample(32, 'bucket key'));
const masterKey = secretKey(sample(32, 'master key'));
const [salt, nonce] = [sample(24, 'salt'), sample(12, 'nonce')];
const place = { bucketKeyId: id('bucketKeyId'), bucketId: id('bucketId') };
const object = { bucketId: id('bucketId'), objectKey: 'ordner/größe 漢字', versionId: id('versionId'), uploadId: none };
const upload = { ...object, versionId: none, uploadId: id('uploadId') };
const oss = { mode: 'SSE-OSS', dataAlgorithm: 'AES256', kind: 'object', bucketKeyId: id('bucketKeyId'), kmsKeyId: '' } as const;
const kmsKeyId = 'key-hzz0123456789abcdef';
const manifest = {
  dataAlgorithm: 'AES256',
  crc64: 0x995dc9bbdf1939fan,
  extents: [
    { id: id('extentId'), length: 40_000 },
    { id: id('extentId 2'), length: 123 },
  ],
} as const;
const wrapped = () => envelope.wrapBucketKey(masterKey, { ...place, masterKeyVersion: 3 }, bucketKey, salt);
const keyring = envelope.destroyMasterKey(
  [1, 2, 3]
    .map((version) => ({ key: secretKey(sample(32, `master ${version}`)), createdAt: 1000 * version }))
    .reduce(envelope.addMasterKey, envelope.emptyKeyring(id('keyringId'))),
  1,
);
const scrypt = { kind: 'scrypt', log2N: 14, salt: id('scryptSalt') } as const;
const createdAt = 1_700_000_000_000;

const structures: Readonly<Record<string, () => Uint8Array>> = {
  dekEnvelopeOss: () => envelope.sealDekEnvelope({ fields: oss, binding: object, bucketKey, dek, salt }),
  dekEnvelopeKms: () =>
    envelope.sealDekEnvelope({
      fields: { ...oss, mode: 'SSE-KMS', dataAlgorithm: 'SM4', kmsKeyId },
      binding: object,
      bucketKey,
      dek,
      salt,
    }),
  dekEnvelopeUpload: () => envelope.sealDekEnvelope({ fields: { ...oss, kind: 'upload' }, binding: upload, bucketKey, dek, salt }),
  manifest: () => envelope.encodeManifest(manifest),
  manifestTag: () => envelope.tagManifest(dek, object, envelope.encodeManifest(manifest)),
  wrappedBucketKey: wrapped,
  bucketKeyRowLocal: () =>
    envelope.sealBucketKeyRow({ ...place, scheme: 'local', masterKeyVersion: 3, wrapped: wrapped(), createdAt }, bucketKey),
  bucketKeyRowKms: () =>
    envelope.sealBucketKeyRow(
      { ...place, scheme: 'kms', kmsKeyId, wrapped: sample(77, 'blob'), createdAt, closedAt: 1_700_000_500_000 },
      bucketKey,
    ),
  sealedRow: () =>
    envelope.sealRow({
      rowKey: envelope.deriveRowKey(bucketKey),
      bucketKeyId: place.bucketKeyId,
      storeKey: utf8('store/key'),
      nonce,
      plain: utf8('plain row'),
    }),
  keyringRaw: () => envelope.sealKeyring(keyring, { protector: { kind: 'raw' }, rootKey: secretKey(sample(32, 'root key')), salt }),
  keyringScrypt: () =>
    envelope.sealKeyring(keyring, { protector: scrypt, rootKey: envelope.deriveRootKey(scrypt, utf8('correct horse')), salt }),
};

describe('format version 1', () => {
  it('has a vector for every structure', () => {
    expect(Object.keys(structures)).toEqual(Object.keys(vectors));
  });

  it.each(Object.entries(structures))('%s', (name, make) => {
    expect(Buffer.from(make()).toString('hex')).toBe(vectors[name]);
  });

  it.each(extents)('extent: $algorithm, $length bytes', ({ algorithm, length, sha256 }) => {
    const inputKey = envelope.deriveDataKey(dek, algorithm);
    const sealer = envelope.startSeal({ algorithm, inputKey, context: envelope.extentContext(id('extentId')), salt });
    const sealed = new Uint8Array(envelope.sealedSize(length));
    sealed.set(sealer.header);
    sealer.sealBatch(sample(length, 'plain'), sealed.subarray(envelope.headerSize), true);
    expect(createHash('sha256').update(sealed).digest('hex')).toBe(sha256);
  });

  it('opens the bytes of the file', () => {
    const opened = envelope.openDekEnvelope({ envelope: hex(vectors['dekEnvelopeKms'] ?? ''), binding: object, bucketKey });
    const bytes = hex(vectors['manifest'] ?? '');
    expect(
      envelope.openManifest({
        manifest: bytes,
        dek: opened,
        binding: object,
        tag: hex(vectors['manifestTag'] ?? ''),
        dataAlgorithm: 'AES256',
      }),
    ).toEqual({
      ...manifest,
      totalLength: 40_123,
    });
  });
});
