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

export function responseCheck({ encryption }: LoadPhase, pattern: Pattern, key: number): ResponseCheck {
  let differsAt: number | undefined;
  return {
    sink(piece, position) {
      if (differsAt === undefined && !pattern.matches(key, position, piece)) differsAt = position;
    },
    flawOf({ head }) {
      if (differsAt !== undefined) return `object ${key} differs from what was put, at byte ${differsAt} or soon after`;
      const found = /\r\nx-oss-server-side-encryption: *([^\r]*)\r/i.exec(head)?.[1];
      return found === encryption ? undefined : `expected encryption ${encryption ?? 'none'}, got ${found ?? 'none'}`;
    },
  };
}

/** What is wrong with an answer at first sight: its status, or the length of its body. */
export function plainFlawOf({ method, size }: LoadPhase, { status, length, refusal }: Response): string | undefined {
  if (status !== 200) return `answered ${status}: ${refusal.slice(0, 400)}`;
  const expected = method === 'GET' ? size : 0;
  return length === expected ? undefined : `expected a body of ${expected} bytes, got ${length}`;
}
