import { readJson, RpcError, type JsonReader } from '@sse/core';
import type { Session } from '../domain/bucket-key.ts';
import type { Services } from '../operations/services.ts';

/** A request to the admin interface whose signer is the account. */
export interface AdminRequest {
  /** Of the entity in the path; `''` where the operation has none. */
  readonly name: string;
  /** The body as text; `''` where there is none. */
  readonly document: string;
  readonly session: Session;
}

/** Does an operation and says what it answers; nothing where its reply has no body. Throws `RpcError` and `OssError`. */
export type AdminHandler = (request: AdminRequest, services: Services) => Promise<object | undefined>;

/** What the body of a request says; throws 400 `InvalidParameter`, which names the place. */
export function bodyOf<T>({ document }: Pick<AdminRequest, 'document'>, reader: JsonReader<T>): T {
  const read = readJson(document, reader);
  if (read instanceof RpcError) throw read;
  return read;
}

/** Throws 400 `InvalidParameter` for a body where none is expected: what a request says is not ignored. */
export function refuseBody({ document }: Pick<AdminRequest, 'document'>): void {
  if (document !== '') throw new RpcError('InvalidParameter', 'The request is not valid: expected no body, got one.');
}
