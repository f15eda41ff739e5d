import { presignV1, signV1Header } from '@sse/core';
import type { Server } from './server-process.ts';

/** The one bucket of a cell. */
export const bucketName = 'bench-bucket';

/** Makes the bucket; rejects with what the server said when it refuses. */
export async function createBucket({ host, port, credentials }: Server, now: number): Promise<void> {
  const headers = signV1Header({ method: 'PUT', bucket: bucketName }, { credentials, now });
  const response = await fetch(`http://${host}:${port}/${bucketName}/`, { method: 'PUT', headers });
  if (!response.ok) throw new Error(`the bucket could not be made: ${response.status} ${await response.text()}`);
}

/** A request target for one object that anybody may use for a day; `headers` must be sent exactly so. */
export function presignedTarget(
  { credentials }: Server,
  {
    query: own = {},
    ...request
  }: {
    readonly method: string;
    readonly key: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
  },
  now: number,
): string {
  const expires = Math.floor(now / 1000) + 86_400;
  const query = presignV1({ ...request, bucket: bucketName, query: Object.entries(own) }, { credentials, expires });
  return `/${bucketName}/${request.key}?${new URLSearchParams([...Object.entries(own), ...query]).toString()}`;
}
