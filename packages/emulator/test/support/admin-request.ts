import { percentEncodePath, presignV4, signV1Header, signV4Header, type QueryPairs } from '@sse/core';
import { hash, toBase64, utf8 } from '@sse/core/primitives';
import { send, type Target } from './signed-request.ts';

/** A request to the admin interface. */
export interface AdminAsk {
  readonly method: string;
  /** Behind `/_sse/admin/`. */
  readonly path: string;
  /** Signed with V4 in the headers. */
  readonly query?: QueryPairs;
  /** Sent as JSON; text and bytes are sent as they are. */
  readonly body?: unknown;
  /** Signed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default V4 in the headers. */
  readonly signature?: 'v4' | 'v1' | 'url' | 'none';
  /** Signed and sent without Content-MD5. */
  readonly withoutMd5?: boolean;
  /** Changes headers after they were signed. */
  readonly tamper?: (headers: Record<string, string>) => void;
}

export interface AdminAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The reply as JSON, with no members where it is empty. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A request as it is signed. */
interface Unsigned {
  readonly method: string;
  readonly key: string;
  readonly query: QueryPairs;
  readonly headers: Record<string, string>;
}

const SIGN: Readonly<Record<'v4' | 'v1', (request: Unsigned, target: Target) => Record<string, string>>> = {
  v4: (request, credentials) => signV4Header({ bucket: '_sse', ...request }, { credentials, now: Date.now(), region: 'cn-hangzhou' }),
  v1: (request, credentials) => signV1Header({ bucket: '_sse', ...request }, { credentials, now: Date.now() }),
};

/** Sends one and reads its reply. */
export async function askAdmin(
  target: Target,
  { method, path, query = [], body, headers = {}, signature = 'v4', withoutMd5, tamper }: AdminAsk,
): Promise<AdminAnswer> {
  const bytes =
    body instanceof Uint8Array ? body : typeof body === 'string' ? utf8(body) : body === undefined ? undefined : utf8(JSON.stringify(body));
  const key = `admin/${path}`;
  const all: Record<string, string> = {
    ...(bytes === undefined || withoutMd5 === true ? {} : { 'content-md5': toBase64(hash('md5', bytes)) }),
    ...headers,
  };
  if (signature === 'v4' || signature === 'v1') Object.assign(all, SIGN[signature]({ method, key, query, headers: all }, target));
  const sent =
    signature === 'url'
      ? presignV4(
          { method, bucket: '_sse', key, headers: all },
          { credentials: target, now: Date.now(), region: 'cn-hangzhou', expires: 60 },
        )
      : query;
  all['content-length'] = String(bytes?.length ?? 0);
  tamper?.(all);
  const search = sent.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const answer = await send(target, { method, path: `/_sse/${percentEncodePath(key)}${search && `?${search}`}`, headers: all }, bytes);
  const text = answer.body.toString();
  return { status: answer.status, headers: answer.headers, text, json: text === '' ? {} : (JSON.parse(text) as AdminAnswer['json']) };
}
