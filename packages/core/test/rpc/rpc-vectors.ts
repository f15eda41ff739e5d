import type { SigningCredentials } from '../../src/signature/index.ts';
import { SIGNER_VECTORS } from '../signature/signer-vectors.ts';

type Pairs = readonly (readonly [string, string])[];

interface Vector<Request, Intermediates> {
  readonly id: string;
  readonly credentials: SigningCredentials;
  readonly request: Request;
  readonly intermediates: Intermediates & { readonly stringToSign: string };
  readonly expected: { readonly signature: string };
}

export type RpcVector = Vector<
  { readonly method: string; readonly params: Readonly<Record<string, string>>; readonly paramsIn: 'query' | 'body(form)' },
  { readonly canonicalizedQuery: string }
>;

export type Acs3Vector = Vector<
  { readonly method: string; readonly path: string; readonly query: Pairs; readonly headers: Pairs; readonly payloadHash: string },
  { readonly canonicalRequest: string }
>;

/** The vectors of one scheme in the shared file; fails when there are none. */
function vectorsOf<V>(scheme: string): readonly V[] {
  const vectors = SIGNER_VECTORS.vectors.filter((vector) => vector.scheme === scheme);
  if (vectors.length === 0) throw new Error(`expected vectors of ${scheme}, got none`);
  return vectors as unknown as readonly V[];
}

export const RPC_VECTORS = vectorsOf<RpcVector>('RPC-HMAC-SHA1');
export const ACS3_VECTORS = vectorsOf<Acs3Vector>('ACS3-HMAC-SHA256');
