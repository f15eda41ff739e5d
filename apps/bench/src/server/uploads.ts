import { signV1Header } from '@sse/core';
import { bucketName } from './bucket.ts';
import type { Server } from './server-process.ts';

/** An upload in parts that has begun. */
export interface BegunUpload {
  readonly key: string;
  readonly uploadId: string;
}

type Query = readonly (readonly [name: string, value: string])[];

/** Begins an upload; rejects with what the server said when it refuses. */
export async function beginUpload(server: Server, key: string, headers: Readonly<Record<string, string>>): Promise<BegunUpload> {
  const answer = await post(server, key, [['uploads', '']], headers);
  const uploadId = /<UploadId>(\w+)<\/UploadId>/.exec(answer)?.[1];
  if (uploadId === undefined) throw new Error(`expected an upload id, got ${answer}`);
  return { key, uploadId };
}

/** Makes one object of all parts of an upload. */
export async function completeUpload(server: Server, { key, uploadId }: BegunUpload): Promise<void> {
  await post(server, key, [['uploadId', uploadId]], { 'x-oss-complete-all': 'yes' });
}

async function post(
  { host, port, credentials }: Server,
  key: string,
  query: Query,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const signature = signV1Header({ method: 'POST', bucket: bucketName, key, query, headers }, { credentials, now: Date.now() });
  const search = new URLSearchParams(query.map(([name, value]) => [name, value]));
  const response = await fetch(`http://${host}:${port}/${bucketName}/${key}?${search.toString()}`, {
    method: 'POST',
    headers: { ...headers, ...signature },
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`an upload was refused: ${response.status} ${answer}`);
  return answer;
}
