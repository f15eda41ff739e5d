import type { ObjectContent, UserMetadata } from '@sse/sdk';
import type { Command } from 'commander';
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { readEncryptionFlags, showEncryption, withEncryptionFlags, type EncryptionFlags } from '../encryption-flags.ts';
import { sizeOfFile } from '../local-file.ts';
import { parseObjectUrl, parseOssUrl, showOssUrl, type OssUrl } from '../oss-url.ts';
import { printable } from '../printable.ts';
import { repeated } from '../repeated.ts';
import type { RunCommand } from '../command-run.ts';
import type { Surroundings } from '../surroundings.ts';
import { UsageError } from '../usage-error.ts';

interface PutFlags extends EncryptionFlags {
  readonly contentType?: string;
  readonly meta?: readonly string[];
}

/** `sse put <file|-> oss://bucket[/key]`. A file is sent again after a failure that may pass, standard input is not. */
export function put(program: Command, run: RunCommand): void {
  withEncryptionFlags(
    program
      .command('put')
      .description('upload a file, or standard input')
      .argument('<file>', 'a file, or - for standard input')
      .argument('<url>', 'oss://bucket/key; for a file also oss://bucket/ or oss://bucket/prefix/, then under the name of the file'),
  )
    .option('--content-type <type>', 'what the content is, such as image/png')
    .option('--meta <name=value>', 'user metadata; may be repeated', repeated)
    .action((file: string, url: string, flags: PutFlags, command: Command) => {
      const target = targetOf(file, url);
      const encryption = readEncryptionFlags(flags);
      const metadata = readMeta(flags.meta ?? []);
      const { contentType } = flags;
      return run(command, async ({ client, surroundings, signal, print }) => {
        const { content, contentLength } = await openContent(file, surroundings);
        const options = { contentLength, contentType, metadata, encryption, signal };
        const stored = await client.putObject(target.bucket, target.key, content, options);
        await print(
          {
            ...target,
            etag: stored.etag,
            crc64: stored.crc64?.toString(),
            encryption: stored.encryption ?? null,
            requestId: stored.requestId,
          },
          `put ${showOssUrl(target)}, encryption ${showEncryption(stored.encryption)}`,
        );
      });
    });
}

function targetOf(file: string, url: string): OssUrl {
  const target = parseOssUrl(url);
  if (target.key !== '' && !target.key.endsWith('/')) return target;
  if (file === '-') return parseObjectUrl(url);
  return parseObjectUrl(`oss://${target.bucket}/${target.key}${basename(resolve(file))}`);
}

async function openContent(
  file: string,
  { stdin, workingFolder }: Surroundings,
): Promise<{ readonly content: ObjectContent; readonly contentLength?: number }> {
  if (file === '-') return { content: stdin };
  const path = resolve(workingFolder, file);
  return { contentLength: await sizeOfFile(path), content: () => createReadStream(path) };
}

function readMeta(pairs: readonly string[]): UserMetadata {
  const entries = pairs.map((pair) => {
    const mark = pair.indexOf('=');
    if (mark < 1) throw new UsageError(`expected --meta name=value, got "${printable(pair)}"`);
    return [pair.slice(0, mark), pair.slice(mark + 1)] as const;
  });
  const metadata = Object.fromEntries(entries);
  if (Object.keys(metadata).length < entries.length) throw new UsageError('expected --meta once for each name, got a name twice');
  return metadata;
}
