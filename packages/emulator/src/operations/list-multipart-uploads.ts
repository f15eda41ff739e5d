import { encodeXml, listMultipartUploadsResult, urlEncodeName, type ListMultipartUploadsResult } from '@sse/core';
import { formatUploadId } from '../domain/uploads.ts';
import { parameter, type BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { nameParameter, numberParameter, wantsUrlEncoding } from './list-parameters.ts';
import type { Services } from './services.ts';

/** `GET /?uploads`: a page of the bucket's uploads in progress, by name and then by id (protocol reference §4.7, observed behaviour 29). */
export async function listMultipartUploads(call: BucketCall, services: Services): Promise<Reply> {
  const bucket = await services.buckets.require(call.session, call.bucket);
  const prefix = nameParameter(call, 'prefix');
  const delimiter = nameParameter(call, 'delimiter');
  const keyMarker = nameParameter(call, 'key-marker');
  const idMarker = parameter(call, 'upload-id-marker') ?? '';
  const limit = numberParameter(call, 'max-uploads', { least: 1, most: 1000, absent: 1000 });
  const name = wantsUrlEncoding(call) ? urlEncodeName : (text: string) => text;
  const page = await services.listUploads(call.session, bucket, { prefix, delimiter, keyMarker, idMarker, limit });
  const result: ListMultipartUploadsResult = {
    ...(wantsUrlEncoding(call) ? { EncodingType: 'url' } : {}),
    Bucket: call.bucket,
    KeyMarker: name(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: name(page.next?.key ?? ''),
    NextUploadIdMarker: page.next?.id === undefined ? '' : formatUploadId(page.next.id),
    Delimiter: name(delimiter),
    Prefix: name(prefix),
    MaxUploads: limit,
    IsTruncated: page.next !== undefined,
    Upload: page.uploads.map(({ key, id, storageClass, initiatedAt }) => ({
      Key: name(key),
      UploadId: formatUploadId(id),
      StorageClass: storageClass,
      Initiated: new Date(initiatedAt),
    })),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: name(Prefix) })),
  };
  return xmlReply(encodeXml(listMultipartUploadsResult, result));
}
