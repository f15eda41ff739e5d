import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { childEnvironment, markVariable } from '../child-environment.ts';
import { serverWorld, type Interception, type InterceptionOptions } from '../interception.ts';
import { connectNamespace } from './namespace-network.ts';
import { gateway } from './network-plan.ts';
import { NamespaceRefused, openNamespace, type Namespace } from './open-namespace.ts';
import { seenFiles } from './seen-files.ts';

/** By a namespace (Linux) in which the vendor's names lead to the server: for every client. `NamespaceRefused` where there can be none. */
export async function interceptByNamespace(options: InterceptionOptions): Promise<Interception> {
  const { server, environment, folder, blockOthers, refusedHost } = options;
  const world = await serverWorld(options);
  const { binds, servers } = await seenFiles(folder, gateway, server.trust.bundle).catch((cause: unknown) => {
    throw new NamespaceRefused(cause instanceof Error ? cause.message : String(cause), { cause });
  });
  const namespace = await openNamespace();
  try {
    await namespace.mount(binds);
    const network = await connectNamespace(namespace, { target: server.target, blockOthers, refused: refusedHost, nameServers: servers });
    const mark = randomBytes(24).toString('hex');
    const childs = childEnvironment(environment, { ...world, mark });
    await tryProgram(namespace, childs);
    return {
      environment: childs,
      mark: { variable: markVariable, value: mark, networkOf: namespace.pid },
      command: namespace.command,
      async close() {
        network.stop();
        await namespace.close();
      },
    };
  } catch (error) {
    await namespace.close();
    throw error;
  }
}

/** So that what cannot be done is known before the run's own program is there. */
async function tryProgram(namespace: Namespace, env: Readonly<Record<string, string>>): Promise<void> {
  const [file = '', ...args] = namespace.command(['true'], '/');
  const child = spawn(file, args, { env: { ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
  const [code] = await once(child, 'close').catch((error: Error) => [error.message]);
  if (code !== 0) throw new NamespaceRefused(said.trim() || `${file} ended with ${code}`);
}
