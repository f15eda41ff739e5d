import { firstValue, OssError, type OperationEntry, type QueryPairs } from '@sse/core';

/** Query parameters that change what an operation does, and that this server does not honour. */
const UNSERVED = ['x-oss-process', 'callback', 'callback-var'] as const;

/** Refuses what would otherwise be a wrong success, such as sending an image as it is in place of a part of it: a named `NotImplemented`. */
export function refuseUnservedQuery(query: QueryPairs, { versionAction }: OperationEntry): void {
  const unserved = versionAction === undefined ? [...UNSERVED, 'versionId'] : UNSERVED;
  for (const name of unserved) {
    if (firstValue(query, name) === undefined) continue;
    throw new OssError('NotImplemented', {
      message: `The query parameter ${name} is not implemented by this server.`,
      details: { ArgumentName: name },
    });
  }
}
