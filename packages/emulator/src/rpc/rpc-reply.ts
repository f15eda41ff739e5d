import { invalidParameter, isAcs3, type RpcError, type RpcRequest } from '@sse/core';
import type { Reply } from '../pipeline/reply.ts';
import type { RpcDocument, RpcValue } from './rpc-call.ts';

/** How a reply is written. */
export type RpcFormat = 'JSON' | 'XML';

/**
 * What the parameter `Format` asks for, in any case. Without it the vendor answers XML to version 1.0 signatures and JSON to ACS3. 400
 * `InvalidParameter` for anything else.
 */
export function rpcFormat({ headers, parameters }: Pick<RpcRequest, 'headers' | 'parameters'>): RpcFormat | RpcError {
  const format = (parameters.get('Format') ?? (isAcs3(headers) ? 'JSON' : 'XML')).toUpperCase();
  return format === 'JSON' || format === 'XML' ? format : invalidParameter('Format');
}

/** A document as a reply; `root` names it in XML. */
export function rpcReply(status: number, root: string, document: RpcDocument, format: RpcFormat): Reply {
  const [type, body] =
    format === 'JSON'
      ? ['application/json', JSON.stringify(document)]
      : ['text/xml', `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, document)}`];
  return { status, headers: { 'Content-Type': `${type};charset=utf-8` }, body };
}

function element(name: string, content: RpcValue | readonly RpcValue[]): string {
  if (isList(content)) return content.map((item) => element(name, item)).join('');
  return `<${name}>${typeof content === 'object' ? members(content) : escaped(String(content))}</${name}>`;
}

function isList(content: RpcValue | readonly RpcValue[]): content is readonly RpcValue[] {
  return Array.isArray(content);
}

function members(document: RpcDocument): string {
  return Object.entries(document)
    .map(([name, content]) => (content === undefined ? '' : element(name, content)))
    .join('');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Characters that XML has no way to write, which a string to sign may hold, become `?`. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
    .replaceAll(/[&<>]/g, (character) => ESCAPES[character] ?? '');
}
