import type { Credentials } from '../server/emulator-node.ts';
import type { Environment } from '../server/read-settings.ts';
import { UsageError } from '../server/usage-error.ts';

/** What a program signs with. */
export interface ProgramCredentials extends Credentials {
  /** Absent: those of an account or a user, which need none. */
  readonly sessionToken?: string;
}

/** Pairs of names by which the vendor's clients find credentials, with the token that belongs to them. */
export const CREDENTIAL_VARIABLES = [
  ['OSS_ACCESS_KEY_ID', 'OSS_ACCESS_KEY_SECRET', 'OSS_SESSION_TOKEN'],
  ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALIBABA_CLOUD_SECURITY_TOKEN'],
] as const;

/** The first pair that an environment has; absent: none. `UsageError` where half of one is there, which a program would sign with. */
export function givenCredentials(environment: Environment): ProgramCredentials | undefined {
  const [first] = CREDENTIAL_VARIABLES.flatMap(([id, secret, token]) => {
    const { [id]: accessKeyId, [secret]: accessKeySecret, [token]: sessionToken } = environment;
    if (!accessKeyId && !accessKeySecret) return [];
    if (!accessKeyId || !accessKeySecret)
      throw new UsageError(`expected both ${id} and ${secret}, or neither; got only ${accessKeyId ? id : secret}`);
    return [{ accessKeyId, accessKeySecret, ...(sessionToken ? { sessionToken } : {}) }];
  });
  return first;
}
