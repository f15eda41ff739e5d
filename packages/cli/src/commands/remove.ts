import type { Command } from 'commander';
import { parseObjectUrl, showOssUrl } from '../oss-url.ts';
import type { RunCommand } from '../command-run.ts';

/** `sse rm oss://bucket/key`. */
export function remove(program: Command, run: RunCommand): void {
  program
    .command('rm')
    .description('remove an object; success also when there is none')
    .argument('<object>', 'oss://bucket/key')
    .action((url: string, _flags: unknown, command: Command) => {
      const target = parseObjectUrl(url);
      return run(command, async ({ client, signal, print }) => {
        const { requestId } = await client.deleteObject(target.bucket, target.key, { signal });
        await print({ ...target, requestId }, `removed ${showOssUrl(target)}`);
      });
    });
}
