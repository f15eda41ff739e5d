import type { Command } from 'commander';
import { showEncryption } from '../encryption-flags.ts';
import { parseOssUrl, showOssUrl, type OssUrl } from '../oss-url.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';
import type { RunCommand, CommandRun } from '../command-run.ts';

/** `sse stat oss://bucket[/key]`. */
export function stat(program: Command, run: RunCommand): void {
  program
    .command('stat')
    .description('show everything about a bucket, or about an object but its content')
    .argument('<url>', 'oss://bucket or oss://bucket/key')
    .action((url: string, _flags: unknown, command: Command) => {
      const target = parseOssUrl(url);
      return run(command, (started) => (target.key === '' ? statBucket(started, target) : statObject(started, target)));
    });
}

async function statBucket({ client, signal, print }: CommandRun, { bucket }: OssUrl): Promise<void> {
  const { status: _status, headers: _headers, requestId, encryption, ...info } = await client.getBucketInfo(bucket, { signal });
  const lines = table({
    bucket: showOssUrl({ bucket }),
    location: info.location,
    created: info.creationDate.toISOString(),
    'storage class': info.storageClass,
    redundancy: info.dataRedundancyType,
    acl: info.acl,
    owner: info.owner.id,
    endpoint: info.extranetEndpoint,
    encryption: showEncryption(encryption),
  });
  await print({ bucket, ...info, encryption: encryption ?? null, requestId }, ...lines);
}

async function statObject({ client, signal, print }: CommandRun, target: OssUrl): Promise<void> {
  const {
    status: _status,
    headers: _headers,
    requestId,
    encryption,
    crc64,
    ...head
  } = await client.headObject(target.bucket, target.key, { signal });
  const lines = table({
    object: showOssUrl(target),
    size: head.size?.toString(),
    etag: head.etag,
    modified: head.lastModified?.toISOString(),
    'content type': head.contentType,
    crc64: crc64?.toString(),
    type: head.objectType,
    'storage class': head.storageClass,
    encryption: showEncryption(encryption),
  });
  const metadata = Object.entries(head.metadata).map(([name, value]) => `metadata        ${printable(name)}: ${printable(value)}`);
  await print({ ...target, ...head, crc64: crc64?.toString(), encryption: encryption ?? null, requestId }, ...lines, ...metadata);
}
