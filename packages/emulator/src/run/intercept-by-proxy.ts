import { fileURLToPath } from 'node:url';
import { childEnvironment, markVariable } from './child-environment.ts';
import { serverWorld, type Interception, type InterceptionOptions } from './interception.ts';
import { proxySecret, type ProxySecret } from './proxy-secret.ts';
import { runProxy, type RunProxy } from './run-proxy.ts';
import { upstreams } from './upstream.ts';

const preload = fileURLToPath(new URL('../../bin/run-preload.cjs', import.meta.url));

/** By a proxy that the program's variables name: works everywhere, for clients that go by them. */
export async function interceptByProxy(options: InterceptionOptions): Promise<Interception> {
  const world = await serverWorld(options);
  const proxy = await openProxy(options);
  const mark = proxy.secret.urlOn(proxy.port);
  return {
    environment: childEnvironment(options.environment, { ...world, proxy: { ...proxy, preload }, mark }),
    mark: { variable: markVariable, value: mark },
    close: () => proxy.close(),
  };
}

/** The proxy of a run, with its password; other hosts go by the one that the environment names. */
export async function openProxy(options: InterceptionOptions): Promise<RunProxy & { readonly secret: ProxySecret }> {
  const { server, environment, blockOthers, refusedHost } = options;
  const secret = proxySecret();
  const upstreamFor = upstreams(environment);
  const proxy = await runProxy({ secret, target: server.target, blockOthers, upstreamFor, refused: refusedHost });
  return { port: proxy.port, close: () => proxy.close(), secret };
}
