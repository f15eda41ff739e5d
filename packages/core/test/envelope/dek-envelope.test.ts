import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  type DekBinding,
  type DekEnvelope,
  openDekEnvelope,
  parseDekEnvelope,
  resealDekEnvelope,
  sealDekEnvelope,
} from '../../src/envelope/dek-envelope.ts';
import { Fault } from '../../src/errors/fault.ts';
import { concat, secretKey, type SecretKey, withKeyBytes } from '../../src/primitives/index.ts';
import { flipped, sample } from '../primitives/sample-bytes.ts';

const none = new Uint8Array(0);
const notAuthentic = expect.objectContaining({ code: 'not-authentic' });
const malformed = expect.objectContaining({ code: 'malformed' });
const misuse = expect.objectContaining({ code: 'misuse' });
const bucketKey = secretKey(sample(32, 'bucket key'));
const dekBytes = sample(32, 'dek');
const dek = secretKey(dekBytes);
const salt = sample(24, 'salt');
const object: DekBinding = { bucketId: sample(16, 'b'), objectKey: 'dir/a', versionId: sample(16, 'v'), uploadId: none };
const upload: DekBinding = { ...object, versionId: none, uploadId: sample(16, 'u') };
const oss: DekEnvelope = { mode: 'SSE-OSS', dataAlgorithm: 'AES256', kind: 'object', bucketKeyId: sample(16, 'k'), kmsKeyId: '' };
const kms: DekEnvelope = { ...oss, mode: 'SSE-KMS', dataAlgorithm: 'SM4', kmsKeyId: 'schlüssel-1' };

function seal(fields: DekEnvelope, binding: DekBinding): Uint8Array {
  return sealDekEnvelope({ fields, binding, bucketKey, dek, salt });
}

function bytesOf(key: SecretKey): Uint8Array {
  return withKeyBytes(key, (bytes) => Uint8Array.from(bytes));
}

function with8(envelope: Uint8Array, at: number, value: number): Uint8Array {
  const copy = envelope.slice();
  copy[at] = value;
  return copy;
}

describe('sealDekEnvelope', () => {
  it.each([
    ['SSE-OSS, object', oss, object, 130],
    ['SSE-OSS, upload', { ...oss, kind: 'upload' }, upload, 130],
    ['SSE-KMS, object', kms, object, 142],
    ['SSE-KMS, upload', { ...kms, kind: 'upload' }, upload, 142],
  ] as const)('%s: the DEK and every field come back', (_name, fields, binding, length) => {
    const envelope = seal(fields, binding);
    expect(envelope.length).toBe(length);
    expect(parseDekEnvelope(envelope)).toEqual(fields);
    expect(bytesOf(openDekEnvelope({ envelope, binding, bucketKey }))).toEqual(dekBytes);
  });

  it('takes any object key and KMS key id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (objectKey, kmsKeyId) => {
        const envelope = seal({ ...kms, kmsKeyId }, { ...object, objectKey });
        expect(parseDekEnvelope(envelope).kmsKeyId).toBe(kmsKeyId);
        expect(bytesOf(openDekEnvelope({ envelope, binding: { ...object, objectKey }, bucketKey }))).toEqual(dekBytes);
      }),
    );
  });

  it.each([
    ['an id of 15 bytes', () => seal({ ...oss, bucketKeyId: sample(15, 'k') }, object)],
    ['a KMS key id without SSE-KMS', () => seal({ ...oss, kmsKeyId: 'x' }, object)],
    ['SSE-KMS without a KMS key id', () => seal({ ...kms, kmsKeyId: '' }, object)],
    ['a KMS key id of 65,536 bytes', () => seal({ ...kms, kmsKeyId: 'k'.repeat(65_536) }, object)],
    ['an object with the binding of an upload', () => seal(oss, upload)],
    ['an upload with the binding of an object', () => seal({ ...oss, kind: 'upload' }, object)],
    ['an object with an upload id too', () => seal(oss, { ...object, uploadId: upload.uploadId })],
    ['a DEK of 16 bytes', () => sealDekEnvelope({ fields: oss, binding: object, bucketKey, dek: secretKey(sample(16, 'dek')), salt })],
  ])('refuses %s', (_name, make) => {
    expect(make).toThrow(misuse);
  });
});

