import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { childEnvironment, markVariable, namesProxy } from '../child-environment.ts';
import { openProxy } from '../intercept-by-proxy.ts';
import { serverWorld, type Interception, type InterceptionOptions } from '../interception.ts';
import { connectNamespace } from './namespace-network.ts';
import { gateway } from './network-plan.ts';
import { NamespaceRefused, oneLine, openNamespace, type Namespace } from './open-namespace.ts';
import { seenFiles } from './seen-files.ts';

/** By a namespace (Linux) in which the vendor's names lead to the server: for every client. `NamespaceRefused` where there can be none. */
export async function interceptByNamespace(options: InterceptionOptions): Promise<Interception> {
  const opened: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.toReversed()) await end();
  };
  try {
    return { ...(await begin(options, opened)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What is to be ended again, it adds to `opened`. */
async function begin(options: InterceptionOptions, opened: (() => Promise<void> | void)[]): Promise<Omit<Interception, 'close'>> {
  const { server, environment, folder, blockOthers, refusedHost } = options;
  const world = await serverWorld(options);
  const { binds, servers, loopback } = await seenFiles(folder, gateway, server.trust.bundle).catch((cause: unknown) => {
    throw new NamespaceRefused(cause instanceof Error ? cause.message : String(cause), { cause });
  });
  const namespace = await openNamespace();
  opened.push(namespace.close);
  await namespace.mount(binds);
  // One that was set would be asked for the vendor's names as well: it is asked by ours, for others.
  const proxy = namesProxy(environment) ? await openProxy(options) : undefined;
  if (proxy !== undefined) opened.push(() => proxy.close());
  const { target } = server;
  const network = await connectNamespace(namespace, { target, blockOthers, refused: refusedHost, nameServers: servers, loopback });
  opened.push(network.stop);
  const mark = randomBytes(24).toString('hex');
  const childs = childEnvironment(environment, { ...world, mark, ...(proxy === undefined ? {} : { proxy }) });
  await tryProgram(namespace, childs);
  return { environment: childs, mark: { variable: markVariable, value: mark, networkOf: namespace.pid }, command: namespace.command };
}

/** Milliseconds that entering a namespace may take. */
const patience = 10_000;

/** So that what cannot be done is known before the run's own program is there. */
async function tryProgram(namespace: Namespace, env: Readonly<Record<string, string>>): Promise<void> {
  const [file = '', ...args] = namespace.command(['true'], '/');
  const child = spawn(file, args, { env: { ...env }, stdio: ['ignore', 'ignore', 'pipe'], timeout: patience, killSignal: 'SIGKILL' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
  const [code] = await once(child, 'close').catch((error: Error) => [error.message]);
  if (code !== 0) throw new NamespaceRefused(oneLine(said) || `${file} ended with ${code}`);
}
