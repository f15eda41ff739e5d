import { crc64 } from '@sse/core/primitives';
import type { LoadPhase } from './load-phase.ts';
import type { Pattern } from './pattern.ts';
import type { BodySink, Response } from './response-reader.ts';

/** Looks closely at one answer. */
export interface ResponseCheck {
  /** Compares each piece of the body with what was put. */
  readonly sink: BodySink;
  /** What is wrong with the answer, if anything. */
  flawOf(response: Response): string | undefined;
}

export function responseCheck({ method, encryption, checkCrc64 }: LoadPhase, pattern: Pattern, key: number): ResponseCheck {
  let differsAt: number | undefined;
  let crc = 0n;
  return {
    sink(piece, position) {
      if (differsAt === undefined && !pattern.matches(key, position, piece)) differsAt = position;
      if (checkCrc64) crc = crc64(crc, piece);
    },
    flawOf({ head }) {
      if (differsAt !== undefined) return `object ${key} differs from what was put, at byte ${differsAt} or soon after`;
      const found = /\r\nx-oss-server-side-encryption: *([^\r]*)\r/i.exec(head)?.[1];
      if (found !== encryption) return `expected encryption ${encryption ?? 'none'}, got ${found ?? 'none'}`;
      const named = /\r\nx-oss-hash-crc64ecma: *(\d+)\r/i.exec(head)?.[1];
      if (method !== 'GET' || !checkCrc64 || named === crc.toString()) return undefined;
      return `expected the CRC-64 ${crc}, got ${named ?? 'none'}`;
    },
  };
}

/** What is wrong with an answer at first sight: its status, or the length of its body. */
export function plainFlawOf({ method, size }: LoadPhase, { status, length, refusal }: Response): string | undefined {
  if (status !== 200) return `answered ${status}: ${refusal.slice(0, 400)}`;
  const expected = method === 'GET' ? size : 0;
  return length === expected ? undefined : `expected a body of ${expected} bytes, got ${length}`;
}
