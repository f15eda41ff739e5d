import { Fault, type HeaderRecord } from '@sse/core';
import type { Dispatcher } from 'undici';
import { readServiceError } from '../errors/read-service-error.ts';
import { toTransportError } from '../errors/to-transport-error.ts';
import { OssTransportError } from '../errors/transport-error.ts';
import { buildRequest, type SigningContext } from './build-request.ts';
import type { Call, OpenReply } from './call.ts';
import { operationEntry } from './call-name.ts';
import { checkedBody } from './checked-body.ts';
import type { Crc64Update } from './measured-stream.ts';
import { readDocumentBytes } from './read-all.ts';
import type { OpenedBody } from './upload-body.ts';

/** One request and the reply to it. */
export interface Exchange extends OpenReply {
  readonly sent: OpenedBody | undefined;
}

/** What an exchange goes through. */
export interface ExchangeParts {
  readonly dispatcher: Dispatcher;
  /** Milliseconds until the headers of a reply, and between two pieces of its body. */
  readonly replyTimeoutMs: number;
  readonly crc64: Crc64Update;
}

/** Sends a call once. Resolves when the headers of a successful reply are there; a refusal is read whole and thrown. */
export async function exchange(call: Call, signing: SigningContext, parts: ExchangeParts): Promise<Exchange> {
  const { operation, signal } = call;
  const request = buildRequest(call, signing);
  const sent = openedBody(call, parts.crc64);
  try {
    const reply = await dispatch({ ...request, body: sent?.payload ?? null, signal: signal ?? null }, parts);
    const status = reply.statusCode;
    const headers = joinedHeaders(reply.headers);
    const body = checkedBody(reply.body, { operation, status, headers, signal }, parts.crc64);
    if (status === operationEntry(operation).success || call.alsoAccepted?.includes(status) === true) {
      return { status, requestId: headers['x-oss-request-id'], headers, body, sent };
    }
    const bytes = await readDocumentBytes(body, operation);
    throw readServiceError({ operation, status, headers, body: bytes }, signing.credentials);
  } catch (error) {
    throw toTransportError(error, { operation, signal, phase: 'request', sourceFailure: sent?.sourceFailure() });
  }
}

function openedBody({ operation, body }: Call, crc64: Crc64Update): OpenedBody | undefined {
  try {
    return body?.open(crc64);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new OssTransportError('upload-source', operation, 'there is no stream to be read as body', { cause: error });
  }
}

function dispatch(request: Dispatcher.RequestOptions, { dispatcher, replyTimeoutMs }: ExchangeParts): Promise<Dispatcher.ResponseData> {
  return dispatcher.request({ ...request, headersTimeout: replyTimeoutMs, bodyTimeout: replyTimeoutMs });
}

function joinedHeaders(headers: Dispatcher.ResponseData['headers']): HeaderRecord {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}
