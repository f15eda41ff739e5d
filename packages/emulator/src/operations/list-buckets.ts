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
  const found = await buckets.list({ prefix, marker, limit: limit + 1 });
  const page = found.slice(0, limit);
  const truncated = found.length > limit;
  const pages = truncated || ['prefix', 'marker', 'max-keys'].some((name) => parameter(call, name) !== undefined);
  const last = page.at(-1)?.name;
  const document = encodeXml(listAllMyBucketsResult, {
    ...(pages ? { Prefix: prefix, Marker: marker, MaxKeys: limit, IsTruncated: truncated } : {}),
    ...(truncated && last !== undefined ? { NextMarker: last } : {}),
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
