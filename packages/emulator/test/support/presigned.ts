import { percentEncode, presignV1 } from '@sse/core';
import { send, type Answer, type Target } from './signed-request.ts';

/** What a link does: a request that is signed in its URL. */
export interface Link {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Follows a presigned link that is valid for a minute. */
export function follow(target: Target, { method, bucket, key, headers = {} }: Link): Promise<Answer> {
  const expires = Math.floor(Date.now() / 1000) + 60;
  const query = presignV1({ method, bucket, key, query: [], headers: {} }, { credentials: target, expires });
  const search = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return send(target, { method, path: `/${bucket}/${percentEncode(key)}?${search}`, headers });
}
