import { OssError } from '@sse/core';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { amendFoundObject } from './amend-found-object.ts';
import { aclOf } from './object-properties.ts';
import type { Services } from './services.ts';

/** `PUT /key?acl`: gives an object the ACL of `x-oss-object-acl`, which is stored and shown; 400 `MissingArgument` without the header. */
export async function putObjectAcl(call: ObjectCall, services: Services): Promise<Reply> {
  const bucket = await services.buckets.require(call.session, call.bucket);
  const amendment = aclOf(call.headers);
  if (!('acl' in amendment)) throw new OssError('MissingArgument', { details: { ArgumentName: 'x-oss-object-acl' } });
  return { status: 200, headers: await amendFoundObject(call, bucket, amendment, services) };
}
