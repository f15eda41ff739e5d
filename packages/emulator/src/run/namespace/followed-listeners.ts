import type { Server, Socket } from 'node:net';
import type { Place } from './agent-task.ts';

/** Listeners that come and go with others. */
export interface FollowedListeners {
  /** Makes those that are missing, ends those that are not among `places` any more; resolves when it is done. */
  readonly follow: (places: readonly Place[]) => Promise<void>;
  readonly has: (place: Place) => boolean;
  readonly close: () => void;
}

/** How one is made, and what becomes of its clients. */
export interface ListenerKind {
  readonly listen: (place: Place) => Promise<Server>;
  readonly serve: (client: Socket, place: Place) => void;
}

export function followListeners({ listen, serve }: ListenerKind): FollowedListeners {
  const listeners = new Map<string, Promise<Server | undefined>>();
  const open = async (place: Place): Promise<Server | undefined> => {
    try {
      const server = await listen(place);
      return server.on('connection', (client: Socket) => {
        // Whoever takes it on listens for its errors only then.
        client.on('error', () => client.destroy());
        serve(client, place);
      });
    } catch {
      // Somebody else has it now; who follows next time may get it.
      listeners.delete(keyOf(place));
      return undefined;
    }
  };
  const end = (key: string): void => {
    void listeners.get(key)?.then((server) => server?.close());
    listeners.delete(key);
  };
  return {
    async follow(places) {
      const wanted = new Map(places.map((place) => [keyOf(place), place]));
      for (const key of listeners.keys()) if (!wanted.has(key)) end(key);
      for (const [key, place] of wanted) if (!listeners.has(key)) listeners.set(key, open(place));
      await Promise.all(listeners.values());
    },
    has: (place) => listeners.has(keyOf(place)),
    close() {
      for (const key of listeners.keys()) end(key);
    },
  };
}

/** A place as text. */
export function keyOf({ address, port }: Place): string {
  return `${address} ${port}`;
}
