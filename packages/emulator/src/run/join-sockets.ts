import { pipeline, type Duplex } from 'node:stream';

/** Passes bytes both ways until both sides have ended; what breaks one, or has broken it, breaks the other. */
export function joinSockets(one: Duplex, other: Duplex): void {
  const ended = (error: NodeJS.ErrnoException | null): void => {
    if (!error) return;
    one.destroy();
    other.destroy();
  };
  if (one.destroyed || other.destroyed) {
    one.destroy();
    other.destroy();
    return;
  }
  pipeline(one, other, ended);
  pipeline(other, one, ended);
}
