import { allowsReferer, OssError } from '@sse/core';
import type { Services } from '../operations/services.ts';
import type { Call } from './call.ts';

/**
 * Throws 403 `AccessDenied` when a page that links to an object may not, by the bucket's referer lists (observed behaviour 22).
 * Only requests that a link can make are looked at: those that are signed in their URL or not at all.
 */
export async function refuseReferer(call: Call, { buckets, documents }: Services): Promise<void> {
  const { bucket: name, key, headers, session, operation } = call;
  if (name === undefined || key === undefined || headers['authorization'] !== undefined || operation === 'OptionObject') return;
  const bucket = await buckets.find(session, name);
  const lists = bucket && (await documents.find(session, bucket.id, 'referer'));
  if (lists === undefined || allowsReferer(lists, headers['referer'])) return;
  throw new OssError('AccessDenied', { message: 'You are denied by bucket referer policy.', details: { BucketName: name } });
}
