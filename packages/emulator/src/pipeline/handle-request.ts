import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import {
  addressCandidates,
  OssError,
  parseTarget,
  RpcError,
  type AddressBook,
  type HeaderRecord,
  type OperationName,
  type WireRequest,
} from '@sse/core';
import { adminEndpoint } from '../admin/admin-endpoint.ts';
import { BodyAborted, requestBody, type RequestBody } from '../body/request-body.ts';
import { openSession } from '../domain/bucket-key.ts';
import { latePermission } from '../domain/key-permission.ts';
import type { Identities } from '../domain/ram/identities.ts';
import type { ReadAhead } from '../domain/read-ahead.ts';
import type { Services } from '../operations/services.ts';
import { rpcEndpoint } from '../rpc/rpc-endpoint.ts';
import type { Logger } from '../server/logger.ts';
import { accessRecord } from './access-record.ts';
import { authenticateForm } from './authenticate-form.ts';
import { authenticate, refuseTarget, type Authenticated } from './authenticate.ts';
import type { ConnectionFacts } from './condition-context.ts';
import { corsHeaders, withHeaders } from './cors-headers.ts';
import { errorReply } from './error-reply.ts';
import { execute } from './execute.ts';
import { isHealthCheck, ownEndpoint } from './own-endpoints.ts';
import type { Reply } from './reply.ts';
import { requestIds } from './request-id.ts';
import { requestLimit, tooManyRequests } from './request-limit.ts';
import { replySender } from './send-reply.ts';
import type { Observe } from './served-request.ts';
import { toOssError } from './to-oss-error.ts';

export interface RequestHandlerOptions {
  readonly services: Services;
  readonly identities: Identities;
  readonly readAhead: ReadAhead;
  readonly addressBook: AddressBook;
  readonly region: string;
  readonly strictRegion: boolean;
  /** Requests that run at the same time; those beyond it are 503 `ServiceUnavailable`. */
  readonly maxRequests: number;
  readonly log: Logger;
  readonly observe?: Observe;
  readonly now: () => number;
}

/** Answers one request to its end; the promise never rejects. A client that awaits `100 Continue` gets it when its body is wanted. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean) => Promise<void>;

/** One request on its way through the pipe, with what the access log says of it. */
interface Exchange {
  readonly requestId: string;
  readonly wire: WireRequest;
  readonly body: RequestBody;
  readonly local: string;
  readonly scheme: 'http' | 'https';
  readonly connection: ConnectionFacts;
  readonly startedAt: number;
  /** Not one too many. */
  readonly admitted: boolean;
  /** One of the operation table, or of another interface, such as `sts:AssumeRole`. */
  operation: string | undefined;
  path: string | undefined;
  authenticated: Authenticated | undefined;
  /** What was answered, unless it was an error. */
  answered: Reply | undefined;
  failure: unknown;
  /** Headers that the reply has besides its own, also when it is an error. */
  corsHeaders: Reply['headers'] | undefined;
}

/** Bytes of a refused body that are read off, so that the client gets to see the reply, before the connection is cut. */
const drainLimit = 64 << 20;

