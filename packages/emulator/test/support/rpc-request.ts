import { signAcs3, signRpc, type SigningCredentials } from '@sse/core';
import { send, type Answer, type Target } from './signed-request.ts';

/** One request of an RPC interface. */
export interface RpcAsk {
  readonly action?: string;
  readonly version?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly credentials: SigningCredentials;
  /** Default now. */
  readonly signedAt?: number;
  /** Changes the parameters after they were signed. */
  readonly tamper?: (parameters: Record<string, string>) => void;
  /** Default the server's address. */
  readonly host?: string;
}

/** Where the parameters stand, and how they are signed. */
export type RpcStyle = 'query' | 'form' | 'acs3';

export interface RpcReply {
  readonly status: number;
  readonly headers: Answer['headers'];
  readonly text: string;
  /** The document, where the reply is JSON. */
  readonly document: Readonly<Record<string, unknown>>;
}

let nonces = 0;

/** Sends it to `/`; the actions are those of STS unless the request says otherwise. */
export async function askRpc(target: Pick<Target, 'host' | 'port'>, ask: RpcAsk, style: RpcStyle = 'form'): Promise<RpcReply> {
  const { action = 'AssumeRole', version = '2015-04-01', parameters = {}, credentials, signedAt: now = Date.now() } = ask;
  const options = { credentials, now, nonce: `nonce-${(nonces += 1)}` };
  const host = ask.host ?? `${target.host}:${target.port}`;
  if (style === 'acs3') {
    const signed = signAcs3({ method: 'POST', action, version, host, query: Object.entries(parameters) }, options);
    const changed = { ...parameters };
    ask.tamper?.(changed);
    const path = `/?${new URLSearchParams(changed).toString()}`;
    return replyOf(await send(target, { method: 'POST', path, headers: { ...signed, 'content-length': '0' } }));
  }
  const method = style === 'query' ? 'GET' : 'POST';
  const signed = signRpc(method, { Action: action, Version: version, ...parameters }, options);
  ask.tamper?.(signed);
  const encoded = new URLSearchParams(signed).toString();
  if (style === 'query') return replyOf(await send(target, { method, path: `/?${encoded}`, headers: { host } }));
  const headers = { host, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(encoded.length) };
  return replyOf(await send(target, { method, path: '/', headers }, encoded));
}

function replyOf({ status, headers, body }: Answer): RpcReply {
  const text = body.toString();
  return { status, headers, text, document: headers['content-type']?.startsWith('application/json') === true ? JSON.parse(text) : {} };
}
