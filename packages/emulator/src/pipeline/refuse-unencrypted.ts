import { OssError, parseBucketName, parseObjectKey } from '@sse/core';
import type { Services } from '../operations/services.ts';
import type { AuthorizedRequest } from './authorize.ts';
import { writtenEncryption } from './written-encryption.ts';

/** Throws 403 `AccessDenied` where a request would store bytes unencrypted; for servers that were told to require encryption. */
export async function refuseUnencrypted(
  services: Services,
  { operation, session, target, query, headers }: AuthorizedRequest,
): Promise<void> {
  if (target.bucket === undefined || target.key === undefined) return;
  const name = parseBucketName(target.bucket);
  const key = parseObjectKey(target.key);
  if (name instanceof OssError || key instanceof OssError) return;
  const bucket = await services.buckets.find(session, name);
  const written = bucket && (await writtenEncryption(services, { operation, session, bucket, key, query, headers }));
  if (written?.algorithm !== 'None') return;
  const message =
    'This server was started to refuse what would be stored unencrypted: send x-oss-server-side-encryption, or give the bucket a rule.';
  throw new OssError('AccessDenied', { message, details: { BucketName: name } });
}
