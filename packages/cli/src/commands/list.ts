import type { ListedObject } from '@sse/sdk';
import type { Command } from 'commander';
import { parseOssUrl, showOssUrl, type OssUrl } from '../oss-url.ts';
import type { RunCommand, CommandRun } from '../command-run.ts';

interface ListFlags {
  readonly directory?: boolean;
}

/** Entries that one request asks for: the most that the service gives. */
const maxKeys = 1000;

/** `sse ls [oss://bucket[/prefix]]`; with `--json` a line for each entry. */
export function list(program: Command, run: RunCommand): void {
  program
    .command('ls')
    .description('list buckets, or the objects of a bucket whose keys begin with a prefix')
    .argument('[url]', 'oss://bucket or oss://bucket/prefix (default: the buckets)')
    .option('-d, --directory', 'only the first level, as in a folder: deeper keys up to their next /')
    .action((url: string | undefined, flags: ListFlags, command: Command) => {
      const target = url === undefined ? undefined : parseOssUrl(url);
      return run(command, (started) => (target === undefined ? listBuckets(started) : listObjects(started, target, flags)));
    });
}

async function listBuckets({ client, signal, print }: CommandRun): Promise<void> {
  for await (const { name, location, creationDate, storageClass } of client.buckets({ maxKeys, signal })) {
    const columns = [creationDate.toISOString(), storageClass.padEnd(11), location, showOssUrl({ bucket: name })];
    await print({ bucket: name, location, creationDate, storageClass }, columns.join('  '));
  }
}

async function listObjects({ client, signal, print }: CommandRun, { bucket, key: prefix }: OssUrl, flags: ListFlags): Promise<void> {
  const delimiter = flags.directory === true ? '/' : undefined;
  for await (const page of client.objectPages(bucket, { prefix, delimiter, maxKeys, signal })) {
    for (const common of page.commonPrefixes) {
      await print({ bucket, prefix: common }, `${' '.repeat(DATE_WIDTH + SIZE_WIDTH + 4)}${showOssUrl({ bucket, key: common })}`);
    }
    for (const object of page.objects) await print({ bucket, ...object }, objectLine(bucket, object));
  }
}

const DATE_WIDTH = new Date(0).toISOString().length;
const SIZE_WIDTH = 14;

function objectLine(bucket: string, { key, size, lastModified }: ListedObject): string {
  return [lastModified.toISOString(), String(size).padStart(SIZE_WIDTH), showOssUrl({ bucket, key })].join('  ');
}
