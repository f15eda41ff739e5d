import type { Amendment } from '../domain/amend-object.ts';
import type { Bucket } from '../domain/buckets.ts';
import { parameter, type ObjectCall } from '../pipeline/call.ts';
import { notThere, versionRef } from './named-version.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/**
 * Changes the object, or the version of it, that a call names, be it a link, and resolves to the headers that say which version that was.
 * Throws as `findRows`.
 */
export async function amendFoundObject(
  call: ObjectCall,
  bucket: Bucket,
  amendment: Amendment,
  { amendObject }: Services,
): Promise<Readonly<Record<string, string>>> {
  const versionId = parameter(call, 'versionId');
  const found = await amendObject(call.session, bucket, call.key, amendment, versionRef(versionId));
  if (found === undefined || !('head' in found)) throw notThere(call, found, versionId);
  return versionHeader(found.head.value, bucket);
}
