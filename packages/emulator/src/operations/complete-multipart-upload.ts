import {
  completeMultipartUpload as partList,
  completeMultipartUploadResult,
  decodeXml,
  encodeXml,
  encryptionEcho,
  OssError,
  percentEncodePath,
  urlEncodeName,
} from '@sse/core';
import type { PartChoice, StoredPart } from '../domain/complete-upload.ts';
import type { ObjectCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { invalid, wantsUrlEncoding } from './list-parameters.ts';
import { mayReplace } from './object-headers.ts';
import { readOptionalDocument } from './read-document.ts';
import type { Services } from './services.ts';
import { uploadIdOf } from './upload-part.ts';
import { versionHeader } from './version-headers.ts';

/** Bytes that every part but the last must have (protocol reference §4.7). */
const leastPart = 100 * 1024;

/** `POST /key?uploadId`: makes an object of the parts that the body lists, or of all with `x-oss-complete-all: yes` (protocol reference §4.7). */
export async function completeMultipartUpload(call: ObjectCall, services: Services): Promise<Reply> {
  const { session, key, scheme, host } = call;
  const bucket = await services.buckets.require(session, call.bucket);
  const choice = await choiceOf(call);
  const upload = await services.uploads.require(session, bucket, key, uploadIdOf(call));
  const head = await services.completeUpload(session, upload, {
    choose: (stored) => requireObject(choice(stored), upload.sequential),
    mayReplace: bucket.versioning !== undefined || mayReplace(call.headers),
  });
  // The upload has ended, whatever becomes of this: the sweeper takes it up again, and logs what is in its way.
  await services.runPartsJob({ bucketId: bucket.id, uploadId: upload.id }).catch(() => undefined);
  const encoded = wantsUrlEncoding(call);
  const result = {
    Location: `${scheme}://${host}/${call.bucket}/${percentEncodePath(key)}`,
    Bucket: call.bucket,
    Key: encoded ? urlEncodeName(key) : key,
    ETag: `"${head.etag}"`,
  };
  const document = encodeXml(completeMultipartUploadResult, encoded ? { EncodingType: 'url', ...result } : result);
  return xmlReply(document, {
    ETag: `"${head.etag}"`,
    'x-oss-hash-crc64ecma': head.crc64.toString(),
    ...encryptionEcho(head.encryption),
    ...versionHeader(head),
  });
}

async function choiceOf(call: ObjectCall): Promise<PartChoice> {
  const all = call.headers['x-oss-complete-all'];
  const document = await readOptionalDocument(call);
  if (all === undefined) return listedParts(document);
  if (all !== 'yes') throw invalid('x-oss-complete-all', all);
  if (document.length > 0) {
    throw new OssError('InvalidArgument', {
      message: 'Should not speficy both complete all header and http body.',
      ec: '0042-00000216',
    });
  }
  return (stored) => stored;
}

/** Throws 400 `MalformedXML`; when chosen, 400 `InvalidPartOrder` and `InvalidPart`. */
function listedParts(document: Uint8Array): PartChoice {
  const listed = decodeXml(partList, document);
  if (listed instanceof OssError) throw listed;
  const { Part: parts } = listed;
  if (parts.length === 0) throw new OssError('MalformedXML');
  return (stored) => {
    if (parts.some(({ PartNumber }, index) => index > 0 && PartNumber <= (parts[index - 1]?.PartNumber ?? 0)))
      throw new OssError('InvalidPartOrder');
    const byNumber = new Map(stored.map((part) => [part.number, part]));
    return parts.map(({ PartNumber, ETag }) => {
      const part = byNumber.get(PartNumber);
      if (part?.etag !== ETag.replaceAll('"', '').toUpperCase())
        throw new OssError('InvalidPart', { details: { PartNumber: String(PartNumber) } });
      return part;
    });
  };
}

/** What the parts of an object must be: at least one, 100 KiB each but for the last, contiguous where the upload is sequential. */
function requireObject(parts: readonly StoredPart[], sequential: boolean): readonly StoredPart[] {
  if (parts.length === 0) throw new OssError('InvalidPart');
  if (sequential && parts.some(({ number }, index) => number !== index + 1)) throw new OssError('PartNotSequential');
  const small = parts.slice(0, -1).find(({ extent }) => extent.length < leastPart);
  if (small === undefined) return parts;
  throw new OssError('EntityTooSmall', {
    details: { MinSizeAllowed: String(leastPart), ProposedSize: String(small.extent.length), PartNumber: String(small.number) },
  });
}
