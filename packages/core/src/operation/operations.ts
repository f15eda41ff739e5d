import { BUCKET_FEATURE_OPERATIONS } from './bucket-feature-operations.ts';
import { BUCKET_OPERATIONS } from './bucket-operations.ts';
import { LIVE_CHANNEL_OPERATIONS } from './live-channel-operations.ts';
import { MULTIPART_OPERATIONS } from './multipart-operations.ts';
import { OBJECT_OPERATIONS } from './object-operations.ts';
import { rowsAt, type OperationEntry } from './operation-entry.ts';
import type { OperationName } from './operation-name.ts';
import { SERVICE_OPERATIONS } from './service-operations.ts';

/**
 * Every operation of the object store interface: how to recognise and to build its request, what it needs and how it succeeds.
 * A name without a row does not compile. Which of them a server serves is the server's own table.
 * Source: protocol reference §1.1, §2.2, §4.5 to §4.7 and §5.2; names, methods and sub-resources of the rest from the vendor's SDKs.
 */
export const OPERATIONS = {
  ...rowsAt('service', SERVICE_OPERATIONS),
  ...rowsAt('bucket', BUCKET_OPERATIONS),
  ...rowsAt('bucket', BUCKET_FEATURE_OPERATIONS),
  ...rowsAt('object', OBJECT_OPERATIONS),
  ...rowsAt('object', MULTIPART_OPERATIONS),
  ...rowsAt('object', LIVE_CHANNEL_OPERATIONS),
} as const satisfies Record<OperationName, OperationEntry>;

/** Whether `text` names an operation; case matters. */
export function isOperationName(text: string): text is OperationName {
  return Object.hasOwn(OPERATIONS, text);
}

/** All operation names, in the order of the table. */
export const OPERATION_NAMES: readonly OperationName[] = Object.keys(OPERATIONS).filter(isOperationName);
