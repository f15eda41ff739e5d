import OSS, { type TemporaryCredentials } from 'ali-oss';
import { variable } from './variable.ts';

export interface Pair {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** Another server, whose tokens are foreign to the one under test, with its root key pair. */
export interface OtherServer extends Pair {
  readonly endpoint: string;
  /** Holds the seconds by which its clock is fast. */
  readonly clockFile: string;
}

export const roleArn = variable('SSE_INTEROP_ROLE_ARN');

const wordsOf = (user: string): readonly string[] => variable(`SSE_INTEROP_USER_${user.toUpperCase().replaceAll('-', '_')}`).split(' ');

/** The access key of a user that the runner made. */
export function userPair(user: string): Pair {
  const [, accessKeyId = '', accessKeySecret = ''] = wordsOf(user);
  return { accessKeyId, accessKeySecret };
}

/** By which bucket policies name a user. */
export function userId(user: string): string {
  return wordsOf(user)[0] ?? '';
}

export function otherServer(): OtherServer {
  const [accessKeyId = '', accessKeySecret = ''] = variable('SSE_INTEROP_OTHER_ACCESS_KEY').split(' ');
  return { endpoint: variable('SSE_INTEROP_OTHER_ENDPOINT'), clockFile: variable('SSE_INTEROP_OTHER_CLOCK'), accessKeyId, accessKeySecret };
}

/** What AssumeRole is asked for; the role is `ci` and the life 900 s unless it says otherwise. */
export interface Wish {
  readonly role?: string;
  readonly policy?: object;
  readonly seconds?: number;
}

/** Credentials of a session, by the STS client that is part of ali-oss. */
export async function assumeRole(
  endpoint: string,
  pair: Pair,
  { role = roleArn, policy, seconds = 900 }: Wish = {},
): Promise<TemporaryCredentials> {
  return (await new OSS.STS({ ...pair, endpoint }).assumeRole(role, policy, seconds, 'checks')).credentials;
}
