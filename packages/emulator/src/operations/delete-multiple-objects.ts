import { decodeXml, deleteObjects, deleteResult, encodeXml, OssError, parseObjectKey, urlEncodeName, type ObjectKey } from '@sse/core';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { wantsUrlEncoding } from './list-parameters.ts';
import { readDocument } from './read-document.ts';
import type { Services } from './services.ts';

const mostObjects = 1000;
/** Objects that are deleted at a time. */
const lanes = 16;

/** `POST /?delete`: deletes up to 1,000 objects; those that are not there count as deleted (protocol reference §4.6, observed behaviour 28). */
export async function deleteMultipleObjects(call: BucketCall, { buckets, objects }: Services): Promise<Reply> {
  const bucket = await buckets.require(call.session, call.bucket);
  if (call.headers['content-md5'] === undefined) throw new OssError('MissingArgument', { details: { ArgumentName: 'Content-MD5' } });
  const { keys, quiet } = await wanted(call);
  const name = wantsUrlEncoding(call) ? urlEncodeName : (text: string) => text;
  const left = keys.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const key of left) await objects.remove(call.session, bucket, key);
    }),
  );
  if (quiet) return { status: 200 };
  const encoding = wantsUrlEncoding(call) ? { EncodingType: 'url' } : {};
  return xmlReply(encodeXml(deleteResult, { ...encoding, Deleted: keys.map((key) => ({ Key: name(key) })) }));
}

/** Throws 400 `MalformedXML` for a list that is empty or too long, 400 `InvalidObjectName`, and what `readDocument` throws. */
async function wanted(call: BucketCall): Promise<{ readonly keys: readonly ObjectKey[]; readonly quiet: boolean }> {
  const document = decodeXml(deleteObjects, await readDocument(call));
  if (document instanceof OssError) throw document;
  const { Object: listed, Quiet: quiet = false } = document;
  if (listed.length === 0 || listed.length > mostObjects) throw new OssError('MalformedXML');
  const keys = listed.map(({ Key, VersionId }) => {
    if (VersionId !== undefined && VersionId !== 'null') throw new OssError('NotImplemented', { details: { ArgumentName: 'VersionId' } });
    const key = parseObjectKey(Key);
    if (key instanceof OssError) throw key;
    return key;
  });
  return { keys, quiet };
}
