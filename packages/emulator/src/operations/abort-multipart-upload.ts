import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';
import { uploadIdOf } from './upload-part.ts';

/** `DELETE /key?uploadId`: drops an upload and its parts (protocol reference §4.7). */
export async function abortMultipartUpload(call: ObjectCall, { buckets, uploads, runPartsJob }: Services): Promise<Reply> {
  const bucket = await buckets.require(call.session, call.bucket);
  const upload = await uploads.require(call.session, bucket, call.key, uploadIdOf(call));
  await uploads.abort(call.session, upload);
  // The upload has ended, whatever becomes of this: the sweeper takes it up again, and logs what is in its way.
  await runPartsJob({ bucketId: bucket.id, uploadId: upload.id }).catch(() => undefined);
  return { status: 204 };
}
