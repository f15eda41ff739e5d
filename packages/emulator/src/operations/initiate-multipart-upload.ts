import { encodeXml, encryptionEcho, initiateMultipartUploadResult, urlEncodeName } from '@sse/core';
import { formatUploadId } from '../domain/uploads.ts';
import { parameter, type ObjectCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { allowedToReplace } from './allowed-to-replace.ts';
import { decideEncryption } from './decide-encryption.ts';
import { wantsUrlEncoding } from './list-parameters.ts';
import { refuseUnserved, storedHeaders } from './object-headers.ts';
import { contentType, objectProperties, storageClassOf } from './object-properties.ts';
import type { Services } from './services.ts';

/** `POST /key?uploads`: begins an upload in parts; its headers, type, class and encryption are fixed here (protocol reference §2.6, §4.7). */
export async function initiateMultipartUpload(call: ObjectCall, services: Services): Promise<Reply> {
  const { buckets, uploads } = services;
  const { session, headers, key } = call;
  const bucket = await buckets.require(session, call.bucket);
  refuseUnserved(headers);
  await allowedToReplace(call, bucket, services);
  const decision = await decideEncryption(call, bucket, services);
  const { id, encryption } = await uploads.begin({
    session,
    bucket,
    key,
    decision,
    headers: storedHeaders(headers),
    contentType: contentType(headers['content-type']),
    storageClass: storageClassOf(headers, bucket),
    sequential: parameter(call, 'sequential') !== undefined,
    ...objectProperties(headers),
  });
  const encoded = wantsUrlEncoding(call);
  const result = { Bucket: call.bucket, Key: encoded ? urlEncodeName(key) : key, UploadId: formatUploadId(id) };
  const document = encodeXml(initiateMultipartUploadResult, encoded ? { EncodingType: 'url', ...result } : result);
  return xmlReply(document, encryptionEcho(encryption));
}
