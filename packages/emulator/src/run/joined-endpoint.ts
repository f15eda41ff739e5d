import type { Environment } from '../server/read-settings.ts';
import { UsageError } from '../server/usage-error.ts';
import { givenCredentials, type ProgramCredentials } from './program-credentials.ts';

/** A server that is there before the run. */
export interface JoinedEndpoint {
  /** Scheme, host and port only. */
  readonly url: URL;
  /** Those of the environment. */
  readonly credentials: ProgramCredentials;
}

/** What `--endpoint` and the environment say of the server to join; `UsageError` for what cannot be meant. */
export function readEndpoint(text: string, environment: Environment): JoinedEndpoint {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.href !== `${url.origin}/`) {
    // What stands before an @ may be a password: it is not shown.
    const got = text.includes('@') ? 'one with a user' : JSON.stringify(text);
    throw new UsageError(`--endpoint: expected http://host:port or https://host:port; got ${got}`);
  }
  const credentials = givenCredentials(environment);
  if (credentials === undefined)
    throw new UsageError(
      '--endpoint: expected OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET in the environment, as that server printed them',
    );
  return { url, credentials };
}
