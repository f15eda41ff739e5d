import { encodeXml, encryptionEcho, listPartsResult, urlEncodeName, type ListPartsResult } from '@sse/core';
import type { Upload } from '../domain/uploads.ts';
import type { ObjectCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { numberParameter, wantsUrlEncoding } from './list-parameters.ts';
import type { Services } from './services.ts';
import { uploadIdOf } from './upload-part.ts';

/** What ListParts shows of client-side encryption, by the user metadata that began it (observed behaviour 33). */
const CLIENT_ENCRYPTION = {
  'x-oss-meta-client-side-encryption-key': 'ClientEncryptionKey',
  'x-oss-meta-client-side-encryption-start': 'ClientEncryptionStart',
  'x-oss-meta-client-side-encryption-cek-alg': 'ClientEncryptionCekAlg',
  'x-oss-meta-client-side-encryption-wrap-alg': 'ClientEncryptionWrapAlg',
  'x-oss-meta-client-side-encryption-data-size': 'ClientEncryptionDataSize',
  'x-oss-meta-client-side-encryption-part-size': 'ClientEncryptionPartSize',
} as const satisfies Record<string, keyof ListPartsResult>;

/** `GET /key?uploadId`: a page of an upload's parts in order of their numbers (protocol reference §4.7). */
export async function listParts(call: ObjectCall, services: Services): Promise<Reply> {
  const { session, key } = call;
  const bucket = await services.buckets.require(session, call.bucket);
  const limit = numberParameter(call, 'max-parts', { least: 1, most: 1000, absent: 1000 });
  const marker = numberParameter(call, 'part-number-marker', { least: 0, most: 10_000, absent: 0 });
  const encoded = wantsUrlEncoding(call);
  const upload = await services.uploads.require(session, bucket, key, uploadIdOf(call));
  const { parts, more } = await services.listParts(session, upload, { after: marker, limit });
  const result: ListPartsResult = {
    ...(encoded ? { EncodingType: 'url' } : {}),
    Bucket: call.bucket,
    Key: encoded ? urlEncodeName(key) : key,
    UploadId: uploadIdOf(call),
    StorageClass: upload.storageClass,
    PartNumberMarker: marker,
    NextPartNumberMarker: parts.at(-1)?.number ?? marker,
    MaxParts: limit,
    IsTruncated: more,
    ...clientEncryption(upload),
    Part: parts.map(({ number, etag, crc64, extent, modifiedAt }) => ({
      PartNumber: number,
      LastModified: new Date(modifiedAt),
      ETag: `"${etag}"`,
      HashCrc64ecma: crc64.toString(),
      Size: extent.length,
    })),
  };
  return xmlReply(encodeXml(listPartsResult, result), encryptionEcho(upload.encryption));
}

function clientEncryption({ headers }: Upload): Partial<ListPartsResult> {
  const shown = Object.entries(CLIENT_ENCRYPTION).flatMap(([header, name]) =>
    headers[header] === undefined ? [] : [[name, headers[header]]],
  );
  return Object.fromEntries(shown);
}
