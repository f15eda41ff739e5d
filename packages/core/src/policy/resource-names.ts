/** What of OSS a name is wanted for. */
export interface OssResource {
  /** Such as `cn-hangzhou`, without `oss-` before it. */
  readonly region: string;
  readonly accountId: string;
  /** Absent: the account, which is `*`. */
  readonly bucket?: string | undefined;
  /** Absent: the bucket itself. */
  readonly key?: string | undefined;
}

/**
 * The names of an account, a bucket or an object, with both ways of writing the region: `acs:oss:oss-cn-hangzhou:<account>:<bucket>/<key>` and
 * `acs:oss:cn-hangzhou:…` (protocol reference §5.1).
 */
export function ossResourceNames({ region, accountId, bucket, key }: OssResource): readonly [string, string] {
  const path = bucket === undefined ? '*' : key === undefined ? bucket : `${bucket}/${key}`;
  return [`acs:oss:oss-${region}:${accountId}:${path}`, `acs:oss:${region}:${accountId}:${path}`];
}

/** The name of a KMS key by its id (protocol reference §6.5). */
export function kmsKeyResource({ region, accountId, keyId }: { region: string; accountId: string; keyId: string }): string {
  return kmsResource({ region, accountId, path: `key/${keyId}` });
}

/** The name of KMS keys or aliases: `path` is `key`, `alias`, `key/<id>` or `alias/<name>` (protocol reference §6.5); `*` where it is about neither. */
export function kmsResource({ region, accountId, path }: { region: string; accountId: string; path: string }): string {
  return `acs:kms:${region}:${accountId}:${path}`;
}

/** The name of a role, as AssumeRole takes it (protocol reference §5.5). */
export function roleResource({ accountId, role }: { accountId: string; role: string }): string {
  return `acs:ram::${accountId}:role/${role}`;
}
