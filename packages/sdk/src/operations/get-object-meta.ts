import { readObjectMeta, type ObjectMeta } from '../headers/object-head.ts';
import { conditionHeaders } from '../headers/read-conditions.ts';
import { objectResource } from '../resource.ts';
import type { Transport } from '../transport/call.ts';
import type { HeadObjectOptions } from './head-object.ts';

/** `HEAD /key?objectMeta`: size, ETag and time of an object; how it is encrypted the service does not say here. */
export async function getObjectMeta(
  transport: Transport,
  bucket: string,
  key: string,
  options: HeadObjectOptions = {},
): Promise<ObjectMeta> {
  const { signal } = options;
  const resource = objectResource(bucket, key);
  const reply = await transport.whole({ operation: 'GetObjectMeta', resource, headers: conditionHeaders(options), signal });
  return readObjectMeta(reply);
}
