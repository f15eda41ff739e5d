import { ADMIN_BUCKET, ADMIN_KEY_PREFIX, adminPath, Fault, readJson, type AdminOperationName, type JsonReader } from '@sse/core';
import { hash, toBase64, utf8 } from '@sse/core/primitives';
import { OssTransportError } from '../errors/transport-error.ts';
import type { CallOptions, Transport, WholeReply } from '../transport/call.ts';
import { uploadBody } from '../transport/upload-body.ts';
import type { Dated } from './admin-client.ts';

/** One request to the admin interface. */
export interface AdminCall extends CallOptions {
  readonly operation: AdminOperationName;
  /** Of the entity in the path; absent where the path has none. */
  readonly name?: string;
  /** Written as JSON; absent: no body. */
  readonly body?: object | undefined;
}

/** Names of entities and access keys; others would address something else. */
const NAME = /^[A-Za-z0-9._@-]{1,128}$/;

/** Sends a call and reads its reply. Throws `Fault` `misuse` for what is no name. */
export async function callAdmin<T>(transport: Transport, call: AdminCall, reader: JsonReader<T>): Promise<T> {
  const reply = await sendAdmin(transport, call);
  const read = readJson(Buffer.from(reply.bytes).toString(), reader);
  if (read instanceof Error) {
    const message = `expected the document of ${call.operation}, got another`;
    throw new OssTransportError('malformed-reply', call.operation, message, { cause: read, requestId: reply.requestId });
  }
  return read;
}

/** Sends a call whose reply says nothing more. */
export async function sendAdmin(transport: Transport, { operation, name, body, signal }: AdminCall): Promise<WholeReply> {
  if (name !== undefined && !NAME.test(name)) {
    throw new Fault('misuse', `${operation}: expected a name of 1 to 128 characters A-Z, a-z, 0-9 and ._@-, got ${JSON.stringify(name)}`);
  }
  const resource = { bucket: ADMIN_BUCKET, key: ADMIN_KEY_PREFIX + adminPath(operation, name) };
  const document = body === undefined ? undefined : utf8(JSON.stringify(body));
  // The signature covers this header, and not the body.
  const headers = document === undefined ? {} : { 'content-type': 'application/json', 'content-md5': toBase64(hash('md5', document)) };
  return transport.whole({ operation, resource, headers, body: document && uploadBody(document), signal });
}

/** A document with its time as a date. */
export function dated<T extends { readonly createdAt: number }>(document: T): Dated<T> {
  return { ...document, createdAt: new Date(document.createdAt) };
}
