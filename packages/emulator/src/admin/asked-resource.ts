import { kmsResource, OssError, ossResourceNames, parseBucketName, roleResource, RpcError, type BucketName } from '@sse/core';
import type { KeyService } from '../ports/key-service.ts';
import { describedKey } from './described-key.ts';

/** What an explanation is about. */
export interface AskedResource {
  /** Absent for the account, for keys and roles. */
  readonly bucket: BucketName | undefined;
  readonly key: string | undefined;
  /** The names of it that policies may mean, as requests have them. */
  readonly names: readonly string[];
  /** Of a KMS key its id. */
  readonly keyId?: string | undefined;
  /** Of a role its name. */
  readonly role?: string;
}

/** Whose resources there are. */
export interface ResourceOwner {
  readonly region: string;
  readonly accountId: string;
  readonly kms: Pick<KeyService, 'describeKey'>;
}

const nameForm = /^acs:(?<service>[^:]*):(?<region>[^:]*):(?<account>[^:]*):(?<path>.*)$/s;

/**
 * Reads `*` (the account), `bucket`, `bucket/key` or a resource name of this account, in which region and account may be `*`; an alias means the key that it is of, but for actions on aliases. Rejects with 400
 * `InvalidParameter` for what is none of them or somebody else's, 400 `InvalidBucketName`.
 */
export async function askedResource(text: string, owner: ResourceOwner, action: string): Promise<AskedResource> {
  const { service = 'oss', region = '*', account = '*', path = text } = nameForm.exec(text)?.groups ?? {};
  const ownRegions = ['*', '', owner.region, `oss-${owner.region}`];
  if (!ownRegions.includes(region) || !['*', owner.accountId].includes(account))
    throw invalid(`a resource of the account ${owner.accountId} in ${owner.region}`);
  const named = Object.hasOwn(OTHERS, service) ? await OTHERS[service]?.(path, owner, action) : undefined;
  if (named !== undefined) return { bucket: undefined, key: undefined, ...named };
  if (service !== 'oss' || path === '') throw invalid('*, a bucket, bucket/key, or a resource name such as acs:kms:*:*:key/<id>');
  const slash = path.indexOf('/');
  const key = slash < 0 || slash === path.length - 1 ? undefined : path.slice(slash + 1);
  const bucket = path === '*' ? undefined : parseBucketName(slash < 0 ? path : path.slice(0, slash));
  if (bucket instanceof OssError) throw bucket;
  return { bucket, key, names: ossResourceNames({ ...owner, bucket, key }) };
}

/** What is done to an alias itself, and not to its key. */
const ofAliases = /^kms:[A-Za-z]*Alias(?:es)?$/;

/** Resources beside buckets and objects: what of a path names them. */
const OTHERS: Readonly<Record<string, (path: string, owner: ResourceOwner, action: string) => Promise<OtherResource | undefined>>> = {
  async kms(path, owner, action) {
    if (!/^(?:key|alias)(?:\/.+)?$/s.test(path)) return undefined;
    const keyId = path.startsWith('key/') ? path.slice('key/'.length) : undefined;
    if (keyId !== undefined || !path.startsWith('alias/') || ofAliases.test(action))
      return { keyId, names: [kmsResource({ ...owner, path })] };
    const meant = await describedKey(owner.kms, path);
    if (meant === undefined) throw invalid(`the alias of a key; there is no ${path}`);
    return { keyId: meant.keyId, names: [kmsResource({ ...owner, path: `key/${meant.keyId}` })] };
  },
  async ram(path, owner) {
    const role = path.startsWith('role/') ? path.slice('role/'.length) : undefined;
    return role === undefined ? undefined : { role, names: [roleResource({ ...owner, role })] };
  },
};

type OtherResource = Pick<AskedResource, 'names' | 'keyId' | 'role'>;

function invalid(expected: string): RpcError {
  return new RpcError('InvalidParameter', `The document is not valid at resource: expected ${expected}.`);
}
