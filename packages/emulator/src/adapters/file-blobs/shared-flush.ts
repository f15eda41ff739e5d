/**
 * Lets callers share flushes: each call resolves after a `flush` that began after the call, and at most one runs and one is called for at a time.
 * Joining the one that runs would not do: it may have begun before what the caller wants flushed was done.
 */
export function sharedFlush(flush: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  function start(): Promise<void> {
    const current = flush().finally(() => {
      if (running === current) running = undefined;
    });
    running = current;
    return current;
  }

  async function startAfter(current: Promise<void>): Promise<void> {
    await current.catch(() => undefined);
    next = undefined;
    return start();
  }

  return () => {
    if (running === undefined) return start();
    next ??= startAfter(running);
    return next;
  };
}
