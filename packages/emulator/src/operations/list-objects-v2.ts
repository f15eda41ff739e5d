import { encodeXml, listBucketResultV2, urlEncodeListing, type ListBucketResultV2 } from '@sse/core';
import { fromBase64, fromUtf8, toBase64, utf8 } from '@sse/core/primitives';
import { parameter, type BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { invalid, nameParameter, pageSize, wantsUrlEncoding } from './list-parameters.ts';
import { listedObjects } from './listed-objects.ts';
import type { Services } from './services.ts';

/** `GET /?list-type=2`: a page of the bucket's objects, version 2 (protocol reference §4.5). A token is the last name of the page before, in base64. */
export async function listObjectsV2(call: BucketCall, services: Services): Promise<Reply> {
  const bucket = await services.buckets.require(call.session, call.bucket);
  const prefix = nameParameter(call, 'prefix');
  const delimiter = nameParameter(call, 'delimiter');
  const startAfter = nameParameter(call, 'start-after');
  const limit = pageSize(call);
  const encoded = wantsUrlEncoding(call);
  const token = parameter(call, 'continuation-token');
  const after = token === undefined || token === '' ? startAfter : nameInToken(token);
  const page = await services.listObjects(call.session, bucket, { prefix, after, delimiter, limit });
  const owner = parameter(call, 'fetch-owner')?.toLowerCase() === 'true' ? services.accountId : undefined;
  const result: ListBucketResultV2 = {
    Name: call.bucket,
    Prefix: prefix,
    ...(startAfter === '' ? {} : { StartAfter: startAfter }),
    ...(token === undefined || token === '' ? {} : { ContinuationToken: token }),
    MaxKeys: limit,
    Delimiter: delimiter,
    ...(page.next === undefined ? {} : { NextContinuationToken: toBase64(utf8(page.next)) }),
    ...listedObjects(page, owner),
    KeyCount: page.objects.length + page.commonPrefixes.length,
  };
  return xmlReply(encodeXml(listBucketResultV2, encoded ? urlEncodeListing(result) : result));
}

/** The name in a token; throws 400 `InvalidArgument` for what is none (observed behaviour 29). */
function nameInToken(token: string): string {
  try {
    const bytes = fromBase64(token);
    if (bytes !== undefined && bytes.length <= 1024) return fromUtf8(bytes);
  } catch {
    // Not UTF-8: no token of this server.
  }
  throw invalid('continuation-token', token);
}
