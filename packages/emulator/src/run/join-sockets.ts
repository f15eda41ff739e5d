import { pipeline, type Duplex } from 'node:stream';

/** Passes bytes both ways until both sides have ended; what breaks one breaks the other. */
export function joinSockets(one: Duplex, other: Duplex): void {
  const ended = (error: NodeJS.ErrnoException | null): void => {
    if (!error) return;
    one.destroy();
    other.destroy();
  };
  pipeline(one, other, ended);
  pipeline(other, one, ended);
}
