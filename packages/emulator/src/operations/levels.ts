import { OssError } from '@sse/core';
import type { BucketCall, Call, ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Handler, Services } from './services.ts';

/** A handler for calls that name a bucket. */
export function onBucket(run: (call: BucketCall, services: Services) => Promise<Reply>): Handler {
  return (call, services) => {
    if (!isBucketCall(call)) throw new OssError('InvalidBucketName');
    return run(call, services);
  };
}

/** A handler for calls that name an object. */
export function onObject(run: (call: ObjectCall, services: Services) => Promise<Reply>): Handler {
  return onBucket((call, services) => {
    if (!isObjectCall(call)) throw new OssError('InvalidObjectName');
    return run(call, services);
  });
}

function isBucketCall(call: Call): call is BucketCall {
  return call.bucket !== undefined;
}

function isObjectCall(call: BucketCall): call is ObjectCall {
  return call.key !== undefined;
}
