import { fileURLToPath } from 'node:url';
import { childEnvironment, markVariable } from './child-environment.ts';
import { serverWorld, type Interception, type InterceptionOptions } from './interception.ts';
import { proxySecret } from './proxy-secret.ts';
import { runProxy } from './run-proxy.ts';
import { upstreams } from './upstream.ts';

const preload = fileURLToPath(new URL('../../bin/run-preload.cjs', import.meta.url));

/** By a proxy that the program's variables name: works everywhere, for clients that go by them. */
export async function interceptByProxy(options: InterceptionOptions): Promise<Interception> {
  const { server, environment, blockOthers, refusedHost } = options;
  const world = await serverWorld(options);
  const secret = proxySecret();
  const upstreamFor = upstreams(environment);
  const proxy = await runProxy({ secret, target: server.target, blockOthers, upstreamFor, refused: refusedHost });
  const mark = secret.urlOn(proxy.port);
  return {
    environment: childEnvironment(environment, { ...world, proxy: { port: proxy.port, secret, preload }, mark }),
    mark: { variable: markVariable, value: mark },
    close: () => proxy.close(),
  };
}
