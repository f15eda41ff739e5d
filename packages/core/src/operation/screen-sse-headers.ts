import { SSE_HEADER } from '../encryption/index.ts';
import { OssError } from '../errors/index.ts';
import type { HeaderRecord } from '../http/index.ts';
import type { OperationRow } from './operation-entry.ts';

const CUSTOMER_KEY_HEADERS = [
  'x-oss-server-side-encryption-customer-algorithm',
  'x-oss-server-side-encryption-customer-key',
  'x-oss-server-side-encryption-customer-key-md5',
] as const;

/**
 * Refuses server-side encryption headers where they have no meaning, reads included; header values are not looked at.
 * `InvalidArgument` (EC 0005-00000002) for the main header on an operation that does not take it; its companions alone are ignored
 * there, because clients send them along. `NotImplemented` for keys provided by the customer, which the vendor's SDKs only name.
 * `undefined` when nothing is wrong. Source: protocol reference §2.1 and §2.2.
 */
export function screenSseHeaders(entry: OperationRow, headers: HeaderRecord): OssError | undefined {
  const customerKey = CUSTOMER_KEY_HEADERS.find((name) => headers[name] !== undefined);
  if (customerKey !== undefined) {
    return new OssError('NotImplemented', {
      message: `The header ${customerKey} is not implemented: there are no customer-provided keys.`,
    });
  }
  if (entry.sse === 'headers' || headers[SSE_HEADER.algorithm] === undefined) return undefined;
  return new OssError('InvalidArgument', {
    message: `${SSE_HEADER.algorithm} header is not supported for this operation.`,
    ec: '0005-00000002',
  });
}
