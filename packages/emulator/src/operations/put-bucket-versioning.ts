import { decodeXml, OssError, versioningConfiguration } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { readDocument } from './read-document.ts';
import type { Services } from './services.ts';

/** `PUT /?versioning`: keeps overwritten and deleted objects as versions from now on, or no more. 400 `MalformedXML` without a known status (observed behaviour 22). */
export async function putBucketVersioning(call: BucketCall, { buckets }: Services): Promise<Reply> {
  await buckets.require(call.session, call.bucket);
  const wanted = decodeXml(versioningConfiguration, await readDocument(call));
  if (wanted instanceof OssError) throw wanted;
  if (wanted.Status === undefined) throw new OssError('MalformedXML');
  await buckets.setVersioning(call.session, call.bucket, wanted.Status);
  return { status: 200 };
}
