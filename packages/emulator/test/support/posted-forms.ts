import { deriveV4Key, v1Signature, v4Signature } from '@sse/core';
import { send, type Answer, type Target } from './signed-request.ts';

/** The file of a form. */
export interface FormFile {
  readonly bytes: Uint8Array;
  /** Default `picture.png`; `undefined` for a part without a file name. */
  readonly name?: string | undefined;
  /** Default none. */
  readonly type?: string;
}

type Fields = Readonly<Record<string, string>>;

export const BOUNDARY = 'form-boundary-7MA4YWxk';

/** One part, up to its bytes. */
export function partHead(name: string, parameters = '', headers = ''): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${parameters}\r\n${headers}\r\n`;
}

/** A form of text fields and then a file. */
export function formBody(fields: Fields, file?: FormFile, after = ''): Buffer {
  const texts = Object.entries(fields).map(([name, value]) => `${partHead(name)}${value}\r\n`);
  const pieces: Uint8Array[] = [Buffer.from(texts.join(''))];
  if (file !== undefined) {
    const name = 'name' in file ? file.name : 'picture.png';
    const type = file.type === undefined ? '' : `Content-Type: ${file.type}\r\n`;
    pieces.push(Buffer.from(partHead('file', name === undefined ? '' : `; filename="${name}"`, type)), file.bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat([...pieces, Buffer.from(`${after}--${BOUNDARY}--\r\n`)]);
}

/** The policy field that expires a minute after `now`. */
export function policyOf(conditions: readonly unknown[], now = Date.now(), lastsMs = 60_000): string {
  return Buffer.from(JSON.stringify({ expiration: new Date(now + lastsMs).toISOString(), conditions })).toString('base64');
}

/** The fields that sign a policy with V1. */
export function signedV1({ accessKeyId, accessKeySecret }: Pick<Target, 'accessKeyId' | 'accessKeySecret'>, policy = policyOf([])): Fields {
  return { OSSAccessKeyId: accessKeyId, policy, Signature: v1Signature(accessKeySecret, policy) };
}

/** The fields that sign a policy with V4. */
export function signedV4(
  { accessKeyId, accessKeySecret }: Pick<Target, 'accessKeyId' | 'accessKeySecret'>,
  policy = policyOf([]),
  now = Date.now(),
): Fields {
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const scope = { date: timestamp.slice(0, 8), region: 'cn-hangzhou', product: 'oss' };
  return {
    'x-oss-signature-version': 'OSS4-HMAC-SHA256',
    'x-oss-credential': `${accessKeyId}/${scope.date}/${scope.region}/oss/aliyun_v4_request`,
    'x-oss-date': timestamp,
    policy,
    'x-oss-signature': v4Signature(deriveV4Key(accessKeySecret, scope), policy),
  };
}

/** Posts a body to a bucket in path style; without a length it is sent chunked. */
export function postBody(target: Pick<Target, 'host' | 'port'>, bucket: string, body: Uint8Array, headers: Fields = {}): Promise<Answer> {
  const sent = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'content-length': String(body.length), ...headers };
  return send(target, { method: 'POST', path: `/${bucket}`, headers: sent }, body);
}

/** Posts a form that is signed with V1. */
export function postForm(target: Target, bucket: string, fields: Fields, file?: FormFile): Promise<Answer> {
  return postBody(target, bucket, formBody({ ...signedV1(target), ...fields }, file));
}
