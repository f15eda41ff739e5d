import { encodeXml, listBucketResult, urlEncodeListing, type ListBucketResult } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { nameParameter, pageSize, wantsUrlEncoding } from './list-parameters.ts';
import { listedObjects } from './listed-objects.ts';
import type { Services } from './services.ts';

/** `GET /`: a page of the bucket's objects, version 1 (protocol reference §4.5). */
export async function listObjects(call: BucketCall, services: Services): Promise<Reply> {
  const bucket = await services.buckets.require(call.session, call.bucket);
  const prefix = nameParameter(call, 'prefix');
  const marker = nameParameter(call, 'marker');
  const delimiter = nameParameter(call, 'delimiter');
  const limit = pageSize(call);
  const encoded = wantsUrlEncoding(call);
  const page = await services.listObjects(call.session, bucket, { prefix, after: marker, delimiter, limit });
  const result: ListBucketResult = {
    Name: call.bucket,
    Prefix: prefix,
    Marker: marker,
    MaxKeys: limit,
    Delimiter: delimiter,
    ...(page.next === undefined ? {} : { NextMarker: page.next }),
    ...listedObjects(page, services.accountId),
  };
  return xmlReply(encodeXml(listBucketResult, encoded ? urlEncodeListing(result) : result));
}
