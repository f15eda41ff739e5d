import type { HeaderRecord, QueryPairs } from '../http/index.ts';
import type { RpcParameters } from './rpc-parameters.ts';

/** A request of an RPC interface, as far as signatures cover it. */
export interface RpcRequest {
  /** HTTP method, upper case. */
  readonly method: string;
  /** Decoded path. */
  readonly path: string;
  readonly query: QueryPairs;
  /** Lower-case names; repeated headers are joined as node joins them. */
  readonly headers: HeaderRecord;
  /** Of the query and of the form body. */
  readonly parameters: RpcParameters;
  /** The whole body; empty where there is none. */
  readonly body: Uint8Array;
}

interface RpcClaimBase {
  readonly accessKeyId: string;
  readonly signature: string;
  /** The STS token that came along; absent for long-term keys. */
  readonly securityToken: string | undefined;
  /** When the client says that it signed, ms since the epoch. */
  readonly signedAt: number;
}

/** Parameters `AccessKeyId`, `Timestamp`, `Signature`, …: HMAC-SHA1, signature version 1.0. */
export interface RpcV1Claim extends RpcClaimBase {
  readonly scheme: 'rpc';
}

/** `Authorization: ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…`. */
export interface Acs3Claim extends RpcClaimBase {
  readonly scheme: 'acs3';
  /** Lower case, sorted, without duplicates. */
  readonly signedHeaders: readonly string[];
}

/** Who a request of an RPC interface says it comes from; nothing of it is proven until `verifyRpcClaim` says so. */
export type RpcClaim = RpcV1Claim | Acs3Claim;
