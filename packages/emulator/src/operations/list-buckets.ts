import { encodeXml, listAllMyBucketsResult } from '@sse/core';
import { parameter, type Call } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { nameParameter, pageSize } from './list-parameters.ts';
import type { Services } from './services.ts';

/** `GET /` of the service: the account's buckets (protocol reference §4.5). Endpoints are the one that the client used, so that it can go on from them. */
export async function listBuckets(call: Call, { buckets, region, accountId }: Services): Promise<Reply> {
  const prefix = nameParameter(call, 'prefix');
  const marker = nameParameter(call, 'marker');
  const limit = pageSize(call);
  const { buckets: page, next } = await buckets.list({ prefix, marker, limit });
  const truncated = next !== undefined;
  const pages = truncated || ['prefix', 'marker', 'max-keys'].some((name) => parameter(call, name) !== undefined);
  const document = encodeXml(listAllMyBucketsResult, {
    ...(pages ? { Prefix: prefix, Marker: marker, MaxKeys: limit, IsTruncated: truncated } : {}),
    ...(next === undefined ? {} : { NextMarker: next }),
    Owner: { ID: accountId, DisplayName: accountId },
    Buckets: page.map((bucket) => ({
      CreationDate: new Date(bucket.createdAt),
      ExtranetEndpoint: call.host,
      IntranetEndpoint: call.host,
      Location: `oss-${region}`,
      Name: bucket.name,
      Region: region,
      StorageClass: bucket.storageClass,
    })),
  });
  return xmlReply(document);
}
