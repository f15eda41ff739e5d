import {
  ADMIN_BUCKET,
  ADMIN_KEY_PREFIX,
  ADMIN_OPERATIONS,
  detectAdminOperation,
  OssError,
  RpcError,
  type AddressBook,
  type AddressCandidate,
  type ParsedTarget,
  type WireRequest,
} from '@sse/core';
import { BodyAborted, type RequestBody } from '../body/request-body.ts';
import type { Session } from '../domain/bucket-key.ts';
import type { Services } from '../operations/services.ts';
import { authenticate, type Authenticated, type AuthenticateOptions } from '../pipeline/authenticate.ts';
import type { Reply } from '../pipeline/reply.ts';
import { toOssError } from '../pipeline/to-oss-error.ts';
import { ADMIN_HANDLERS } from './handlers.ts';
import { jsonErrorReply, jsonReply } from './json-reply.ts';
import { readSignedBody } from './read-signed-body.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { requireRoot } from './require-root.ts';

export interface AdminEndpointOptions extends AuthenticateOptions {
  readonly services: Services;
  readonly addressBook: AddressBook;
}

/** A request as far as it is known where the path says that it is for the administrator. */
interface AddressedRequest {
  readonly requestId: string;
  readonly wire: WireRequest;
  readonly target: ParsedTarget;
  readonly body: RequestBody;
  readonly session: Session;
  /** As the client came to it. */
  readonly host: string;
  /** The most plausible reading of what it addresses. */
  readonly address: AddressCandidate | undefined;
}

/** What the access log says of a request, as far as it got. */
interface AdminRecord {
  /** Such as `admin:PutUser`; absent where path and method are of none. */
  operation?: string;
  authenticated?: Authenticated;
  /** Why the request was refused. */
  failure?: OssError | RpcError;
}

interface AdminAnswer extends Readonly<AdminRecord> {
  readonly reply: Reply;
}

type AdminEndpoint = (request: AddressedRequest) => Promise<AdminAnswer | undefined>;

/** Names of entities and ids of access keys: what is none of them is nowhere. */
const nameForm = /^[A-Za-z0-9._@-]{1,128}$/;

/**
 * Answers requests below `/_sse/admin/`, where the Host names no bucket; `undefined` for all others. Rejects with `BodyAborted` only. Nobody but the
 * account learns what is there: who asks is checked before path, method and body.
 */
export function adminEndpoint(options: AdminEndpointOptions): AdminEndpoint {
  return async (request) => {
    const { address, requestId, host } = request;
    if (address?.style !== 'path' || address.bucket !== ADMIN_BUCKET || !isAdminKey(address.key)) return undefined;
    const record: AdminRecord = {};
    try {
      const reply = await answer(options, { ...request, address }, record);
      return { ...record, reply };
    } catch (error) {
      if (error instanceof BodyAborted) throw error;
      const failure = error instanceof RpcError ? error : toOssError(error);
      const reply = jsonErrorReply(failure, { requestId, host }, failure instanceof OssError ? failure.headers : undefined);
      return { ...record, failure, reply };
    }
  };
}

async function answer(
  options: AdminEndpointOptions,
  { wire, target, body, session, host, address }: AddressedRequest & { readonly address: AddressCandidate },
  record: AdminRecord,
): Promise<Reply> {
  const detected = detectAdminOperation(wire.method, address.key.slice(ADMIN_KEY_PREFIX.length));
  // Only the log is told before it is known who asks.
  if (typeof detected === 'object' && 'operation' in detected) record.operation = `admin:${detected.operation}`;
  refuseForeign(wire.headers, host, options.addressBook.baseDomains);
  const authenticated = await authenticate(options, session, wire, target, [address]);
  if (authenticated instanceof OssError) throw authenticated;
  record.authenticated = authenticated;
  requireRoot(authenticated);
  if (detected === 'unknown') throw new RpcError('InvalidAction.NotFound');
  if ('allow' in detected) throw new OssError('MethodNotAllowed', { headers: { Allow: detected.allow.join(', ') } });
  const { operation, name } = detected;
  if (name !== '' && !nameForm.test(name)) throw new RpcError('InvalidParameter', 'The name in the path is not valid.');
  if (target.query.length > 0) throw new RpcError('InvalidParameter', 'The request is not valid: expected no query, got one.');
  const document = wire.method === 'GET' ? '' : await readSignedBody(body, wire.headers);
  const answered = await ADMIN_HANDLERS[operation]({ name, document, session }, options.services);
  const { success } = ADMIN_OPERATIONS[operation];
  return answered === undefined ? { status: success } : jsonReply(success, answered);
}

function isAdminKey(key: string): boolean {
  return key.startsWith(ADMIN_KEY_PREFIX) || `${key}/` === ADMIN_KEY_PREFIX;
}
