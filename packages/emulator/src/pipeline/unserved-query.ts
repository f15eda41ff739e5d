import { firstValue, OssError, type OperationEntry, type QueryPairs } from '@sse/core';

/** Query parameters that change what an operation does, and that this server does not honour. */
const UNSERVED = ['x-oss-process', 'callback', 'callback-var'] as const;

/** Refuses query parameters that replace headers of the reply in requests that are not signed (protocol reference §4.6). */
export function refuseOverrides(query: QueryPairs): void {
  const name = query.find(([own]) => own.startsWith('response-'))?.[0];
  if (name === undefined) return;
  throw new OssError('InvalidArgument', {
    message: 'Headers of the reply can be chosen by signed requests only.',
    details: { ArgumentName: name },
  });
}

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
