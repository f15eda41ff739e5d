import { decodeXml, objectTags, OssError, ownAccess, tagging, type Tags } from '@sse/core';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { amendFoundObject } from './amend-found-object.ts';
import { readDocument } from './read-document.ts';
import type { Services } from './services.ts';

/** `PUT /key?tagging`: replaces the tags of an object, if the caller may give it these (protocol reference §4.6); 400 `MalformedXML`, `InvalidTag`. */
export async function putObjectTagging(call: ObjectCall, services: Services): Promise<Reply> {
  const tags = parseTags(await readDocument(call));
  await call.authorize([ownAccess(call)], tags instanceof OssError ? [] : tags);
  if (tags instanceof OssError) throw tags;
  const bucket = await services.buckets.require(call.session, call.bucket);
  return { status: 200, headers: await amendFoundObject(call, bucket, { tags }, services) };
}

function parseTags(document: Uint8Array): Tags | OssError {
  const read = decodeXml(tagging, document);
  return read instanceof OssError ? read : objectTags(read.TagSet.Tag.map(({ Key, Value }) => [Key, Value]));
}
