import { decodeXml, encodeXml, OssError, publicAccessBlockConfiguration } from '@sse/core';
import type { Call } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { readDocument } from './read-document.ts';
import type { Services } from './services.ts';

/** `PUT /?publicAccessBlock` of the account: blocks public access to all of its buckets, or no longer (observed behaviour 17). */
export async function putPublicAccessBlock(call: Call, { publicAccess }: Services): Promise<Reply> {
  const document = decodeXml(publicAccessBlockConfiguration, await readDocument(call));
  if (document instanceof OssError) throw document;
  await publicAccess.blockForAccount(call.session, document.BlockPublicAccess);
  return { status: 200 };
}

/** `GET /?publicAccessBlock` of the account. */
export async function getPublicAccessBlock({ session }: Call, { publicAccess }: Services): Promise<Reply> {
  const BlockPublicAccess = await publicAccess.isBlockedForAccount(session);
  return xmlReply(encodeXml(publicAccessBlockConfiguration, { BlockPublicAccess }));
}

/** `DELETE /?publicAccessBlock` of the account: 204 also where nothing was blocked. */
export async function deletePublicAccessBlock({ session }: Call, { publicAccess }: Services): Promise<Reply> {
  await publicAccess.blockForAccount(session, false);
  return { status: 204 };
}
