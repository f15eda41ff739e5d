import { percentEncodePath } from '@sse/core';
import type { ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { findRows } from './read-object.ts';
import type { Services } from './services.ts';
import { linkTarget } from './symlink-target.ts';
import { versionHeader } from './version-headers.ts';

/** `GET /key?symlink`: what a link says of itself, and its target, percent-encoded but for slashes; 400 `NotSymlink` for any other object. */
export async function getSymlink(call: ObjectCall, services: Services): Promise<Reply> {
  const found = await findRows(call, services);
  const target = linkTarget(found);
  const headers = { ...services.objectHeaders(found), ...versionHeader(found.head, found.bucket) };
  return { status: 200, headers: { ...headers, 'x-oss-symlink-target': percentEncodePath(target) } };
}
