import { kmsResource, OssError, ossResourceNames, parseBucketName, roleResource, RpcError, type BucketName } from '@sse/core';

/** What an explanation is about. */
export interface AskedResource {
  /** Absent for the account, for keys and roles. */
  readonly bucket: BucketName | undefined;
  readonly key: string | undefined;
  /** The names of it that policies may mean, as requests have them. */
  readonly names: readonly string[];
}

/** Whose resources there are. */
export interface ResourceOwner {
  readonly region: string;
  readonly accountId: string;
}

const nameForm = /^acs:(?<service>[^:]*):(?<region>[^:]*):(?<account>[^:]*):(?<path>.*)$/s;

/**
 * Reads `*` (the account), `bucket`, `bucket/key` or a resource name of this account, in which region and account may be `*`. Throws 400
 * `InvalidParameter` for what is none of them or somebody else's, 400 `InvalidBucketName`.
 */
export function askedResource(text: string, owner: ResourceOwner): AskedResource {
  const { service = 'oss', region = '*', account = '*', path = text } = nameForm.exec(text)?.groups ?? {};
  const ownRegions = ['*', '', owner.region, `oss-${owner.region}`];
  if (!ownRegions.includes(region) || !['*', owner.accountId].includes(account))
    throw invalid(`a resource of the account ${owner.accountId} in ${owner.region}`);
  const named = Object.hasOwn(OTHERS, service) ? OTHERS[service]?.(path, owner) : undefined;
  if (named !== undefined) return { bucket: undefined, key: undefined, names: [named] };
  if (service !== 'oss' || path === '') throw invalid('*, a bucket, bucket/key, or a resource name such as acs:kms:*:*:key/<id>');
  const slash = path.indexOf('/');
  const key = slash < 0 || slash === path.length - 1 ? undefined : path.slice(slash + 1);
  const bucket = path === '*' ? undefined : parseBucketName(slash < 0 ? path : path.slice(0, slash));
  if (bucket instanceof OssError) throw bucket;
  return { bucket, key, names: ossResourceNames({ ...owner, bucket, key }) };
}

/** Resources beside buckets and objects: what of a path names them. */
const OTHERS: Readonly<Record<string, (path: string, owner: ResourceOwner) => string | undefined>> = {
  kms: (path, owner) => (/^(?:key|alias)(?:\/.+)?$/s.test(path) ? kmsResource({ ...owner, path }) : undefined),
  ram: (path, owner) => (path.startsWith('role/') ? roleResource({ ...owner, role: path.slice('role/'.length) }) : undefined),
};

function invalid(expected: string): RpcError {
  return new RpcError('InvalidParameter', `The document is not valid at resource: expected ${expected}.`);
}
