import type { ServerSettings } from './server-settings.ts';

/** The first argument of a process that is to be a worker. */
export const workerArgument = 'worker';

/** What the primary tells a worker: once what to serve and where, and at the end to finish. */
export type ToWorker = { readonly type: 'start'; readonly settings: ServerSettings } | { readonly type: 'stop' };

/** What a worker tells its primary, once: that its port answers, or why it never will. */
export type FromWorker = { readonly type: 'listening'; readonly port: number } | { readonly type: 'failed'; readonly message: string };

export function isFromWorker(message: unknown): message is FromWorker {
  return (
    typeof message === 'object' && message !== null && 'type' in message && (message.type === 'listening' || message.type === 'failed')
  );
}
