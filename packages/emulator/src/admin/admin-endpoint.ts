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
import type { AuthenticateOptions } from '../pipeline/authenticate.ts';
import type { Reply } from '../pipeline/reply.ts';
import { toOssError } from '../pipeline/to-oss-error.ts';
import type { Logger } from '../server/logger.ts';
import { ADMIN_HANDLERS } from './handlers.ts';
import { jsonErrorReply, jsonReply } from './json-reply.ts';
import { readSignedBody } from './read-signed-body.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { requireRoot } from './require-root.ts';

export interface AdminEndpointOptions extends AuthenticateOptions {
  readonly services: Services;
  readonly addressBook: AddressBook;
  readonly log: Logger;
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

type AdminEndpoint = (request: AddressedRequest) => Promise<Reply | undefined>;

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
    try {
      return await answer(options, { ...request, address });
    } catch (error) {
      if (error instanceof BodyAborted) throw error;
      const refusal = error instanceof RpcError ? error : toOssError(error);
      if (refusal.status >= 500) options.log.error({ requestId, err: refusal.cause ?? refusal }, 'an admin request failed');
      return jsonErrorReply(refusal, { requestId, host }, refusal instanceof OssError ? refusal.headers : undefined);
    }
  };
}

async function answer(options: AdminEndpointOptions, request: AddressedRequest & { readonly address: AddressCandidate }): Promise<Reply> {
  const { wire, target, body, session, host, address } = request;
  refuseForeign(wire.headers, host, options.addressBook.baseDomains);
  await requireRoot(options, session, request);
  const detected = detectAdminOperation(wire.method, address.key.slice(ADMIN_KEY_PREFIX.length));
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
