import type { Command } from 'commander';
import { parseBucketUrl, showOssUrl } from '../oss-url.ts';
import type { RunCommand } from '../command-run.ts';

/** `sse rb oss://bucket`. */
export function removeBucket(program: Command, run: RunCommand): void {
  program
    .command('rb')
    .description('remove an empty bucket')
    .argument('<bucket>', 'oss://bucket')
    .action((url: string, _flags: unknown, command: Command) => {
      const bucket = parseBucketUrl(url);
      return run(command, async ({ client, signal, print }) => {
        const { requestId } = await client.deleteBucket(bucket, { signal });
        await print({ bucket, requestId }, `removed ${showOssUrl({ bucket })}`);
      });
    });
}