describe('parseDekEnvelope', () => {
  const envelope = seal(oss, object);
  const kmsEnvelope = seal(kms, object);

  it.each([
    ['no bytes', none],
    ['another magic', with8(envelope, 3, 0x32)],
    ['mode 0', with8(envelope, 4, 0)],
    ['mode 3', with8(envelope, 4, 3)],
    ['data algorithm 0', with8(envelope, 5, 0)],
    ['data algorithm 3', with8(envelope, 5, 3)],
    ['kind 2', with8(envelope, 6, 2)],
    ['a reserved bit', with8(envelope, 7, 0x80)],
    ['SSE-KMS without a key id', with8(envelope, 4, 2)],
    ['SSE-OSS with a key id', with8(kmsEnvelope, 4, 1)],
    ['a key id that is no UTF-8', with8(kmsEnvelope, 26, 0xff)],
    ['a trailing byte', concat(envelope, Uint8Array.of(0))],
    ['a missing byte', envelope.slice(0, -1)],
    ['a length of the key id beyond the end', with8(kmsEnvelope, 24, 0xff)],
  ])('refuses %s', (_name, bytes) => {
    expect(() => parseDekEnvelope(bytes)).toThrow(malformed);
  });
});

describe('openDekEnvelope', () => {
  const relabelled = (at: number, value: number) => with8(seal(oss, object), at, value);

  it.each<[string, Uint8Array, Partial<DekBinding>, SecretKey?]>([
    ['another bucket', seal(oss, object), { bucketId: sample(16, 'other') }],
    ['another object key', seal(oss, object), { objectKey: 'dir/b' }],
    ['another version', seal(oss, object), { versionId: sample(16, 'other') }],
    ['another upload', seal({ ...oss, kind: 'upload' }, upload), { ...upload, uploadId: sample(16, 'other') }],
    ["an upload's envelope used as an object's", seal({ ...oss, kind: 'upload' }, upload), {}],
    ["an object's envelope used as an upload's", seal(oss, object), upload],
    ["an upload's envelope relabelled as an object's", with8(seal({ ...oss, kind: 'upload' }, upload), 6, 0), {}],
    ['another bucket key', seal(oss, object), {}, secretKey(sample(32, 'other bucket key'))],
    ['AES256 relabelled SM4', relabelled(5, 2), {}],
    ['SM4 relabelled AES256', with8(seal({ ...oss, dataAlgorithm: 'SM4' }, object), 5, 1), {}],
    ['another bucket key id', relabelled(8, 1), {}],
  ])('refuses %s', (_name, envelope, binding, key = bucketKey) => {
    expect(() => openDekEnvelope({ envelope, binding: { ...object, ...binding }, bucketKey: key })).toThrow(notAuthentic);
  });

  it('refuses a bucket id of another length as misuse', () => {
    const binding = { ...object, bucketId: sample(15, 'b') };
    expect(() => openDekEnvelope({ envelope: seal(oss, object), binding, bucketKey })).toThrow(misuse);
  });

  it('refuses SSE-KMS relabelled SSE-OSS, with the key id cut out', () => {
    const envelope = seal(kms, object);
    const cut = concat(with8(envelope.slice(0, 24), 4, 1), new Uint8Array(2), envelope.slice(-104));
    expect(parseDekEnvelope(cut).mode).toBe('SSE-OSS');
    expect(() => openDekEnvelope({ envelope: cut, binding: object, bucketKey })).toThrow(notAuthentic);
  });

  it('refuses a border between key and version that moved', () => {
    const shifted = { ...object, objectKey: 'dir/', versionId: concat(Uint8Array.of(0x61), object.versionId.slice(0, 15)) };
    expect(() => openDekEnvelope({ envelope: seal(oss, object), binding: shifted, bucketKey })).toThrow(notAuthentic);
  });

  it.each([oss, kms])('refuses any single flipped bit ($mode)', (fields) => {
    const envelope = seal(fields, object);
    for (let bit = 0; bit < envelope.length * 8; bit++) {
      expect(() => openDekEnvelope({ envelope: flipped(envelope, bit >> 3, bit % 8), binding: object, bucketKey }), `bit ${bit}`).toThrow(
        Fault,
      );
    }
  });
});

function resealing(envelope: Uint8Array, binding: DekBinding): () => Uint8Array {
  return () => resealDekEnvelope({ envelope, binding, bucketKey, versionId: object.versionId, salt: sample(24, 'new salt') });
}

describe('resealDekEnvelope', () => {
  it('gives the DEK of an upload to the object, with all other fields as they were', () => {
    const envelope = seal({ ...kms, kind: 'upload' }, upload);
    const resealed = resealing(envelope, upload)();
    expect(parseDekEnvelope(resealed)).toEqual(kms);
    expect(bytesOf(openDekEnvelope({ envelope: resealed, binding: object, bucketKey }))).toEqual(dekBytes);
    expect(() => openDekEnvelope({ envelope: resealed, binding: upload, bucketKey })).toThrow(notAuthentic);
  });

  it('refuses an envelope that is not of this upload', () => {
    expect(resealing(seal({ ...oss, kind: 'upload' }, upload), { ...upload, uploadId: sample(16, 'other') })).toThrow(notAuthentic);
    expect(resealing(seal(oss, object), upload)).toThrow(notAuthentic);
    expect(resealing(seal(oss, object), object)).toThrow(misuse);
  });
});
