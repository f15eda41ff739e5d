import { accessControlPolicy, encodeXml } from '@sse/core';
import type { ObjectCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { findRows } from './read-object.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/** `GET /key?acl`: the ACL of an object, of a link its own; `default` where it has none of its own. */
export async function getObjectAcl(call: ObjectCall, services: Services): Promise<Reply> {
  const { bucket, head, body } = await findRows(call, services);
  const { accountId } = services;
  return xmlReply(
    encodeXml(accessControlPolicy, {
      Owner: { ID: accountId, DisplayName: accountId },
      AccessControlList: { Grant: body.acl ?? 'default' },
    }),
    versionHeader(head, bucket),
  );
}
