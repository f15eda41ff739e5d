import { callerArn, SSE_HEADER, type AddressStyle } from '@sse/core';
import type { Authenticated } from './authenticate.ts';
import type { Reply } from './reply.ts';

/** What the access log says of a request besides its operation and outcome. Absent: it got no further, or the reply has no such header. */
export interface AccessRecord {
  readonly addressing: AddressStyle | undefined;
  readonly signature: Authenticated['signature'] | undefined;
  /** Who asked: `acs:ram::<account>:user/alice`, …, `anonymous`. */
  readonly caller: string | undefined;
  /** As the reply says it: `AES256`, `SM4`, `KMS`, or `KMS/SM4` for data under SM4. */
  readonly encryption: string | undefined;
  /** The version that was written, read or removed. */
  readonly versionId: string | undefined;
}

export interface Answered {
  readonly authenticated: Authenticated | undefined;
  /** Absent for requests that were refused. */
  readonly answered: Reply | undefined;
}

export function accessRecord({ authenticated, answered }: Answered, accountId: string): AccessRecord {
  const headers = answered?.headers ?? {};
  const [algorithm, data] = [headers[SSE_HEADER.algorithm], headers[SSE_HEADER.dataEncryption]];
  return {
    addressing: authenticated?.address.style,
    signature: authenticated?.signature,
    caller: authenticated && callerArn(authenticated.caller, accountId),
    encryption: data === undefined ? algorithm : `${algorithm}/${data}`,
    versionId: headers['x-oss-version-id'],
  };
}
