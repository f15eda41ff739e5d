import { objectResource } from '../resource.ts';
import type { CallOptions, Reply, Transport } from '../transport/call.ts';
import { replyOf } from '../transport/read-document.ts';

/** `DELETE /key`: deletes an object; success also when there is none. */
export async function deleteObject(transport: Transport, bucket: string, key: string, { signal }: CallOptions = {}): Promise<Reply> {
  return replyOf(await transport.whole({ operation: 'DeleteObject', resource: objectResource(bucket, key), signal }));
}
