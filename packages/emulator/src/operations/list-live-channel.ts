import { encodeXml, listLiveChannelResult } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { nameParameter, pageSize } from './list-parameters.ts';
import type { Services } from './services.ts';

/** `GET /?live`: no live channels, which is what clients want to hear when they clean up (observed behaviour 10). */
export async function listLiveChannel(call: BucketCall, { buckets }: Services): Promise<Reply> {
  await buckets.require(call.session, call.bucket);
  const page = {
    Prefix: nameParameter(call, 'prefix'),
    Marker: nameParameter(call, 'marker'),
    MaxKeys: pageSize(call),
    IsTruncated: false,
  };
  return xmlReply(encodeXml(listLiveChannelResult, page));
}
