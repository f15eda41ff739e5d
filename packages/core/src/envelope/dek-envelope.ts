import { Fault } from '../errors/fault.ts';
import { AEAD, concat, type DataAlgorithm, type SecretKey, takeSecretKey, utf8, withKeyBytes } from '../primitives/index.ts';
import { contextFor } from './context.ts';
import { dataAlgorithmOf } from './data-algorithm-id.ts';
import { dekLength } from './data-key.ts';
import { idLength, requireId, requireLength } from './ids.ts';
import { u16, u8 } from './integers.ts';
import { openMessage, sealMessage } from './message.ts';
import { RecordReader } from './record-reader.ts';
import { sealedSize } from './sizes.ts';

/** The clear fields of a DEK envelope. Of a stored one they are to be believed only after `openDekEnvelope`. */
export interface DekEnvelope {
  /** What wraps the DEK: a local bucket key, or one that a KMS key wraps. */
  readonly mode: 'SSE-OSS' | 'SSE-KMS';
  readonly dataAlgorithm: DataAlgorithm;
  /** What the DEK belongs to: an object version, or a multipart upload until it completes. */
  readonly kind: 'object' | 'upload';
  /** The bucket key that wraps the DEK, 16 bytes. */
  readonly bucketKeyId: Uint8Array;
  /** The resolved KMS key id, never an alias, 1 to 65,535 bytes of UTF-8; empty for SSE-OSS. */
  readonly kmsKeyId: string;
}

/** What a DEK is bound to. */
export interface DekBinding {
  /** 16 bytes. */
  readonly bucketId: Uint8Array;
  readonly objectKey: string;
  /** 16 bytes, unique for every write; empty for an upload. */
  readonly versionId: Uint8Array;
  /** 16 bytes; empty for an object. */
  readonly uploadId: Uint8Array;
}

const magic = 'SSE1';
const context = contextFor('dek');
const modes = [undefined, 'SSE-OSS', 'SSE-KMS'] as const satisfies readonly (DekEnvelope['mode'] | undefined)[];
const kinds = ['object', 'upload'] as const satisfies readonly DekEnvelope['kind'][];

/** Everything that `sealDekEnvelope` takes. */
export interface DekToSeal {
  readonly fields: DekEnvelope;
  readonly binding: DekBinding;
  readonly bucketKey: SecretKey;
  /** 32 bytes. */
  readonly dek: SecretKey;
  /** 24 random bytes. */
  readonly salt: Uint8Array;
}

/**
 * Wraps a DEK under a bucket key: 130 bytes and the KMS key id's (docs/spec/envelope.md, "DEK envelope").
 * Throws `Fault('misuse')` on ids and keys of the wrong length or that do not fit mode and kind.
 */
export function sealDekEnvelope({ fields, binding, bucketKey, dek, salt }: DekToSeal): Uint8Array {
  const clear = encodeClear(fields);
  requireBinding(fields.kind, binding);
  const wrapped = withKeyBytes(dek, (bytes) => {
    requireLength(bytes, dekLength, 'DEK');
    return sealMessage(bucketKey, dekContext(clear, binding), bytes, salt);
  });
  return concat(clear, wrapped);
}

/** Parses a stored DEK envelope; `Fault('malformed')` on unknown magic, mode, algorithm or kind, reserved bits and trailing bytes. */
export function parseDekEnvelope(envelope: Uint8Array): DekEnvelope {
  return split(envelope).fields;
}

/** What `openDekEnvelope` opens, and with what. */
export interface DekToOpen {
  /** As stored. */
  readonly envelope: Uint8Array;
  readonly binding: DekBinding;
  readonly bucketKey: SecretKey;
}

/**
 * The DEK in a stored envelope that was sealed for this binding, 32 bytes.
 * Throws `Fault('not-authentic')` when the envelope is of another binding or bucket key, or altered in any field, and as `parseDekEnvelope` does.
 */
export function openDekEnvelope({ envelope, binding, bucketKey }: DekToOpen): SecretKey {
  const { fields, clear, wrapped } = split(envelope);
  requireBinding(fields.kind, binding, 'not-authentic');
  return takeSecretKey(openMessage(bucketKey, dekContext(clear, binding), wrapped));
}

/**
 * The envelope of an upload's DEK for the object that the upload becomes, under the same bucket key: completing moves no data.
 * `binding` is the upload's. Throws as `openDekEnvelope` does; an object's envelope is `Fault('not-authentic')`.
 */
export function resealDekEnvelope({
  versionId,
  salt,
  ...upload
}: DekToOpen & { readonly versionId: Uint8Array; readonly salt: Uint8Array }): Uint8Array {
  const { envelope, binding, bucketKey } = upload;
  if (binding.uploadId.length === 0) throw new Fault('misuse', "expected the binding of an upload, got an object's");
  const dek = openDekEnvelope(upload);
  const objectBinding = { ...binding, versionId, uploadId: new Uint8Array(0) };
  return sealDekEnvelope({ fields: { ...parseDekEnvelope(envelope), kind: 'object' }, binding: objectBinding, bucketKey, dek, salt });
}

function split(envelope: Uint8Array): { fields: DekEnvelope; clear: Uint8Array; wrapped: Uint8Array } {
  const reader = new RecordReader(envelope, 'DEK envelope');
  reader.magic(magic);
  const mode = modes[reader.u8()];
  const dataAlgorithm = dataAlgorithmOf(reader.u8());
  const kind = kinds[reader.u8()];
  reader.zeros(1);
  const bucketKeyId = reader.bytes(idLength);
  const kmsKeyId = reader.text(reader.u16());
  const clear = envelope.subarray(0, reader.position);
  const wrapped = reader.bytes(sealedSize(dekLength));
  reader.end();
  if (mode === undefined) throw reader.malformed('unknown mode');
  if (dataAlgorithm === undefined) throw reader.malformed('unknown data algorithm');
  if (kind === undefined) throw reader.malformed('unknown kind');
  if ((mode === 'SSE-KMS') !== (kmsKeyId !== '')) throw reader.malformed(`${mode} with a KMS key id of ${kmsKeyId.length} characters`);
  return { fields: { mode, dataAlgorithm, kind, bucketKeyId, kmsKeyId }, clear, wrapped };
}

function encodeClear({ mode, dataAlgorithm, kind, bucketKeyId, kmsKeyId }: DekEnvelope): Uint8Array {
  requireId(bucketKeyId, 'bucket key id');
  if ((mode === 'SSE-KMS') !== (kmsKeyId !== '')) throw new Fault('misuse', 'expected a KMS key id for SSE-KMS, and only there');
  const numbers = [modes.indexOf(mode), AEAD[dataAlgorithm].id, kinds.indexOf(kind), 0];
  const keyId = utf8(kmsKeyId);
  return concat(utf8(magic), ...numbers.map(u8), bucketKeyId, u16(keyId.length), keyId);
}

/** An upload's binding has an upload id and no version id, an object's the reverse. */
function requireBinding(
  kind: DekEnvelope['kind'],
  { bucketId, versionId, uploadId }: DekBinding,
  code: 'misuse' | 'not-authentic' = 'misuse',
): void {
  requireId(bucketId, 'bucket id');
  const [given, absent] = kind === 'object' ? [versionId, uploadId] : [uploadId, versionId];
  if (given.length !== idLength || absent.length !== 0) throw new Fault(code, `expected the binding of an ${kind}`);
}

function dekContext(clear: Uint8Array, { bucketId, objectKey, versionId, uploadId }: DekBinding): Uint8Array {
  return context(clear, bucketId, objectKey, versionId, uploadId);
}
