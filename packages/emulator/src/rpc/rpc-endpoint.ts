import { randomUUID } from 'node:crypto';
import { OssError, parseRpcClaim, requestContext, RpcError, unknownRpcCredential, verifyRpcClaim } from '@sse/core';
import { BodyAborted } from '../body/request-body.ts';
import type { Session } from '../domain/bucket-key.ts';
import { KeyServiceError } from '../ports/key-service.ts';
import type { Reply } from '../pipeline/reply.ts';
import { keyServiceRpcError } from './kms/key-rpc-error.ts';
import { readRpcRequest, type ReadRpcRequest, type UnreadRpcRequest } from './read-rpc-request.ts';
import { findOperation, namesHttpStatus } from './rpc-apis.ts';
import type { RpcCall, RpcServices } from './rpc-call.ts';
import { rpcFormat, rpcReply, type RpcFormat } from './rpc-reply.ts';

/** A request of an RPC interface as it arrives. */
export interface ReceivedRpc extends UnreadRpcRequest {
  readonly session: Session;
  /** Host and port that the client used. */
  readonly host: string;
  readonly connection: { readonly sourceIp: string; readonly secure: boolean; readonly tlsVersion?: string | undefined };
}

/** What is answered, and what the access log says of it. */
export interface RpcAnswer {
  readonly reply: Reply;
  /** Such as `sts:AssumeRole`; absent where none was found. */
  readonly operation?: string | undefined;
  /** Why the request was refused. */
  readonly failure?: RpcError | undefined;
}

/** Answers a request; rejects only with `BodyAborted`, when nobody is there to be answered. */
export type RpcEndpoint = (request: ReceivedRpc) => Promise<RpcAnswer>;

/** The interfaces of STS and KMS (protocol reference §5.5, §6). */
export function rpcEndpoint(services: RpcServices): RpcEndpoint {
  return async (received) => {
    const RequestId = randomUUID().toUpperCase();
    let format: RpcFormat = 'JSON';
    let version: string | undefined;
    let operation: string | undefined;
    try {
      const request = await readRpcRequest(received);
      format = accept(rpcFormat(request));
      version = request.version;
      const found = accept(findOperation(request.version, request.action));
      operation = found.name;
      const call = { operation, ...(await authenticate(services, request, received)) };
      const document = { RequestId, ...(await found.run(call, services)) };
      return { operation, reply: rpcReply(200, `${request.action}Response`, document, format) };
    } catch (error) {
      if (error instanceof BodyAborted) throw error;
      const failure = toRpcError(error);
      const HttpStatus = namesHttpStatus(version) ? failure.status : undefined;
      const document = { RequestId, HostId: received.host, HttpStatus, Code: failure.code, Message: failure.message };
      return { operation, failure, reply: rpcReply(failure.status, 'Error', document, format) };
    }
  };
}

/** Who asks; the order is the vendor's: what is asked for is looked up before the signature is. */
async function authenticate(
  services: RpcServices,
  request: ReadRpcRequest,
  { session, connection }: ReceivedRpc,
): Promise<Omit<RpcCall, 'operation'>> {
  const claim = accept(parseRpcClaim(request));
  const { accessKeyId } = claim;
  const credential = await services.identities.credentialOf(session, accessKeyId, claim.securityToken);
  if (credential === 'token-of-another-key') throw new RpcError('InvalidSecurityToken.MismatchWithAccessKey');
  if (credential === undefined || credential === 'invalid-token') throw unknownRpcCredential(claim);
  const now = services.now();
  const refused = verifyRpcClaim(claim, request, { ...credential, now });
  if (refused !== undefined) throw refused;
  const { caller, sessionPolicy } = credential;
  const { query, headers, parameters } = request;
  const context = requestContext({ ...connection, userAgent: headers['user-agent'], now, accessKeyId, query });
  return { caller, sessionPolicy, parameters, session, context };
}

function accept<T>(value: T | RpcError): T {
  if (value instanceof RpcError) throw value;
  return value;
}

/** The reason of a failure that is nobody's mistake goes to the log only. */
function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof KeyServiceError) return keyServiceRpcError(error);
  if (error instanceof OssError && error.status < 500)
    return new RpcError('ParseRequestParameterException', error.message, { cause: error });
  return new RpcError('InternalFailure', undefined, { cause: error });
}
