import { interceptByProxy } from './intercept-by-proxy.ts';
import type { Interception, InterceptionOptions } from './interception.ts';

/** How a run is asked to intercept. */
export interface WayOfInterception {
  /** Whether it is to be by a proxy also where a namespace is possible. */
  readonly byProxy: boolean;
  readonly printError: (text: string) => void;
}

/** By a namespace on Linux, where the system lets this user have one; else by a proxy, with one line that says why. */
export async function intercept(options: InterceptionOptions, { byProxy, printError }: WayOfInterception): Promise<Interception> {
  if (byProxy || process.platform !== 'linux') return interceptByProxy(options);
  const [{ interceptByNamespace }, { NamespaceRefused }] = await Promise.all([
    import('./namespace/intercept-by-namespace.ts'),
    import('./namespace/open-namespace.ts'),
  ]);
  try {
    return await interceptByNamespace(options);
  } catch (error) {
    if (!(error instanceof NamespaceRefused)) throw error;
    printError(
      `sse-emulator run: no namespace here (${error.message}): by a proxy, which some clients ignore (docs/run.md); --proxy for silence\n`,
    );
    return interceptByProxy(options);
  }
}
