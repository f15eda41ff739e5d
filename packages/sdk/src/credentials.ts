import { Fault, type SigningCredentials } from '@sse/core';

/** An access key; `securityToken` belongs to a temporary one (STS). */
export type Credentials = SigningCredentials;

/** Gives the credentials for one request; asked again for each attempt, so it should keep what is still valid. */
export type CredentialsProvider = () => Credentials | Promise<Credentials>;

/** The credentials to sign with now; throws `Fault` `configuration` when a part is empty. A provider's own error passes through. */
export async function currentCredentials(source: Credentials | CredentialsProvider): Promise<Credentials> {
  const credentials = typeof source === 'function' ? await source() : source;
  for (const part of ['accessKeyId', 'accessKeySecret'] as const) {
    if (typeof credentials[part] !== 'string' || credentials[part] === '') {
      throw new Fault('configuration', `expected credentials with a non-empty ${part}, got none`);
    }
  }
  if (credentials.securityToken === '') {
    throw new Fault('configuration', 'expected a non-empty securityToken or none, got an empty one');
  }
  return credentials;
}
