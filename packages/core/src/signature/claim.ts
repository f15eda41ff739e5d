/** What every signature scheme claims; nothing of it is proven until `verifyClaim` says so. */
interface ClaimBase {
  readonly accessKeyId: string;
  readonly signature: string;
  /** The STS token that came along; absent for long-term keys. */
  readonly securityToken: string | undefined;
}

/** What a V4 key is derived for: a day (`YYYYMMDD`), a region without `oss-`, a product (`oss`). */
export interface V4Scope {
  readonly date: string;
  readonly region: string;
  readonly product: string;
}

/** `Authorization: OSS <id>:<signature>`. */
export interface V1HeaderClaim extends ClaimBase {
  readonly scheme: 'v1-header';
}

/** `?OSSAccessKeyId=…&Expires=…&Signature=…`. */
export interface V1QueryClaim extends ClaimBase {
  readonly scheme: 'v1-query';
  /** Seconds since the epoch as sent: decimal digits. */
  readonly expires: string;
}

interface V2ClaimBase extends ClaimBase {
  /** Names of further signed headers: lower case, sorted, without duplicates. */
  readonly additionalHeaders: readonly string[];
}

/** `Authorization: OSS2 AccessKeyId:…,[AdditionalHeaders:…,]Signature:…`. */
export interface V2HeaderClaim extends V2ClaimBase {
  readonly scheme: 'v2-header';
}

/** `?x-oss-signature-version=OSS2&x-oss-access-key-id=…&x-oss-expires=…&x-oss-signature=…`. */
export interface V2QueryClaim extends V2ClaimBase {
  readonly scheme: 'v2-query';
  /** Seconds since the epoch as sent: decimal digits. */
  readonly expires: string;
}

interface V4ClaimBase extends ClaimBase {
  readonly scope: V4Scope;
  /** Names of further signed headers: lower case, sorted, without duplicates. */
  readonly additionalHeaders: readonly string[];
}

/** `Authorization: OSS4-HMAC-SHA256 Credential=…,Signature=…`. */
export interface V4HeaderClaim extends V4ClaimBase {
  readonly scheme: 'v4-header';
}

/** `?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=…`. */
export interface V4QueryClaim extends V4ClaimBase {
  readonly scheme: 'v4-query';
  /** Seconds of validity as sent. */
  readonly expires: string;
  /** `x-oss-date` as sent; `''` when it is missing. */
  readonly timestamp: string;
}

/** Form fields `OSSAccessKeyId`, `policy`, `Signature`. */
export interface PostV1Claim extends ClaimBase {
  readonly scheme: 'v1-post';
  /** The policy as sent, in base64: what is signed. */
  readonly policy: string;
}

/** Form fields `x-oss-credential`, `x-oss-date`, `policy`, `x-oss-signature`. */
export interface PostV4Claim extends ClaimBase {
  readonly scheme: 'v4-post';
  readonly policy: string;
  readonly scope: V4Scope;
  /** `x-oss-date` as sent; `''` when it is missing. */
  readonly timestamp: string;
}

/** Who a form says it comes from; nothing of it is proven until `verifyPostClaim` says so. */
export type PostClaim = PostV1Claim | PostV4Claim;

/** Who a request says it comes from, read from its headers or its query. */
export type Claim = V1HeaderClaim | V1QueryClaim | V2HeaderClaim | V2QueryClaim | V4HeaderClaim | V4QueryClaim;
