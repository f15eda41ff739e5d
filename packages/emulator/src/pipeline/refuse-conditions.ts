import { OssError, type HeaderRecord, type OperationEntry } from '@sse/core';

const CONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'] as const;

/**
 * Refuses If- headers of requests that are no reads, for which they have no meaning (observed behaviour 2): who takes them for a lock must not
 * believe that it held. A condition of a copy may also come under its plain name, as ali-oss sends it: `NotImplemented` with the header's name.
 */
export function refuseConditions({ method }: OperationEntry, headers: HeaderRecord): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  const refused = CONDITIONS.find((name) => headers[name] !== undefined && headers[`x-oss-copy-source-${name}`] === undefined);
  if (refused !== undefined) throw new OssError('NotImplemented', { details: { Header: refused } });
}
