import { expect } from 'vitest';
import type { InspectedEmulator } from './inspected-emulator.ts';
import type { Answer } from './signed-request.ts';

/** What a wrong request is answered with; an absent EC is not sent either. */
export type Refusal = readonly [status: number, code: string, ec?: string];

/** An error document, in the body or in `x-oss-err`, that agrees with the headers (protocol reference §4.1). */
export function expectRefusal(answer: Answer, [status, code, ec]: Refusal): void {
  const { headers, error } = answer;
  expect([answer.status, error?.Code, headers['x-oss-ec'], error?.EC]).toEqual([status, code, ec, ec]);
  expect(headers['x-oss-request-id']).toMatch(/^[0-9A-F]{24}$/);
  expect(error?.RequestId).toBe(headers['x-oss-request-id']);
  expect([error?.HostId, error?.Message]).toEqual([expect.any(String), expect.stringMatching(/./)]);
  expect(headers['server']).toBe('AliyunOSS');
}

/** The same, and that nothing that is stored has changed. */
export async function expectRefusedUntouched(emulator: InspectedEmulator, request: () => Promise<Answer>, refusal: Refusal): Promise<void> {
  const before = await emulator.stored();
  expectRefusal(await request(), refusal);
  expect(await emulator.stored()).toBe(before);
}
