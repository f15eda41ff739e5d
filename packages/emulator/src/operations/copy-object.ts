import { copyObjectResult, encodeXml, encryptionEcho, OssError, type HeaderRecord } from '@sse/core';
import type { Amendable } from '../domain/object-rows.ts';
import type { ObjectCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { allowedToReplace } from './allowed-to-replace.ts';
import { decideEncryption } from './decide-encryption.ts';
import { findCopySource, sourceVersionHeader, withSource, type FoundSource } from './copy-source.ts';
import { invalid } from './list-parameters.ts';
import { refuseUnserved, storedHeaders } from './object-headers.ts';
import { aclOf, contentType, storageClassOf, tagsOf } from './object-properties.ts';
import { rereadOnce } from './read-object.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/** Longer sources are copied by parts (protocol reference §2.5). */
const largestSource = 2 ** 30;

/**
 * `PUT /key` with `x-oss-copy-source`: a new object with the bytes of another, or of itself, under the encryption that this request's headers or
 * the bucket's rule name, never the source's (protocol reference §2.5, §4.6). Nothing becomes visible before all of the source was verified.
 */
export function copyObject(call: ObjectCall, services: Services): Promise<Reply> {
  return rereadOnce(() => copy(call, services));
}

async function copy(call: ObjectCall, services: Services): Promise<Reply> {
  const { session, headers, key } = call;
  const bucket = await services.buckets.require(session, call.bucket);
  refuseUnserved(headers);
  const decision = await decideEncryption(call, bucket, services);
  const found = await findCopySource(call, services);
  const { size } = found.head;
  if (size > largestSource) throw new OssError('EntityTooLarge');
  const metadata = { ...metadataOf(headers, found), ...copiedTags(headers, found), ...aclOf(headers) };
  const mayReplace = await allowedToReplace(call, bucket, services);
  const storageClass = storageClassOf(headers, bucket);
  const head = await withSource(found, { start: 0, end: size }, services, (source) =>
    services.putObject({
      session,
      bucket,
      key,
      decision,
      source,
      accept: () => Promise.resolve(),
      type: 'Normal',
      mayReplace,
      storageClass,
      ...metadata,
    }),
  );
  const document = encodeXml(copyObjectResult, { LastModified: new Date(head.modifiedAt), ETag: `"${head.etag}"` });
  return xmlReply(document, {
    ETag: `"${head.etag}"`,
    'x-oss-hash-crc64ecma': head.crc64.toString(),
    ...encryptionEcho(head.encryption),
    ...versionHeader(head),
    ...sourceVersionHeader(found),
  });
}

interface Metadata {
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The source's, or with `x-oss-metadata-directive: REPLACE` the request's; a type that it does not name stays (observed behaviour 25). */
function metadataOf(headers: HeaderRecord, { shown: { head, body } }: FoundSource): Metadata {
  const directive = headers['x-oss-metadata-directive']?.toUpperCase() ?? 'COPY';
  if (directive === 'COPY') return { contentType: head.contentType, headers: body.headers };
  if (directive !== 'REPLACE') throw invalid('x-oss-metadata-directive', directive);
  return { contentType: contentType(headers['content-type'] ?? head.contentType), headers: storedHeaders(headers) };
}

/** The source's tags, or with `x-oss-tagging-directive: REPLACE` the request's; the ACL is never copied (protocol reference §4.6). */
function copiedTags(headers: HeaderRecord, { shown }: FoundSource): Pick<Amendable, 'tags'> {
  const directive = headers['x-oss-tagging-directive']?.toUpperCase() ?? 'COPY';
  if (directive === 'COPY') return { tags: shown.body.tags };
  if (directive !== 'REPLACE') throw invalid('x-oss-tagging-directive', directive);
  return tagsOf(headers);
}
