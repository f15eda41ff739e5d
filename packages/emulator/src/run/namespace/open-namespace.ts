import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket as DatagramSocket } from 'node:dgram';
import { Server, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { AgentAnswer, AgentTask, Bind, Place } from './agent-task.ts';

/** That this system, or this user, cannot have a namespace; the message says why, in a few words. */
export class NamespaceRefused extends Error {
  override readonly name = 'NamespaceRefused';
}

/** A network and a view of files of its own for the programs of a run; with it, for other users than root, a user namespace. */
export interface Namespace {
  /** Of a process inside. */
  readonly pid: number;
  /** A listener inside, whose clients come to this process. */
  readonly listen: (place: Place) => Promise<Server>;
  readonly datagrams: (place: Place) => Promise<DatagramSocket>;
  /** A connection to a listener inside. */
  readonly connect: (place: Place) => Promise<Socket>;
  /** Runs lines of `ip -batch` inside. */
  readonly ip: (lines: readonly string[]) => Promise<void>;
  readonly mount: (binds: readonly Bind[]) => Promise<void>;
  /** The command line that runs one inside, as this user, with a working folder. */
  readonly command: (line: readonly string[], workingFolder: string) => readonly string[];
  readonly close: () => Promise<void>;
}

/** Milliseconds in which an agent is there, or not any more. */
const patience = 10_000;

type Made = Server | DatagramSocket | Socket | undefined;

const agent = fileURLToPath(new URL(`agent${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));

/** Makes one; `NamespaceRefused` where that is not possible. */
export async function openNamespace(): Promise<Namespace> {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const isRoot = uid === 0;
  const spaces = isRoot ? ['--mount', '--net'] : ['--user', '--map-root-user', '--mount', '--net'];
  // In a session of its own, so that no signal of a terminal comes to it.
  const child = spawn('unshare', [...spaces, '--', process.execPath, ...nodeOptions(), agent], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
  });
  const { ask, pid } = await conversation(child).catch(async (error: unknown) => {
    await ended(child);
    throw error;
  });
  const expectMade = async <T>(task: AgentTask, kind: (made: Made) => made is T & Made): Promise<T> => {
    const made = await ask(task);
    if (!kind(made)) throw new Error(`the namespace did not give what ${task.does} makes`);
    return made;
  };
  const entered = isRoot ? ['--mount', '--net'] : ['--user', '--preserve-credentials', '--mount', '--net'];
  // Inside, root is this user; a program is to see the user that it would see outside. For root, `unshare` has nothing to do but run what follows,
  // which `env` could take for a variable.
  const itself = ['unshare', ...(isRoot ? [] : ['--user', `--map-user=${uid}`, `--map-group=${gid}`]), '--'];
  return {
    pid,
    listen: (place) => expectMade({ does: 'listen', ...place }, (made) => made instanceof Server),
    datagrams: (place) => expectMade({ does: 'datagrams', ...place }, isDatagramSocket),
    connect: (place) => expectMade({ does: 'connect', ...place }, (made) => made instanceof Socket),
    ip: async (lines) => void (await ask({ does: 'ip', lines })),
    mount: async (binds) => void (await ask({ does: 'mount', binds })),
    command: (line, folder) => ['nsenter', `--target=${pid}`, ...entered, '--', 'env', `--chdir=${folder}`, ...itself, ...line],
    close: () => ended(child),
  };
}

/** This process's own, but for its debugger, which only one process can have. */
function nodeOptions(): readonly string[] {
  return process.execArgv.filter((option) => !option.startsWith('--inspect'));
}

function isDatagramSocket(made: Made): made is DatagramSocket {
  return made !== undefined && 'bind' in made;
}

interface Conversation {
  readonly pid: number;
  readonly ask: (task: AgentTask) => Promise<Made>;
}

/** Resolves when the agent is there. */
function conversation(child: ChildProcess): Promise<Conversation> {
  const waiting = new Map<number, { readonly resolve: (made: Made) => void; readonly reject: (error: Error) => void }>();
  const listeners = new Map<number, Server>();
  let said = '';
  let lastId = 0;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (said += text));
  const end = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  child.on('error', (error) => end(new NamespaceRefused(`unshare cannot be run: ${error.message}`)));
  child.once('close', () => end(new NamespaceRefused(oneLine(said) || 'the process inside has ended')));
  child.on('message', (message: AgentAnswer, made: Made) => {
    if ('accepted' in message) return void listeners.get(message.accepted)?.emit('connection', made);
    const { resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.error !== undefined) return reject?.(new NamespaceRefused(oneLine(message.error)));
    if (made instanceof Server) listeners.set(message.id, made.on('connection', letHalfClose).on('error', passesBy));
    if (made instanceof Socket) letHalfClose(made);
    resolve?.(made);
  });
  const answered = (id: number): Promise<Made> => new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  const ask = (task: AgentTask): Promise<Made> => {
    if (!child.connected) return Promise.reject(new NamespaceRefused('the process inside has ended'));
    const id = (lastId += 1);
    child.send({ id, task });
    return answered(id);
  };
  const late = setTimeout(() => end(new NamespaceRefused(`nothing has answered inside for ${patience / 1000} s`)), patience);
  return answered(0)
    .then(() => ({ pid: child.pid ?? 0, ask }))
    .finally(() => clearTimeout(late));
}

/** That one side has said all does not end the other; what goes from process to process has forgotten it. */
function letHalfClose(socket: Socket): void {
  socket.allowHalfOpen = true;
}

/** A client that this process had no room for. */
function passesBy(): void {}

/** Ends an agent and what it has running, whatever it is doing: it keeps nothing. */
function ended(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    process.kill(-pid, 'SIGKILL');
  });
}

/** A text of several lines as one. */
export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, '; ');
}
