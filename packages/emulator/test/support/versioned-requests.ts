import type { QueryPairs } from '@sse/core';
import { expect } from 'vitest';
import { appendTo } from './append-to.ts';
import { listedVersions, type ListedVersions } from './listed-versions.ts';
import type { Place } from './multipart.ts';
import { ask, type Answer, type Target } from './signed-request.ts';

type Headers = Readonly<Record<string, string>>;

/** Enables or suspends the versioning of a bucket. */
export async function setVersioning(target: Target, bucket: string, status: 'Enabled' | 'Suspended'): Promise<void> {
  const body = `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`;
  expect((await ask(target, { method: 'PUT', bucket, query: [['versioning', '']], body })).status).toBe(200);
}

/** A request about an object, or about one version of it. */
export function askVersion(method: string, { target, bucket, key }: Place, versionId?: string, headers: Headers = {}): Promise<Answer> {
  return ask(target, { method, bucket, key, headers, query: versionId === undefined ? [] : [['versionId', versionId]] });
}

/** One append at a position. */
export function append({ target, bucket, key }: Place, position: number, body: Uint8Array, headers: Headers = {}): Promise<Answer> {
  return appendTo(target, { bucket, key, position, body, headers });
}

/** Copies an object, or a version of it, within a bucket. */
export function copyWithin({ target, bucket, key }: Place, from: string, versionId?: string, headers: Headers = {}): Promise<Answer> {
  const source = `/${bucket}/${encodeURIComponent(from)}${versionId === undefined ? '' : `?versionId=${versionId}`}`;
  return ask(target, { method: 'PUT', bucket, key, headers: { ...headers, 'x-oss-copy-source': source } });
}

/** A page of versions and delete markers. */
export async function listVersions(target: Target, bucket: string, query: QueryPairs = []): Promise<ListedVersions> {
  return listedVersions(await ask(target, { method: 'GET', bucket, query: [['versions', ''], ...query] }));
}
