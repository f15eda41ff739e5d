import { basename, dirname } from 'node:path';
import type { FileDescriptor, FileLayer } from '../../../src/adapters/file-blobs/file-layer.ts';

/** The power went: nothing that was under way comes to an end. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

interface File {
  bytes: Uint8Array;
  durable: Uint8Array;
}

interface Folder {
  entries: Map<string, File | Folder>;
  durable: Map<string, File | Folder>;
}

/** A file system in memory that keeps nothing over a power cut but what was synced: bytes of files, and names in folders, each by itself. */
export interface ForgetfulFiles {
  readonly files: FileLayer;
  /** Steps of all calls so far, at each of which the power may go. */
  readonly steps: number;
  /** Files that were opened and not closed. */
  readonly opened: number;
  /** The file system as it is found when the power is back. */
  afterPowerCut(): ForgetfulFiles;
}

const nothing = new Uint8Array(0);

export function forgetfulFiles({
  cutAt = Infinity,
  found = newFolder(),
}: { readonly cutAt?: number; readonly found?: Folder } = {}): ForgetfulFiles {
  const descriptors = new Map<FileDescriptor, File>();
  const unbuffered = new Set<FileDescriptor>();
  let steps = 0;
  let lastDescriptor = 2;

  async function step(): Promise<void> {
    steps += 1;
    const mine = steps;
    await new Promise((resolve) => setImmediate(resolve));
    if (mine >= cutAt || steps >= cutAt) throw new PowerCut();
  }

  function findFolder(path: string): Folder | undefined {
    if (path === '/') return found;
    const folder = findFolder(dirname(path))?.entries.get(basename(path));
    return folder !== undefined && 'entries' in folder ? folder : undefined;
  }

  const folderAt = (path: string): Folder => findFolder(path) ?? fail('ENOENT');

  function fileAt(path: string): File {
    const file = folderAt(dirname(path)).entries.get(basename(path));
    return file !== undefined && 'bytes' in file ? file : fail('ENOENT');
  }

  function openFile(file: File): FileDescriptor {
    lastDescriptor += 1;
    descriptors.set(lastDescriptor, file);
    return lastDescriptor;
  }

  const opened = (descriptor: FileDescriptor): File => descriptors.get(descriptor) ?? fail('EBADF');

  const files: FileLayer = {
    async create(path) {
      await step();
      const { entries } = folderAt(dirname(path));
      if (entries.has(basename(path))) fail('EEXIST');
      const file = { bytes: nothing, durable: nothing };
      entries.set(basename(path), file);
      return openFile(file);
    },
    async openForReading(path) {
      await step();
      return openFile(fileAt(path));
    },
    async openDirect(path) {
      await step();
      const descriptor = openFile(fileAt(path));
      unbuffered.add(descriptor);
      return descriptor;
    },
    async write(descriptor, bytes, position) {
      await step();
      const aligned = [bytes.byteOffset, bytes.length, position].every((value) => value % 4096 === 0);
      if (unbuffered.has(descriptor) && !aligned) throw new Error('a write past the cache that is not aligned');
      const file = opened(descriptor);
      const grown = new Uint8Array(Math.max(file.bytes.length, position + bytes.length));
      grown.set(file.bytes);
      grown.set(bytes, position);
      file.bytes = grown;
      return bytes.length;
    },
    async read(descriptor, into, position) {
      await step();
      const part = opened(descriptor).bytes.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    },
    async truncate(descriptor, size) {
      await step();
      opened(descriptor).bytes = opened(descriptor).bytes.slice(0, size);
    },
    async sync(descriptor) {
      const file = opened(descriptor);
      const { bytes } = file;
      await step();
      await step();
      file.durable = bytes;
    },
    async close(descriptor) {
      if (!descriptors.delete(descriptor)) fail('EBADF');
      unbuffered.delete(descriptor);
    },
    async remove(path) {
      await step();
      fileAt(path);
      folderAt(dirname(path)).entries.delete(basename(path));
    },
    async makeFolder(path) {
      await step();
      const missing: string[] = [];
      for (let above = path; findFolder(above) === undefined; above = dirname(above)) missing.push(above);
      for (const each of missing.toReversed()) folderAt(dirname(each)).entries.set(basename(each), newFolder());
      return missing.at(-1);
    },
    async listFolder(path) {
      await step();
      return [...folderAt(path).entries.keys()];
    },
    async syncFolder(path) {
      const folder = folderAt(path);
      const entries = new Map(folder.entries);
      await step();
      await step();
      folder.durable = entries;
    },
  };
  return {
    files,
    get steps() {
      return steps;
    },
    get opened() {
      return descriptors.size;
    },
    afterPowerCut: () => forgetfulFiles({ found: recovered(found) }),
  };
}

function newFolder(): Folder {
  return { entries: new Map(), durable: new Map() };
}

function recovered({ durable }: Folder): Folder {
  const kept = (entry: File | Folder): File | Folder =>
    'durable' in entry && 'entries' in entry ? recovered(entry) : { bytes: entry.durable, durable: entry.durable };
  const entries = new Map([...durable].map(([name, entry]) => [name, kept(entry)]));
  return { entries, durable: new Map(entries) };
}

function fail(code: string): never {
  throw Object.assign(new Error(code), { code });
}
