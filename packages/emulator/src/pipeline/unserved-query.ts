import { firstValue, OssError, type QueryPairs } from '@sse/core';

/** Query parameters that change what an operation does, and that this server does not honour; `versionId=null` names what there is. */
const UNSERVED = ['versionId', 'x-oss-process', 'callback', 'callback-var', 'tag-key', 'tag-value'] as const;

/** Refuses what would otherwise be a wrong success, such as deleting the current object for one of its versions: a named `NotImplemented`. */
export function refuseUnservedQuery(query: QueryPairs): void {
  for (const name of UNSERVED) {
    const value = firstValue(query, name);
    if (value === undefined || (name === 'versionId' && value === 'null')) continue;
    throw new OssError('NotImplemented', {
      message: `The query parameter ${name} is not implemented by this server.`,
      details: { ArgumentName: name },
    });
  }
}
