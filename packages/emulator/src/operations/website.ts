import { indexDocumentKey, OssError, parseObjectKey, type ObjectKey } from '@sse/core';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

type Read = (call: ObjectCall, services: Services) => Promise<Reply>;

/**
 * GetObject or HeadObject in a bucket that may be a website (observed behaviour 22): a missing object whose name ends in `/` is answered with
 * the index document. What else is missing is answered with the error document, where it is asked for as a browser asks: by GET, and not signed
 * in a header, because programs need the error itself.
 */
export function onWebsite(read: Read): Read {
  async function documentAt(key: string | undefined, call: ObjectCall, services: Services): Promise<Reply | undefined> {
    const parsed = key === undefined ? undefined : parseObjectKey(key);
    if (parsed === undefined || parsed instanceof OssError || !(await mayRead(call, parsed))) return undefined;
    return unlessMissing(() => read(plainly(call, parsed), services));
  }

  return async (call, services) => {
    let missing: OssError | undefined;
    const reply = await unlessMissing(
      () => read(call, services),
      (error) => void (missing = error),
    );
    if (reply !== undefined) return reply;
    const bucket = await services.buckets.require(call.session, call.bucket);
    const website = (await services.documents.find(call.session, bucket.id, 'website')) ?? {};
    const index = await documentAt(indexDocumentKey(website, call.key), call, services);
    if (index !== undefined) return index;
    const asBrowser = call.operation === 'GetObject' && call.headers['authorization'] === undefined;
    const error = asBrowser ? await documentAt(website.ErrorDocument?.Key, call, services) : undefined;
    if (error === undefined) throw missing ?? new OssError('NoSuchKey', { details: { Key: call.key } });
    return { ...error, status: website.ErrorDocument?.HttpStatus ?? 404 };
  };
}

/** A document that the caller may not read is as one that is not there. */
async function mayRead({ bucket, authorize }: ObjectCall, key: ObjectKey): Promise<boolean> {
  try {
    await authorize([{ action: 'oss:GetObject', bucket, key, role: 'extra' }]);
    return true;
  } catch (error) {
    if (error instanceof OssError && error.code === 'AccessDenied') return false;
    throw error;
  }
}

async function unlessMissing(read: () => Promise<Reply>, tell: (error: OssError) => void = () => undefined): Promise<Reply | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof OssError) || error.code !== 'NoSuchKey') throw error;
    tell(error);
    return undefined;
  }
}

/** The call for a whole object of another name: conditions, ranges and parameters were about the name that is missing. */
function plainly(call: ObjectCall, key: ObjectKey): ObjectCall {
  return { ...call, key, query: [], headers: {} };
}
