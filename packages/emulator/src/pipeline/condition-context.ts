import {
  conditionKeys,
  OssError,
  parseBucketName,
  parseObjectKey,
  requestContext,
  wantedFacts,
  withFacts,
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
import { requestTags } from './request-tags.ts';
import { writtenEncryption, type EncryptedWrite } from './written-encryption.ts';

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
  /** Tags that the object gets, where they are in the body. */
  readonly documentTags?: Tags | undefined;
}

/** One access, with the bucket it is in and the policies that judge it. */
export interface JudgedAccess {
  readonly access: Pick<RequiredAccess, 'action' | 'key' | 'versionId' | 'role'>;
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
    requestTags: wanted.requestTags ? await tagsOfRequest(services, source, judged) : undefined,
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
  const found = await objects.find(source.session, bucket, key, versionRef(access.versionId));
  return found !== undefined && 'body' in found ? found.body.value.tags : undefined;
}

async function tagsOfRequest(services: Services, source: ConditionSource, judged: JudgedAccess): Promise<Tags | undefined> {
  if (judged.access.role === 'source') return undefined;
  const write = writeOf(source, judged);
  return source.documentTags ?? (write && requestTags(services, write));
}

async function encryptionOf(services: Services, source: ConditionSource, judged: JudgedAccess): Promise<GatheredFacts['encryption']> {
  const write = judged.access.role !== 'source' && judged.access.action === 'oss:PutObject' ? writeOf(source, judged) : undefined;
  return write && writtenEncryption(services, write);
}

/** The request as a write of the object that is judged; `undefined` where it is about another one. */
function writeOf(
  { operation, session, query, headers, target }: ConditionSource,
  { access, bucket }: JudgedAccess,
): EncryptedWrite | undefined {
  const name = target.bucket === undefined ? undefined : parseBucketName(target.bucket);
  const key = access.key === undefined ? undefined : parseObjectKey(access.key);
  if (operation === undefined || bucket === undefined || bucket.name !== name || key === undefined || key instanceof OssError)
    return undefined;
  return { operation, session, bucket, key, query, headers };
}
