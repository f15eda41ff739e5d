import {
  accessDenied,
  authorize,
  OssError,
  ossResourceNames,
  parseBucketName,
  parseObjectKey,
  requiredAccesses,
  type AccessDecision,
  type AccessFacts,
  type OperationName,
  type RequiredAccess,
  type Tags,
} from '@sse/core';
import type { Requester } from '../domain/access-facts.ts';
import { noSuchBucket, type Bucket } from '../domain/buckets.ts';
import type { Services } from '../operations/services.ts';
import { conditionContext, type ConditionSource } from './condition-context.ts';

/**
 * Passes where the caller may do all of it; throws 403 `AccessDenied`, 404 `NoSuchBucket`, or 400 for names that are none. `documentTags` are those that the
 * object gets by the body of the request.
 */
export type Authorize = (accesses: readonly RequiredAccess[], documentTags?: Tags) => Promise<void>;

/** A request as far as access depends on it. */
export interface AuthorizedRequest extends ConditionSource {
  readonly operation: OperationName;
  readonly requester: Requester;
}

/** The accesses that a request needs by itself, before its body is read. */
export async function ownAccesses(
  { operation, session, target, query, headers }: AuthorizedRequest,
  { buckets }: Pick<Services, 'buckets'>,
): Promise<readonly RequiredAccess[]> {
  const name = MAKES_BUCKETS.has(operation) && target.bucket !== undefined ? parseBucketName(target.bucket) : undefined;
  const makesBucket = name !== undefined && !(name instanceof OssError) && (await buckets.find(session, name)) === undefined;
  return requiredAccesses({ operation, ...target, query, headers, makesBucket });
}

const MAKES_BUCKETS: ReadonlySet<OperationName> = new Set<OperationName>(['PutBucket', 'PutBucketAcl']);
/** What may be asked of a bucket that is not there. */
export const WITHOUT_BUCKET: ReadonlySet<string> = new Set(['oss:PutBucket', 'oss:PutBucketAcl', 'oss:PutBucketEncryption']);

/** Judges accesses of one request by the rows of its session. The account itself is stopped by the Deny of a bucket policy only. */
export function authorizer(services: Services, request: AuthorizedRequest): Authorize {
  const { session, requester } = request;
  const { region, accountId } = services;

  /** A request for a thousand objects is about one bucket. */
  const gathered = new Map<string | undefined, Promise<AccessFacts>>();
  function factsOf(bucket: Bucket | undefined): Promise<AccessFacts> {
    const facts = gathered.get(bucket?.name) ?? services.accessFacts(session, requester, bucket);
    gathered.set(bucket?.name, facts);
    return facts;
  }

  async function decide(access: RequiredAccess, bucket: Bucket | undefined, documentTags: Tags | undefined): Promise<AccessDecision> {
    const { action, key } = access;
    const facts = await factsOf(bucket);
    const resources = ossResourceNames({ region, accountId, bucket: access.bucket, key });
    const wanted = {
      action,
      resources,
      context: await conditionContext(services, { ...request, documentTags }, { access, bucket, facts }),
    };
    const decision = authorize(facts, wanted);
    if (decision.ground.kind !== 'acl' || bucket === undefined || key === undefined) return decision;
    // Only now the object's own ACL counts, which is not read where policies decide.
    const name = parseObjectKey(key);
    const found = name instanceof OssError ? undefined : await services.objects.find(session, bucket, name);
    const objectAcl = found !== undefined && 'body' in found ? found.body.value.acl : undefined;
    return objectAcl === undefined ? decision : authorize({ ...facts, objectAcl }, wanted);
  }

  async function allow(access: RequiredAccess, documentTags: Tags | undefined): Promise<void> {
    const bucket = await bucketOf(access);
    const decision = await decide(access, bucket, documentTags);
    if (decision.effect === 'Allow') return;
    const level = access.bucket === undefined ? 'service' : access.key === undefined ? 'bucket' : 'object';
    throw accessDenied(decision, { wanted: access, caller: requester.caller, level });
  }

  /** The account is told of names that are none, and of what is missing, by the operation. */
  async function bucketOf({ bucket: text, action }: RequiredAccess): Promise<Bucket | undefined> {
    const name = text === undefined ? undefined : parseBucketName(text);
    const isAccount = requester.caller.kind === 'root';
    if (name instanceof OssError) {
      if (isAccount) return undefined;
      throw name;
    }
    const bucket = name === undefined ? undefined : await services.buckets.find(session, name);
    if (name !== undefined && bucket === undefined && !isAccount && !WITHOUT_BUCKET.has(action)) throw noSuchBucket(name);
    return bucket;
  }

  return async (accesses, documentTags) => {
    for (const access of accesses) await allow(access, documentTags);
  };
}
