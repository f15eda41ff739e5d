import type { Command } from 'commander';
import { readEncryptionFlags, showEncryption, withEncryptionFlags, type EncryptionFlags } from '../encryption-flags.ts';
import { bucketEncryptionHelp } from '../help-text.ts';
import { parseBucketUrl, showOssUrl } from '../oss-url.ts';
import type { RunCommand } from '../command-run.ts';
import { UsageError } from '../usage-error.ts';

/** `sse bucket-encryption put|get|delete oss://bucket`. */
export function bucketEncryption(program: Command, run: RunCommand): void {
  const group = program
    .command('bucket-encryption')
    .description('set, show or remove how a bucket encrypts objects whose upload does not say')
    .addHelpText('after', bucketEncryptionHelp);

  withEncryptionFlags(
    group.command('put').description('set the rule; objects that are there stay as they are').argument('<bucket>', 'oss://bucket'),
  ).action((url: string, flags: EncryptionFlags, command: Command) => {
    const bucket = parseBucketUrl(url);
    const rule = readEncryptionFlags(flags);
    if (rule === undefined) throw new UsageError('expected --sse-algorithm AES256, SM4 or KMS, got none');
    return run(command, async ({ client, signal, print }) => {
      const { requestId } = await client.putBucketEncryption(bucket, rule, { signal });
      await print({ bucket, encryption: rule, requestId }, `${showOssUrl({ bucket })} encrypts with ${showEncryption(rule)}`);
    });
  });

  group
    .command('get')
    .description('show the rule')
    .argument('<bucket>', 'oss://bucket')
    .action((url: string, _flags: unknown, command: Command) => {
      const bucket = parseBucketUrl(url);
      return run(command, async ({ client, signal, print }) => {
        const { rule, requestId } = await client.getBucketEncryption(bucket, { signal });
        await print({ bucket, encryption: rule, requestId }, `${showOssUrl({ bucket })} encrypts with ${showEncryption(rule)}`);
      });
    });

  group
    .command('delete')
    .description('remove the rule; objects that are there stay as they are')
    .argument('<bucket>', 'oss://bucket')
    .action((url: string, _flags: unknown, command: Command) => {
      const bucket = parseBucketUrl(url);
      return run(command, async ({ client, signal, print }) => {
        const { requestId } = await client.deleteBucketEncryption(bucket, { signal });
        await print({ bucket, encryption: null, requestId }, `${showOssUrl({ bucket })} has no rule now`);
      });
    });
}
