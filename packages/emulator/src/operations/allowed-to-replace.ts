import type { Bucket } from '../domain/buckets.ts';
import { fileAlreadyExists } from '../domain/objects.ts';
import type { ObjectCall } from '../pipeline/call.ts';
import { mayReplace } from './object-headers.ts';
import type { Services } from './services.ts';

/** What the write's commit is to go by; refuses at once, before a byte of the body is read, what it would refuse: 409 `FileAlreadyExists`. */
export async function allowedToReplace({ session, headers, key }: ObjectCall, bucket: Bucket, { objects }: Services): Promise<boolean> {
  // Nothing is lost where versions are kept (protocol reference §4.6).
  const allowed = bucket.versioning !== undefined || mayReplace(headers);
  if (!allowed && (await objects.head(session, bucket, key)) !== undefined) throw fileAlreadyExists();
  return allowed;
}
