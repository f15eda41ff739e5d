import type { Command } from 'commander';
import { basename, join, resolve, sep } from 'node:path';
import { showEncryption } from '../encryption-flags.ts';
import { FileError, isFolder } from '../local-file.ts';
import { parseObjectUrl, showOssUrl, type OssUrl } from '../oss-url.ts';
import { printable } from '../printable.ts';
import { saveFile, saveTarget } from '../save-file.ts';
import type { RunCommand, CommandRun } from '../command-run.ts';
import { UsageError } from '../usage-error.ts';
import { writeTo } from '../write-to.ts';

/** `sse get oss://bucket/key [file|-]`. A file is there when all its bytes have been checked, and not before. */
export function get(program: Command, run: RunCommand): void {
  program
    .command('get')
    .description('download an object into a file, which appears when all bytes are checked, or to standard output')
    .argument('<object>', 'oss://bucket/key')
    .argument('[file]', 'a file, a folder, or - for standard output (default: the end of the key, in this folder)')
    .action((url: string, file: string | undefined, _flags: unknown, command: Command) => {
      const target = parseObjectUrl(url);
      if (file === '-' && command.optsWithGlobals<{ json?: boolean }>().json === true) {
        throw new UsageError('expected --json or standard output for the content, got both');
      }
      return run(command, (started) => (file === '-' ? download(started, target) : save(started, target, file)));
    });
}

/** Bytes go out before the last of them is checked; an error afterwards is the exit code's to tell. */
async function download({ client, surroundings, signal }: CommandRun, { bucket, key }: OssUrl): Promise<void> {
  const { body } = await client.getObject(bucket, key, { signal });
  for await (const chunk of body) await writeTo(surroundings.stdout, chunk, signal);
}

async function save({ client, surroundings, signal, print }: CommandRun, target: OssUrl, file: string | undefined): Promise<void> {
  const path = await pathOf(surroundings.workingFolder, file ?? '', target);
  const place = await saveTarget(path);
  const { body, size, encryption, requestId } = await client.getObject(target.bucket, target.key, { signal });
  await saveFile(place, body);
  const line = `got ${showOssUrl(target)} as ${printable(path)}, encryption ${showEncryption(encryption)}`;
  await print({ ...target, file: path, size, encryption: encryption ?? null, requestId }, line);
}

async function pathOf(workingFolder: string, file: string, { key }: OssUrl): Promise<string> {
  const given = resolve(workingFolder, file);
  if (!(await isFolder(given))) {
    if (file.endsWith('/') || file.endsWith(sep)) throw new FileError(`cannot write into ${printable(given)}: expected a folder`);
    return given;
  }
  const name = basename(key);
  if (key.endsWith('/') || name === '.' || name === '..')
    throw new UsageError('expected a file name after the object, because its key does not end in one');
  return join(given, name);
}
