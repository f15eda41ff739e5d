import type { SigningCredentials } from '@sse/core';
import { askRpc, type RpcReply, type RpcStyle } from './rpc-request.ts';
import type { Target } from './signed-request.ts';

/** Calls the KMS interface of a server for one caller. */
export interface KmsCaller {
  call(action: string, parameters?: Readonly<Record<string, string>>, style?: RpcStyle): Promise<RpcReply>;
  /** Such as `200` or `409 Rejected.Disabled`. */
  outcome(action: string, parameters?: Readonly<Record<string, string>>): Promise<string>;
  /** The document of a reply, which has to be 200. */
  ask(action: string, parameters?: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>>;
  /** A text of such a document. */
  text(member: string, action: string, parameters?: Readonly<Record<string, string>>): Promise<string>;
  /** The id of a new key. */
  newKey(parameters?: Readonly<Record<string, string>>): Promise<string>;
}

export function kmsCaller(target: Pick<Target, 'host' | 'port'>, credentials: SigningCredentials): KmsCaller {
  const caller: KmsCaller = {
    call: (action, parameters = {}, style = 'query') => askRpc(target, { action, version: '2016-01-20', parameters, credentials }, style),
    async outcome(action, parameters) {
      const { status, document } = await caller.call(action, parameters);
      return status === 200 ? '200' : `${status} ${String(document['Code'])}`;
    },
    async ask(action, parameters) {
      const { status, document, text } = await caller.call(action, parameters);
      if (status !== 200) throw new Error(`${action}: ${text}`);
      return document;
    },
    text: async (member, action, parameters) => String((await caller.ask(action, parameters))[member]),
    async newKey(parameters) {
      const { KeyMetadata } = (await caller.ask('CreateKey', parameters)) as { KeyMetadata: { KeyId: string } };
      return KeyMetadata.KeyId;
    },
  };
  return caller;
}

/** Base64 of a text. */
export function base64(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64');
}
