import { decodeXml, objectTags, OssError, tagging, type Tags } from '@sse/core';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { amendFoundObject } from './amend-found-object.ts';
import { readDocument } from './read-document.ts';
import type { Services } from './services.ts';

/** `PUT /key?tagging`: replaces the tags of an object (protocol reference §4.6); 400 `MalformedXML`, `InvalidTag`. */
export async function putObjectTagging(call: ObjectCall, services: Services): Promise<Reply> {
  const bucket = await services.buckets.require(call.session, call.bucket);
  const tags = parseTags(await readDocument(call));
  return { status: 200, headers: await amendFoundObject(call, bucket, { tags }, services) };
}

function parseTags(document: Uint8Array): Tags {
  const read = decodeXml(tagging, document);
  const tags = read instanceof OssError ? read : objectTags(read.TagSet.Tag.map(({ Key, Value }) => [Key, Value]));
  if (tags instanceof OssError) throw tags;
  return tags;
}
