import type { Command } from 'commander';
import { readEncryptionFlags, showEncryption, withEncryptionFlags, type EncryptionFlags } from '../encryption-flags.ts';
import { parseBucketUrl, showOssUrl } from '../oss-url.ts';
import type { RunCommand } from '../command-run.ts';

/** `sse mb oss://bucket`. */
export function makeBucket(program: Command, run: RunCommand): void {
  withEncryptionFlags(
    program.command('mb').description('make a bucket, with an encryption rule if one is named').argument('<bucket>', 'oss://bucket'),
  ).action((url: string, flags: EncryptionFlags, command: Command) => {
    const bucket = parseBucketUrl(url);
    const encryption = readEncryptionFlags(flags);
    return run(command, async ({ client, signal, print }) => {
      const { requestId } = await client.createBucket(bucket, { encryption, signal });
      const rule = encryption === undefined ? '' : `, encrypts with ${showEncryption(encryption)}`;
      await print({ bucket, encryption: encryption ?? null, requestId }, `made ${showOssUrl({ bucket })}${rule}`);
    });
  });
}
