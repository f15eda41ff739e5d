import {
  decodeXml,
  deletionAccesses,
  deleteObjects,
  deleteResult,
  encodeXml,
  OssError,
  parseObjectKey,
  urlEncodeName,
  type DeleteResult,
  type ObjectKey,
} from '@sse/core';
import type { Bucket } from '../domain/buckets.ts';
import type { Objects } from '../domain/objects.ts';
import { formatVersionId, type VersionRef } from '../domain/version-id.ts';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { invalid, wantsUrlEncoding } from './list-parameters.ts';
import { versionRef } from './named-version.ts';
import { readDocument } from './read-document.ts';
import type { Services } from './services.ts';

/** An object, or one version of it. */
interface Target {
  readonly key: ObjectKey;
  readonly version?: { readonly id: string; readonly ref: VersionRef };
}

type Deleted = DeleteResult['Deleted'][number];

const mostObjects = 1000;
/** Objects that are deleted at a time. */
const lanes = 16;

/** `POST /?delete`: deletes up to 1,000 objects or versions, if the caller may delete all of them; those that are not there count as deleted (protocol reference §4.6, observed behaviour 28). */
export async function deleteMultipleObjects(call: BucketCall, { buckets, objects }: Services): Promise<Reply> {
  const bucket = await buckets.require(call.session, call.bucket);
  if (call.headers['content-md5'] === undefined) throw new OssError('MissingArgument', { details: { ArgumentName: 'Content-MD5' } });
  const { targets, quiet } = await wanted(call);
  await call.authorize(
    deletionAccesses(
      call.bucket,
      targets.map(({ key, version }) => ({ key, versionId: version?.id })),
    ),
  );
  const encoded = wantsEncodedNames(call);
  const name = encoded ? urlEncodeName : (text: string) => text;
  const deleted: Deleted[] = [];
  const left = targets.entries();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const [index, target] of left)
        deleted[index] = { Key: name(target.key), ...(await remove(call.session, bucket, target, objects)) };
    }),
  );
  if (quiet) return { status: 200 };
  const encoding = encoded ? { EncodingType: 'url' } : {};
  return xmlReply(encodeXml(deleteResult, { ...encoding, Deleted: deleted }));
}

/** `encoding-type` is a request header of this operation, where the vendor's Java client sends it; other clients send it in the query. */
function wantsEncodedNames(call: BucketCall): boolean {
  const header = call.headers['encoding-type'];
  if (header !== undefined && header !== 'url') throw invalid('encoding-type', header);
  return header === 'url' || wantsUrlEncoding(call);
}

/** What the reply says of a target, besides its name. */
async function remove(
  session: BucketCall['session'],
  bucket: Bucket,
  { key, version }: Target,
  objects: Objects,
): Promise<Omit<Deleted, 'Key'>> {
  if (version === undefined) {
    const marker = await objects.remove(session, bucket, key);
    return marker === undefined ? {} : { DeleteMarker: true, DeleteMarkerVersionId: formatVersionId(marker) };
  }
  const removed = await objects.removeVersion(session, bucket, key, version.ref);
  const wasMarker = removed !== undefined && !('size' in removed);
  return { VersionId: version.id, ...(wasMarker ? { DeleteMarker: true, DeleteMarkerVersionId: version.id } : {}) };
}

/** Throws 400 `MalformedXML` for a list that is empty or too long, 400 `InvalidObjectName`, and what `readDocument` throws. */
async function wanted(call: BucketCall): Promise<{ readonly targets: readonly Target[]; readonly quiet: boolean }> {
  const document = decodeXml(deleteObjects, await readDocument(call));
  if (document instanceof OssError) throw document;
  const { Object: listed, Quiet: quiet = false } = document;
  if (listed.length === 0 || listed.length > mostObjects) throw new OssError('MalformedXML');
  const targets = listed.map(({ Key, VersionId }): Target => {
    const key = parseObjectKey(Key);
    if (key instanceof OssError) throw key;
    const ref = versionRef(VersionId);
    return ref === undefined || VersionId === undefined ? { key } : { key, version: { id: VersionId, ref } };
  });
  return { targets, quiet };
}
