import { isAcs3, RpcError, rpcParameters, type HeaderRecord, type ParsedTarget, type RpcRequest } from '@sse/core';
import type { RequestBody } from '../body/request-body.ts';

/** The longest form that is read, in bytes. */
const longestForm = 64 << 10;
const formType = 'application/x-www-form-urlencoded';

/** A request before its parameters are known. */
export interface UnreadRpcRequest {
  readonly method: string;
  readonly target: ParsedTarget;
  readonly headers: HeaderRecord;
  readonly body: RequestBody;
}

/** A request whose parameters are known, with what it asks for. */
export interface ReadRpcRequest extends RpcRequest {
  readonly action: string | undefined;
  readonly version: string | undefined;
}

/** Whether a request carries a form in its body. */
export function isForm(headers: HeaderRecord): boolean {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === formType;
}

/**
 * Reads the parameters of a request from its query and its form. Action and version stand in the headers where these are signed (ACS3), else in the
 * parameters, which are. Throws 403 `UnsupportedHTTPMethod` for all but GET and POST, 400 `ParseRequestParameterException` for a body that is no
 * form, or longer than any, and for a target that is no query of `/`.
 */
export async function readRpcRequest({ method, target, headers, body: source }: UnreadRpcRequest): Promise<ReadRpcRequest> {
  if (method !== 'GET' && method !== 'POST') throw new RpcError('UnsupportedHTTPMethod');
  if (target.path !== '/') throw new RpcError('InvalidAction.NotFound');
  const body = method === 'POST' ? await readBody(source) : new Uint8Array();
  if (body.length > 0 && !isForm(headers)) throw unreadable(`The body must be ${formType}.`);
  const parameters = rpcParameters(target.query, body.length === 0 ? undefined : Buffer.from(body).toString('latin1'));
  if (parameters instanceof RpcError) throw parameters;
  const [action, version] = isAcs3(headers)
    ? [headers['x-acs-action'], headers['x-acs-version']]
    : [parameters.get('Action'), parameters.get('Version')];
  return { method, path: target.path, query: target.query, headers, parameters, body, action, version };
}

async function readBody(body: RequestBody): Promise<Uint8Array> {
  const tooLong = unreadable(`The body must not be longer than ${longestForm} bytes.`);
  if ((body.declared ?? 0) > longestForm) throw tooLong;
  await body.ready(longestForm + 1);
  if (body.queued > longestForm) throw tooLong;
  const bytes = new Uint8Array(body.queued);
  body.take(bytes);
  return bytes;
}

function unreadable(message: string): RpcError {
  return new RpcError('ParseRequestParameterException', message);
}
