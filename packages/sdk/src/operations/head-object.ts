import { readObjectHead, type ObjectHead } from '../headers/object-head.ts';
import { conditionHeaders, type ReadConditions } from '../headers/read-conditions.ts';
import { objectResource } from '../resource.ts';
import type { CallOptions, Transport } from '../transport/call.ts';

export interface HeadObjectOptions extends ReadConditions, CallOptions {}

/** `HEAD /key`: everything about an object but its content. */
export async function headObject(transport: Transport, bucket: string, key: string, options: HeadObjectOptions = {}): Promise<ObjectHead> {
  const { signal } = options;
  const resource = objectResource(bucket, key);
  const reply = await transport.whole({ operation: 'HeadObject', resource, headers: conditionHeaders(options), signal });
  return readObjectHead(reply, 'HeadObject');
}
