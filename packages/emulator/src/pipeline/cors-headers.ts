import { corsReplyHeaders, OssError, parseBucketName, type HeaderRecord } from '@sse/core';
import type { Session } from '../domain/bucket-key.ts';
import type { Services } from '../operations/services.ts';
import type { Reply } from './reply.ts';

/** A request as far as its CORS headers depend on it. */
export interface CrossOriginRequest {
  readonly session: Session;
  readonly method: string;
  readonly headers: HeaderRecord;
  /** The name that the request addresses, unchecked; absent for the service. */
  readonly bucket: string | undefined;
}

/** Reply headers by which a page of another origin may read the reply, by the bucket's rules, on errors too; `undefined` without rules or `Origin`. */
export async function corsHeaders(
  services: Services,
  { session, method, headers, bucket: name }: CrossOriginRequest,
): Promise<ReplyHeaders | undefined> {
  const { origin } = headers;
  // A preflight is an operation of its own.
  if (origin === undefined || name === undefined || method === 'OPTIONS') return undefined;
  const bucketName = parseBucketName(name);
  const bucket = bucketName instanceof OssError ? undefined : await services.buckets.find(session, bucketName);
  const rules = bucket && (await services.documents.find(session, bucket.id, 'cors'));
  return rules && corsReplyHeaders(rules, { origin, method });
}

type ReplyHeaders = NonNullable<Reply['headers']>;

/** A reply with more headers; `Vary` names what both say. */
export function withHeaders(reply: Reply, more: ReplyHeaders | undefined): Reply {
  if (more === undefined) return reply;
  const vary = [reply.headers?.['Vary'], more['Vary']].filter((names) => names !== undefined).join(', ');
  return { ...reply, headers: { ...reply.headers, ...more, ...(vary === '' ? {} : { Vary: vary }) } };
}
