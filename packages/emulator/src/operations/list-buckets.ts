import { encodeXml, listAllMyBucketsResult, OssError, parseTagParameters, type TagElement, type WantedTag } from '@sse/core';
import type { Bucket } from '../domain/buckets.ts';
import { listTaggedBuckets } from '../domain/list-tagged-buckets.ts';
import { parameter, type Call } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { nameParameter, pageSize } from './list-parameters.ts';
import type { Services } from './services.ts';

interface BucketsPage {
  /** Tags are there when buckets were chosen by them. */
  readonly buckets: readonly (Bucket & { readonly tags?: readonly TagElement[] })[];
  readonly next: string | undefined;
}

/** `GET /` of the service: the account's buckets (protocol reference §4.5). Endpoints are the one that the client used, so that it can go on from them. */
export async function listBuckets(call: Call, services: Services): Promise<Reply> {
  const { buckets, region, accountId } = services;
  const prefix = nameParameter(call, 'prefix');
  const marker = nameParameter(call, 'marker');
  const limit = pageSize(call);
  const wanted = wantedTags(call);
  const { buckets: page, next }: BucketsPage = wanted
    ? await listTaggedBuckets(services, call.session, { prefix, marker, limit, wanted })
    : await buckets.list({ prefix, marker, limit });
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
      ...(bucket.tags === undefined ? {} : { Tagging: { TagSet: { Tag: bucket.tags } } }),
    })),
  });
  return xmlReply(document);
}

function wantedTags(call: Call): readonly WantedTag[] | undefined {
  const wanted = parseTagParameters({
    tagging: parameter(call, 'tagging'),
    tagKey: parameter(call, 'tag-key'),
    tagValue: parameter(call, 'tag-value'),
  });
  if (wanted instanceof OssError) throw wanted;
  return wanted;
}
