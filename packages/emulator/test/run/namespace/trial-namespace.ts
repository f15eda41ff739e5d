import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { connectNamespace } from '../../../src/run/namespace/namespace-network.ts';
import { gateway } from '../../../src/run/namespace/network-plan.ts';
import { openNamespace, type Namespace } from '../../../src/run/namespace/open-namespace.ts';
import { seenFiles } from '../../../src/run/namespace/seen-files.ts';
import type { ServedTarget } from '../../../src/run/served-target.ts';
import { temporaryFolder } from '../../server/temporary-folder.ts';

/** Whether this system lets this user have one. */
export async function namespacesArePossible(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    await (await openNamespace()).close();
    return true;
  } catch {
    return false;
  }
}

/** A namespace whose vendor's names lead to `target`. */
export interface TrialNamespace extends AsyncDisposable {
  readonly namespace: Namespace;
  readonly refused: readonly string[];
  /** Runs a module of node inside to its end; resolves to what it printed, rejects when it fails. */
  run(program: string): Promise<string>;
}

/** `loopback`: more addresses that this machine goes by. */
export async function trialNamespace(
  options: { readonly blockOthers?: boolean; readonly target?: ServedTarget; readonly loopback?: readonly string[] } = {},
): Promise<TrialNamespace> {
  const { blockOthers = false, loopback: more = [], target = { connect: () => connect({ host: '127.0.0.1', port: 9 }) } } = options;
  const folder = await temporaryFolder();
  const bundle = join(folder.path, 'bundle.pem');
  await writeFile(bundle, 'the roots of the run');
  const namespace = await openNamespace();
  const refused: string[] = [];
  const { binds, servers, loopback } = await seenFiles(folder.path, gateway, bundle);
  await namespace.mount(binds);
  const network = await connectNamespace(namespace, {
    target,
    blockOthers,
    refused: (host) => refused.push(host),
    nameServers: servers,
    loopback: [...loopback, ...more],
  });
  return {
    namespace,
    refused,
    run(program) {
      const [file = '', ...args] = namespace.command(
        [process.execPath, '--input-type=module', '-e', `${library}\n${program}`],
        folder.path,
      );
      return new Promise((resolve, reject) => {
        execFile(file, args, { timeout: 20_000 }, (error, out, said) => {
          if (error === null) resolve(out);
          else reject(new Error(`${error.message}\n${said}`));
        });
      });
    },
    async [Symbol.asyncDispose]() {
      network.stop();
      await namespace.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/**
 * For programs inside: `say(host, port, text)` sends a text, ends its side, and resolves to all that comes back, or the code of the error; `until` says it
 * again until what comes begins as wanted.
 */
const library = `
  import { connect, createServer } from 'node:net';
  const say = (host, port, text = '') => new Promise((resolve) => {
    let got = '';
    const socket = connect({ host, port, allowHalfOpen: true }, () => socket.end(text));
    socket.setEncoding('latin1').on('data', (data) => (got += data)).on('end', () => resolve(got)).on('error', ({ code }) => resolve(code));
  });
  const until = async (wanted, ...place) => {
    for (let said; ; await new Promise((resolve) => setTimeout(resolve, 20))) if ((said = await say(...place)).startsWith(wanted)) return said;
  };`;

/** A listener on this machine, gone at the end of its scope. */
export interface LocalService extends AsyncDisposable {
  readonly port: number;
  /** How many have come. */
  clients(): number;
}

/** One that greets, waits until its client has said all, and then answers with it; on a free port where none is given. */
export async function localService(greeting: string, { host = '127.0.0.1', port = 0 } = {}): Promise<LocalService> {
  let clients = 0;
  const server = createServer({ allowHalfOpen: true }, (client: Socket) => {
    clients += 1;
    answerAll(client, greeting);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    port: portOf(server),
    clients: () => clients,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function answerAll(client: Socket, greeting: string): void {
  client.on('error', () => client.destroy());
  client.write(`${greeting}:`);
  const said: Buffer[] = [];
  client.on('data', (data: Buffer) => void said.push(data)).once('end', () => client.end(Buffer.concat(said)));
}

function portOf(server: Server): number {
  const { port } = server.address() as AddressInfo;
  return port;
}
