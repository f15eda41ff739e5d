import { OssError, parseBucketName, type BucketLoggingStatus } from '@sse/core';
import type { PutContext } from './document-row.ts';

/** Logging into a bucket that is there; 400 `InvalidTargetBucketForLogging` otherwise (observed behaviour 22). */
export async function checkLogging(status: BucketLoggingStatus, { call, services }: PutContext): Promise<BucketLoggingStatus | OssError> {
  const target = status.LoggingEnabled?.TargetBucket;
  if (target === undefined) return status;
  const name = parseBucketName(target);
  const found = name instanceof OssError ? undefined : await services.buckets.find(call.session, name);
  return found === undefined ? new OssError('InvalidTargetBucketForLogging', { details: { TargetBucket: target } }) : status;
}
