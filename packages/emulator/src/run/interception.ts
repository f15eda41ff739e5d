import { fileURLToPath } from 'node:url';
import type { Environment } from '../server/read-settings.ts';
import { childEnvironment, markVariable } from './child-environment.ts';
import { mergedTrust } from './merged-trust.ts';
import type { RunServer } from './open-run-server.ts';
import { proxySecret } from './proxy-secret.ts';
import { runProxy } from './run-proxy.ts';
import { upstreams } from './upstream.ts';

/** How the connections of a program to the vendor's names come to the server: whatever does that gives the program's environment. */
export interface Interception {
  readonly environment: Readonly<Record<string, string>>;
  /** By which the program and what it starts are found: a variable of `environment`. */
  readonly mark: { readonly variable: string; readonly value: string };
  close(): Promise<void>;
}

export interface InterceptionOptions {
  readonly server: RunServer;
  /** That the program would have otherwise. */
  readonly environment: Environment;
  readonly region: string;
  /** For files that are gone after the run. */
  readonly folder: string;
  readonly blockOthers: boolean;
  readonly refusedHost: (host: string) => void;
}

const preload = fileURLToPath(new URL('../../bin/run-preload.cjs', import.meta.url));

/** By a proxy that the program's variables name: works everywhere, for clients that go by them. */
export async function interceptByProxy(options: InterceptionOptions): Promise<Interception> {
  const { server, environment, region, folder, blockOthers, refusedHost } = options;
  const trust = await mergedTrust(environment, server.trust, folder);
  const secret = proxySecret();
  const upstreamFor = upstreams(environment);
  const proxy = await runProxy({ secret, target: server.target, blockOthers, upstreamFor, refused: refusedHost });
  const childs = childEnvironment(environment, {
    proxyPort: proxy.port,
    secret,
    trust,
    trustStore: server.trust.trustStore,
    preload,
    region,
    ...(server.credentials === undefined ? {} : { credentials: server.credentials }),
  });
  return { environment: childs, mark: { variable: markVariable, value: secret.urlOn(proxy.port) }, close: () => proxy.close() };
}
