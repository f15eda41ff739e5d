import { OssError } from '../../../src/errors/index.ts';
import type { receive } from '../receive.ts';
import { CAPTURE_BOOK, CAPTURE_CLOCK, captureRequest, type WireCapture } from '../signer-vectors.ts';
import { carrierMutants } from './carrier-mutants.ts';
import { headerMutants } from './header-mutants.ts';
import { knowledgeMutants } from './knowledge-mutants.ts';
import type { Mutant, SignedMutant } from './mutant.ts';
import { parameterMutants, resourceMutants } from './resource-mutants.ts';
import { schemeOf } from './signed-elements.ts';
import { unsignedMutants } from './unsigned-mutants.ts';

/** Every mutant of a capture whose change is signed. */
export function signedMutants(capture: WireCapture): SignedMutant[] {
  const [request, scheme] = [captureRequest(capture), schemeOf(capture.scheme)];
  return [
    ...resourceMutants(capture, request),
    ...headerMutants(request, scheme),
    ...parameterMutants(request, scheme),
    ...carrierMutants(request, scheme),
    ...knowledgeMutants(capture, request, scheme),
  ];
}

/** Every mutant of a capture whose change is not signed. */
export function unsignedOnes(capture: WireCapture): Mutant[] {
  return unsignedMutants(capture, captureRequest(capture), schemeOf(capture.scheme));
}

/** `bucket/key` of a mutant that is accepted, or the code with which it is refused; `verify` is the way of a request through the server. */
export function outcomeOf({ credentials }: WireCapture, { request, known }: Mutant, verify: typeof receive): string {
  const answer = verify(request, { credentials, book: CAPTURE_BOOK, now: CAPTURE_CLOCK, ...known });
  if (answer instanceof OssError) return answer.code;
  return answer === 'anonymous' ? answer : `${answer.bucket ?? ''}/${answer.key}`;
}
