// Runs inside the namespaces of `sse-emulator run`, in the background, and makes there what the process outside asks for.
import { execFile } from 'node:child_process';
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, Socket, type Server } from 'node:net';
import { promisify } from 'node:util';
import type { AgentAnswer, AgentRequest, AgentTask, Place } from './agent-task.ts';

/** Milliseconds that a program gets which changes the namespace. */
const patience = 10_000;

const limited = { timeout: patience, killSignal: 'SIGKILL' } as const;
const execute = promisify(execFile);

type Made = Server | DatagramSocket | Socket | undefined;

async function perform(id: number, task: AgentTask): Promise<Made> {
  switch (task.does) {
    case 'listen':
      return listen(id, task);
    case 'datagrams':
      return datagrams(task);
    case 'connect':
      return connect(task);
    case 'ip':
      await runIp(task.lines);
      return undefined;
    case 'mount':
      for (const { file, at } of task.binds) await execute('mount', ['--bind', file, at], limited);
      return undefined;
    default:
      throw new Error(`unknown task ${JSON.stringify(task satisfies never)}`);
  }
}

/** A client that comes before the listener has left this process is handed out by itself. */
async function listen(id: number, { address, port }: Place): Promise<Server> {
  const server = createServer({ pauseOnConnect: true }, (socket) => answer({ accepted: id }, socket));
  server.listen({ host: address, port });
  await once(server, 'listening');
  return server;
}

async function datagrams({ address, port }: Place): Promise<DatagramSocket> {
  const socket = createSocket('udp4');
  socket.bind(port, address);
  await once(socket, 'listening');
  return socket;
}

/** Paused, so that nothing of what the other side says first is read here. */
async function connect({ address, port }: Place): Promise<Socket> {
  const socket = new Socket().pause();
  socket.connect({ host: address, port });
  await once(socket, 'connect');
  return socket;
}

async function runIp(lines: readonly string[]): Promise<void> {
  const running = execute('ip', ['-batch', '-'], limited);
  // Its end says what is wrong.
  running.child.stdin?.on('error', () => {}).end(`${lines.join('\n')}\n`);
  await running;
}

function answer(message: AgentAnswer, made?: Made): void {
  // What was handed out lives on in the other process.
  const handed = (): void => {
    if (made !== undefined && !(made instanceof Socket)) made.close();
  };
  process.send?.(message, made, {}, handed);
}

process.on('message', ({ id, task }: AgentRequest) => {
  perform(id, task).then(
    (made) => answer({ id }, made),
    (error: unknown) => answer({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
// The event does not come while a socket is on its way out that nobody takes any more.
setInterval(() => process.connected || process.exit(), 1_000).unref();
answer({ id: 0 });
