import type { BucketName, HeaderRecord, ObjectKey, OperationName, QueryPairs } from '@sse/core';
import { firstValue } from '@sse/core';
import type { RequestBody } from '../body/request-body.ts';
import type { Session } from '../domain/bucket-key.ts';
import type { AllowedForm } from './authenticate-form.ts';
import type { Authorize } from './authorize.ts';

/** A request that was authenticated and authorized, as an operation sees it. */
export interface Call {
  readonly operation: OperationName;
  readonly requestId: string;
  /** Absent for operations of the service. */
  readonly bucket: BucketName | undefined;
  /** Absent for operations of the service and of buckets. */
  readonly key: ObjectKey | undefined;
  readonly query: QueryPairs;
  /** Lower-case names. */
  readonly headers: HeaderRecord;
  readonly body: RequestBody;
  /** Only of PostObject, whose fields were read from `body`. */
  readonly form: AllowedForm | undefined;
  readonly session: Session;
  /** Asks for what turns out to be needed besides: objects that a body names, what a link stands for. */
  readonly authorize: Authorize;
  readonly scheme: 'http' | 'https';
  /** Host and port that the client used. */
  readonly host: string;
}

export type BucketCall = Call & { readonly bucket: BucketName };
export type ObjectCall = BucketCall & { readonly key: ObjectKey };

/** The first value of a query parameter; absent when it is not there. */
export function parameter(call: Pick<Call, 'query'>, name: string): string | undefined {
  return firstValue(call.query, name);
}
