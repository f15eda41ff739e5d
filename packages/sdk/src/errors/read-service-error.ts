import {
  decodeXml,
  errorDocument,
  jsonErrorDocument,
  OssError,
  parseHttpDate,
  readJson,
  type ErrorDocument,
  type HeaderRecord,
} from '@sse/core';
import { fromBase64 } from '@sse/core/primitives';
import type { CallName } from '../transport/call-name.ts';
import type { Credentials } from '../credentials.ts';
import { OssServiceError } from './service-error.ts';

/** A reply that refuses. */
export interface RefusingReply {
  readonly operation: CallName;
  readonly status: number;
  readonly headers: HeaderRecord;
  readonly body: Uint8Array;
}

/** Details in which the service repeats what a signature was made of, tokens among it. */
const WITHHELD = new Set([
  'OSSAccessKeyId',
  'SignatureProvided',
  'StringToSign',
  'StringToSignBytes',
  'CanonicalRequest',
  'CanonicalRequestBytes',
  'SecurityToken',
]);

/** Codes of replies that carry no document, where the status alone tells. */
const CODE_OF_STATUS: ReadonlyMap<number, string> = new Map([
  [304, 'NotModified'],
  [412, 'PreconditionFailed'],
]);

/** The error that a reply spells in its body, or in `x-oss-err` where a HEAD request has none (protocol reference §4.1). */
export function readServiceError(reply: RefusingReply, credentials: Credentials): OssServiceError {
  const { operation, status, headers } = reply;
  const document = errorDocumentOf(reply);
  const clean = (text: string): string => withoutSecrets(text, credentials);
  const details = Object.entries(document?.details ?? {})
    .filter(([name]) => !WITHHELD.has(name))
    .map(([name, value]) => [name, clean(value)] as const);
  return new OssServiceError({
    operation,
    status,
    code: document?.Code ?? CODE_OF_STATUS.get(status) ?? 'Unknown',
    message: clean(document?.Message ?? `The server answered with HTTP status ${status}.`),
    requestId: headers['x-oss-request-id'] ?? document?.RequestId,
    hostId: document?.HostId === '' ? undefined : document?.HostId,
    ec: document?.EC ?? headers['x-oss-ec'],
    details: Object.fromEntries(details),
    serverTime: serverTime(document, headers),
  });
}

function errorDocumentOf({ body, headers }: RefusingReply): ErrorDocument | undefined {
  const bytes = body.length > 0 ? body : fromBase64(headers['x-oss-err'] ?? '');
  if (bytes === undefined || bytes.length === 0) return undefined;
  if (headers['content-type']?.startsWith('application/json') === true) return jsonDocumentOf(bytes);
  const document = decodeXml(errorDocument, bytes);
  return document instanceof OssError ? undefined : document;
}

/** Of the JSON interfaces (protocol reference §6.4). */
function jsonDocumentOf(bytes: Uint8Array): ErrorDocument | undefined {
  const document = readJson(Buffer.from(bytes).toString(), jsonErrorDocument);
  return document instanceof Error ? undefined : { ...document, details: {} };
}

function serverTime(document: ErrorDocument | undefined, headers: HeaderRecord): Date | undefined {
  const ms = [Date.parse(document?.details['ServerTime'] ?? ''), parseHttpDate(headers['date'] ?? '') ?? Number.NaN].find(Number.isFinite);
  return ms === undefined ? undefined : new Date(ms);
}

function withoutSecrets(text: string, { accessKeySecret, securityToken }: Credentials): string {
  const hidden = text.replaceAll(accessKeySecret, '[secret]');
  return securityToken === undefined ? hidden : hidden.replaceAll(securityToken, '[token]');
}
