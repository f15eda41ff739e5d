/** An IP address and a port. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/**
 * What the process inside a namespace does for the one outside: sockets made inside are handed out, `ip` and `mount` are run there.
 * `listen` gives a `net.Server`, `datagrams` a `dgram.Socket`, `connect` a `net.Socket`.
 */
export type AgentTask =
  | ({ readonly does: 'listen' | 'datagrams' | 'connect' } & Place)
  /** Lines of `ip -batch`. */
  | { readonly does: 'ip'; readonly lines: readonly string[] }
  /** Files that are to be seen in the place of others. */
  | { readonly does: 'mount'; readonly binds: readonly Bind[] };

/** A file, and the path under which it is seen. */
export interface Bind {
  readonly file: string;
  readonly at: string;
}

/** To the agent. */
export interface AgentRequest {
  readonly id: number;
  readonly task: AgentTask;
}

/** From the agent: the end of the request `id`, 0 for its own start, with why it failed; or, with a socket, that a client came to the listener `accepted`. */
export type AgentAnswer = { readonly id: number; readonly error?: string } | { readonly accepted: number };
