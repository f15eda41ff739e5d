import { hmac, toBase64, utf8 } from '../primitives/index.ts';
import { percentEncode } from '../signature/percent-encode.ts';
import type { RpcParameters } from './rpc-parameters.ts';

/** The string to sign of signature version 1.0: all parameters but `Signature`, sorted by name (protocol reference §6.1). */
export function rpcStringToSign(method: string, parameters: RpcParameters): string {
  const pairs = [...parameters].filter(([name]) => name !== 'Signature');
  pairs.sort(([left], [right]) => (left < right ? -1 : Number(left > right)));
  const canonical = pairs.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&');
  return `${method}&${percentEncode('/')}&${percentEncode(canonical)}`;
}

/** HMAC-SHA1 of a string to sign under `<secret>&`, in base64. */
export function rpcSignature(accessKeySecret: string, stringToSign: string): string {
  return toBase64(hmac('sha1', utf8(`${accessKeySecret}&`), utf8(stringToSign)));
}
