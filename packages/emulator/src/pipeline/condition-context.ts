import {
  conditionKeys,
  OssError,
  parseBucketName,
  parseCopySource,
  parseObjectKey,
  requestContext,
  wantedFacts,
  withFacts,
  firstValue,
  type AccessFacts,
  type ConditionContext,
  type GatheredFacts,
  type HeaderRecord,
  type OperationName,
  type QueryPairs,
  type RequiredAccess,
  type Tags,
} from '@sse/core';
import type { Session } from '../domain/bucket-key.ts';
import type { Bucket } from '../domain/buckets.ts';
import { versionRef } from '../operations/named-version.ts';
import type { Services } from '../operations/services.ts';
import { writtenEncryption } from './written-encryption.ts';

/** The connection of a request, as conditions speak of it. */
export interface ConnectionFacts {
  readonly sourceIp: string;
  readonly secure: boolean;
  /** Such as `TLSv1.2`; absent without TLS. */
  readonly tlsVersion?: string | undefined;
}

/** What of a request conditions may ask for. */
export interface ConditionSource {
  readonly session: Session;
  /** Absent for requests that are none of the object store interface. */
  readonly operation?: OperationName | undefined;
  /** Absent for anonymous callers. */
  readonly accessKeyId: string | undefined;
  readonly connection: ConnectionFacts;
  /** What the request is about, unchecked. */
  readonly target: { readonly bucket: string | undefined; readonly key: string | undefined };
  readonly query: QueryPairs;
  /** Of PostObject the fields of the form. */
  readonly headers: HeaderRecord;
  /** Request headers, also of PostObject. */
  readonly userAgent: string | undefined;
}

/** One access, with the bucket it is in and the policies that judge it. */
export interface JudgedAccess {
  readonly access: Pick<RequiredAccess, 'action' | 'key' | 'role'>;
  readonly bucket: Bucket | undefined;
  readonly facts: Pick<AccessFacts, 'identityPolicies' | 'sessionPolicy' | 'bucketPolicy'>;
}

/** The values that conditions compare with. Tags and encryption are looked up only where a policy asks for them; without conditions nothing is. */
export async function conditionContext(services: Services, source: ConditionSource, judged: JudgedAccess): Promise<ConditionContext> {
  const { identityPolicies, sessionPolicy, bucketPolicy } = judged.facts;
  const keys = conditionKeys([...identityPolicies, sessionPolicy, bucketPolicy].filter((policy) => policy !== undefined));
  if (keys.size === 0) return {};
  const { sourceIp, secure, tlsVersion } = source.connection;
  const context = requestContext({ ...source, sourceIp, secure, tlsVersion, now: services.now() });
  const wanted = wantedFacts(keys);
  const gathered: GatheredFacts = {
    bucketTags: wanted.bucketTags ? await bucketTags(services, source, judged) : undefined,
    objectTags: wanted.objectTags ? await objectTags(services, source, judged) : undefined,
    encryption: wanted.encryption ? await encryptionOf(services, source, judged) : undefined,
  };
  return withFacts(context, gathered);
}

async function bucketTags({ documents }: Services, { session }: ConditionSource, { bucket }: JudgedAccess): Promise<Tags | undefined> {
  const document = bucket && (await documents.find(session, bucket.id, 'tagging'));
  return document?.TagSet.Tag.map(({ Key, Value }) => [Key, Value]);
}

/** Of the version that the access is about. */
async function objectTags({ objects }: Services, source: ConditionSource, { access, bucket }: JudgedAccess): Promise<Tags | undefined> {
  const key = access.key === undefined ? undefined : parseObjectKey(access.key);
  if (bucket === undefined || key === undefined || key instanceof OssError) return undefined;
  const found = await objects.find(source.session, bucket, key, versionRef(versionOf(source, access)));
  return found !== undefined && 'body' in found ? found.body.value.tags : undefined;
}

function versionOf({ query, headers }: ConditionSource, { role }: JudgedAccess['access']): string | undefined {
  if (role !== 'source') return role === 'target' ? firstValue(query, 'versionId') : undefined;
  const source = parseCopySource(headers['x-oss-copy-source'] ?? '');
  return source instanceof OssError ? undefined : source.versionId;
}

async function encryptionOf(
  services: Services,
  source: ConditionSource,
  { access, bucket }: JudgedAccess,
): Promise<GatheredFacts['encryption']> {
  const { operation, session, query, headers, target } = source;
  const isWritten = access.role !== 'source' && access.action === 'oss:PutObject' && bucket !== undefined;
  const name = target.bucket === undefined ? undefined : parseBucketName(target.bucket);
  const key = access.key === undefined ? undefined : parseObjectKey(access.key);
  if (!isWritten || operation === undefined || bucket.name !== name || key === undefined || key instanceof OssError) return undefined;
  return writtenEncryption(services, { operation, session, bucket, key, query, headers });
}
