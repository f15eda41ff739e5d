import { corsReplyHeaders, findCorsRule, OssError } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `OPTIONS`: the preflight of a browser, which needs no authentication; 403 `AccessForbidden` where no rule allows what it announces (observed behaviour 20). */
export async function optionObject({ session, bucket: name, headers }: BucketCall, { buckets, documents }: Services): Promise<Reply> {
  const bucket = await buckets.require(session, name);
  const rules = await documents.find(session, bucket.id, 'cors');
  if (rules === undefined) throw forbidden('CORSResponse: CORS is not enabled for this bucket.');
  const { origin, 'access-control-request-method': method, 'access-control-request-headers': names = '' } = headers;
  if (origin === undefined || method === undefined) throw forbidden();
  const announced = names.split(',').flatMap((headerName) => (headerName.trim() === '' ? [] : [headerName.trim()]));
  const request = { origin, method, headers: announced };
  if (findCorsRule(rules, request) === undefined) throw forbidden();
  return { status: 200, headers: corsReplyHeaders(rules, request) };
}

function forbidden(message?: string): OssError {
  return new OssError('AccessForbidden', message === undefined ? {} : { message });
}
