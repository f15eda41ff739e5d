import type { WireRequest } from '../../../src/http/index.ts';
import type { Knowledge } from '../receive.ts';
import { CAPTURE_CLOCK, type WireCapture } from '../signer-vectors.ts';
import { otherCase, parameter, type SignedMutant } from './mutant.ts';
import type { Scheme } from './signed-elements.ts';

const HOUR = 3_600_000;

/** The request as captured, at a server that knows another secret, another token, another region or another time. */
export function knowledgeMutants({ credentials }: WireCapture, request: WireRequest, scheme: Scheme): SignedMutant[] {
  const { accessKeySecret: secret, securityToken: token } = credentials;
  const at = (change: string, known: Partial<Knowledge>, code: SignedMutant['code']): SignedMutant => ({ change, request, known, code });
  const secrets = [`${secret}x`, secret.slice(0, -1), `${otherCase(secret[0] ?? '')}${secret.slice(1)}`, '', ` ${secret}`];
  return [
    ...secrets.map((accessKeySecret) =>
      at(`secret ${accessKeySecret}`, { credentials: { ...credentials, accessKeySecret } }, 'SignatureDoesNotMatch'),
    ),
    ...(token === undefined
      ? [at('a token is asked for', { credentials: { ...credentials, securityToken: 'token' } }, 'InvalidAccessKeyId')]
      : [
          at('another token', { credentials: { ...credentials, securityToken: `${token}x` } }, 'InvalidSecurityToken'),
          at('no token', { credentials: { ...credentials, securityToken: undefined } }, 'InvalidSecurityToken'),
          at('the token has expired', { securityTokenExpiresAt: CAPTURE_CLOCK }, 'SecurityTokenExpired'),
        ]),
    ...(scheme.version === 'V4' ? [at('another region is served', { region: 'another' }, 'InvalidArgument')] : []),
    ...clockMutants(request, scheme, at),
  ];
}

type MutantAt = (change: string, known: Partial<Knowledge>, code: SignedMutant['code']) => SignedMutant;

function clockMutants(request: WireRequest, { version, inUrl }: Scheme, at: MutantAt): SignedMutant[] {
  if (!inUrl) {
    return [-HOUR, HOUR].map((offset) => at(`the clock is ${offset} ms off`, { now: CAPTURE_CLOCK + offset }, 'RequestTimeTooSkewed'));
  }
  const expires = Number(parameter(request, version === 'V1' ? 'Expires' : 'x-oss-expires'));
  if (version !== 'V4') return [at('the end is over', { now: expires * 1000 + 1 }, 'AccessDenied')];
  return [
    at('the end is over', { now: CAPTURE_CLOCK + expires * 1000 + HOUR }, 'AccessDenied'),
    at('the beginning is ahead', { now: CAPTURE_CLOCK - HOUR }, 'RequestTimeTooSkewed'),
  ];
}
