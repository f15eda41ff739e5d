import { decodeXml, initiateMultipartUploadResult, OssError } from '@sse/core';
import { expect } from 'vitest';
import { ask, type Answer, type Target } from './signed-request.ts';

/** An object of a bucket, on a server. */
export interface Place {
  readonly target: Target;
  readonly bucket: string;
  readonly key: string;
}

/** A part that was stored: number and ETag with quotes. */
export type PartTag = readonly [number: number, etag: string];

/** Begins an upload and gives its id. */
export async function beginUpload(
  { target, bucket, key }: Place,
  headers: Readonly<Record<string, string>> = {},
  ...more: readonly 'sequential'[]
): Promise<string> {
  const query = ['uploads', ...more].map((name) => [name, ''] as const);
  const answer = await ask(target, { method: 'POST', bucket, key, query, headers });
  const result = decodeXml(initiateMultipartUploadResult, answer.body);
  if (result instanceof OssError) return expect.fail(`no upload: ${answer.status} ${answer.body.toString()}`);
  return result.UploadId;
}

export function uploadPart({ target, bucket, key }: Place, uploadId: string, number: number, body: Uint8Array): Promise<Answer> {
  const query = [
    ['partNumber', String(number)],
    ['uploadId', uploadId],
  ] as const;
  return ask(target, { method: 'PUT', bucket, key, query, body });
}

export function completeUpload({ target, bucket, key }: Place, uploadId: string, parts: readonly PartTag[]): Promise<Answer> {
  const listed = parts.map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`).join('');
  const body = `<CompleteMultipartUpload>${listed}</CompleteMultipartUpload>`;
  return ask(target, { method: 'POST', bucket, key, query: [['uploadId', uploadId]], body });
}

export function abortUpload({ target, bucket, key }: Place, uploadId: string): Promise<Answer> {
  return ask(target, { method: 'DELETE', bucket, key, query: [['uploadId', uploadId]] });
}
