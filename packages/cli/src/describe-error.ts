import { Fault, OssServiceError, OssTransportError } from '@sse/sdk';
import type { ExitName } from './exit-codes.ts';
import { Interrupted } from './interrupted.ts';
import { codeOf, FileError } from './local-file.ts';
import { NegativeAnswer } from './negative-answer.ts';
import { printable } from './printable.ts';
import { UsageError } from './usage-error.ts';

/** How a failed command ends: what it says on standard error, and its exit code by name. */
export interface ErrorReport {
  readonly exit: ExitName;
  /** One line for a person; absent when nothing is to be said. */
  readonly line?: string;
  /** The same for programs. */
  readonly value?: Readonly<Record<string, unknown>>;
}

/** What to say about an error. Only a fault of this program shows its stack. */
export function describeError(error: unknown): ErrorReport {
  if (error instanceof OssServiceError) return describeService(error);
  if (error instanceof OssTransportError) return describeTransport(error);
  if (error instanceof UsageError || error instanceof Fault) return report('usage', error.message);
  if (error instanceof FileError) return report('file', error.message);
  // What there is to say was printed as the answer.
  if (error instanceof NegativeAnswer) return { exit: 'negative' };
  if (error instanceof Interrupted) return report('interrupted', error.message);
  if (codeOf(error) === 'EPIPE') return { exit: 'brokenPipe' };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exit: 'internal', line: text, value: { kind: 'internal', message: text } };
}

function describeService({ code, message, status, requestId, ec, hostId, details }: OssServiceError): ErrorReport {
  const facts = [`HTTP ${status}`, requestId && `request id ${requestId}`, ec && `EC ${ec}`].filter(Boolean).join(', ');
  return {
    exit: 'service',
    line: printable(`${code}: ${message} (${facts})`),
    value: { kind: 'service', code, message, status, requestId, ec, hostId, details },
  };
}

function describeTransport(error: OssTransportError): ErrorReport {
  const { kind, message, cause, requestId } = error;
  if (kind === 'aborted') return report('interrupted', 'interrupted');
  const reason = cause instanceof Error && cause.message !== '' ? `: ${cause.message.trim()}` : '';
  const text = message + reason;
  const id = requestId === undefined ? '' : ` (request id ${requestId})`;
  return { exit: kind === 'upload-source' ? 'file' : 'transport', line: printable(text + id), value: { kind, message: text, requestId } };
}

function report(exit: ExitName, message: string): ErrorReport {
  return { exit, line: printable(message), value: { kind: exit, message } };
}