export function requestHandler(options: RequestHandlerOptions): RequestHandler {
  const { services, log, now, addressBook } = options;
  const nextRequestId = requestIds();
  const sendReply = replySender();
  const rpc = rpcEndpoint(services);
  const answerAdmin = adminEndpoint(options);
  const limit = requestLimit(options.maxRequests);

  async function answer(exchange: Exchange): Promise<Reply> {
    const { wire, body, requestId, local, scheme, admitted } = exchange;
    const target = parseTarget(wire.target);
    const keyPermission = latePermission();
    const session = openSession(keyPermission.mayUseKey);
    if (target instanceof OssError && !admitted) throw tooManyRequests();
    if (target instanceof OssError) throw await refuseTarget(options, session, wire, target);
    exchange.path = target.path;
    const host = target.authority ?? wire.headers['host'] ?? '';
    const candidates = addressCandidates(host, target.path, addressBook);
    if (!admitted && !isHealthCheck({ ...wire, target, address: candidates[0] })) throw tooManyRequests();
    const admin = await answerAdmin({ requestId, wire, target, body, session, host, address: candidates[0] });
    if (admin !== undefined) {
      const { operation, authenticated, failure, reply } = admin;
      Object.assign(exchange, { operation, authenticated, failure });
      return reply;
    }
    const { connection } = exchange;
    const own = await ownEndpoint({ ...wire, target, address: candidates[0], host, body, session, connection }, rpc);
    if (own !== undefined) {
      exchange.operation = own.operation;
      exchange.failure = own.failure;
      return own.reply;
    }
    const signed = await authenticate(options, session, wire, target, candidates);
    const { bucket } = signed instanceof OssError ? (candidates[0] ?? { bucket: undefined }) : signed.address;
    exchange.corsHeaders = await corsHeaders(services, { session, method: wire.method, headers: wire.headers, bucket });
    if (signed instanceof OssError) throw signed;
    const posted = await authenticateForm(options, session, { wire, target, candidates, body, signed });
    const authenticated = posted?.authenticated ?? signed;
    exchange.authenticated = authenticated;
    const detected = (operation: OperationName): void => void (exchange.operation = operation);
    return execute(services, {
      requestId,
      method: wire.method,
      host,
      local,
      scheme,
      connection: exchange.connection,
      target,
      headers: wire.headers,
      body,
      form: posted?.form,
      session,
      giveKeys: keyPermission.give,
      authenticated,
      detected,
    });
  }

  async function reply(exchange: Exchange, response: ServerResponse): Promise<void> {
    const { wire, requestId, startedAt } = exchange;
    const bodyless = wire.method === 'HEAD';
    try {
      const found = await answer(exchange);
      exchange.answered = found;
      await sendReply(response, withHeaders(found, exchange.corsHeaders), { requestId, serverTime: now() - startedAt }, bodyless);
    } catch (error) {
      exchange.failure = error;
      if (error instanceof BodyAborted || response.headersSent) {
        response.destroy();
        return;
      }
      const refusal = errorReply(toOssError(error), { requestId, host: wire.headers['host'] ?? '', method: wire.method });
      await sendReply(response, withHeaders(refusal, exchange.corsHeaders), { requestId, serverTime: now() - startedAt }, bodyless);
    }
  }

  function logAccess(exchange: Exchange, response: ServerResponse): void {
    const { requestId, wire, operation, path, startedAt, failure } = exchange;
    const error =
      failure === undefined || failure instanceof BodyAborted ? undefined : failure instanceof RpcError ? failure : toOssError(failure);
    const outcome = failure instanceof BodyAborted ? 'aborted by the client' : error?.code;
    const status = response.statusCode;
    const fields = {
      requestId,
      method: wire.method,
      path,
      operation,
      status,
      ms: now() - startedAt,
      outcome,
      ...accessRecord(exchange, services.accountId),
    };
    const bucket = exchange.authenticated?.address.bucket;
    options.observe?.({ operation, bucket, status, refusal: outcome, encryption: fields.encryption });
    if (error !== undefined && error.status >= 500 && error.code !== 'NotImplemented' && exchange.admitted)
      log.error({ ...fields, err: error.cause ?? error }, 'request failed');
    else log.info(fields, 'request');
  }

  return async (request, response, awaitsContinue) => {
    const { method = '', url = '', headers } = request;
    const wire: WireRequest = { method, target: url, headers: headers as HeaderRecord };
    const admitted = limit.enter();
    const body = requestBody(request, awaitsContinue ? () => response.writeContinue() : undefined);
    const exchange: Exchange = {
      requestId: nextRequestId(),
      wire,
      body,
      local: localAddress(request.socket),
      scheme: 'encrypted' in request.socket ? 'https' : 'http',
      connection: connectionFacts(request.socket),
      startedAt: now(),
      admitted,
      operation: undefined,
      path: undefined,
      authenticated: undefined,
      answered: undefined,
      failure: undefined,
      corsHeaders: undefined,
    };
    if (!body.ended && (takesNoBody(method) || !admitted)) response.shouldKeepAlive = false;
    try {
      await reply(exchange, response);
      await settleBody(request, body, awaitsContinue || !admitted);
    } catch (error) {
      exchange.failure ??= error;
      response.destroy();
    }
    if (admitted) limit.leave();
    logAccess(exchange, response);
  };
}

/** After the reply: what is left of the body is read off where that is quick, else the connection ends. */
async function settleBody(request: IncomingMessage, body: RequestBody, mayStayUnread: boolean): Promise<void> {
  if (body.ended && body.queued === 0) return;
  const untouched = takesNoBody(request.method) || (mayStayUnread && !body.started);
  if (untouched || !(await body.drain(drainLimit))) request.socket.destroySoon();
}

function takesNoBody(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
}

function connectionFacts(socket: Socket): ConnectionFacts {
  const secure = socket instanceof TLSSocket;
  return { sourceIp: socket.remoteAddress ?? '', secure, ...(secure ? { tlsVersion: socket.getProtocol() ?? undefined } : {}) };
}

function localAddress({ localAddress: address = '127.0.0.1', localPort }: Socket): string {
  return `${address.includes(':') ? `[${address}]` : address}:${localPort ?? 0}`;
}
