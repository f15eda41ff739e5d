import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { admin } from './commands/admin/admin.ts';
import { bucketEncryption } from './commands/bucket-encryption.ts';
import { get } from './commands/get.ts';
import { list } from './commands/list.ts';
import { makeBucket } from './commands/make-bucket.ts';
import { policy } from './commands/policy.ts';
import { put } from './commands/put.ts';
import { removeBucket } from './commands/remove-bucket.ts';
import { remove } from './commands/remove.ts';
import { stat } from './commands/stat.ts';
import { programHelp } from './help-text.ts';
import { commandRunsIn } from './command-run.ts';
import type { Surroundings } from './surroundings.ts';

const COMMANDS = [bucketEncryption, makeBucket, removeBucket, list, put, get, stat, remove] as const;

/** The whole command line, ready to parse; it throws `CommanderError` instead of ending the process. */
export function program(surroundings: Surroundings): Command {
  const { stdout, stderr } = surroundings;
  const root = new Command('sse')
    .description('Buckets and objects of Alibaba Cloud OSS or a compatible server, and how they are encrypted.')
    .option('--endpoint <url>', 'the server (OSS_ENDPOINT)')
    .option('--region <id>', 'its region (OSS_REGION)')
    .option('--addressing <style>', 'path or virtual-host (default: path for IP addresses and names without a domain)')
    .option('--json', 'print results, and errors, as one line of JSON each')
    .version(version(), '--version', 'print the version')
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      // What the parser refuses is reported like every other error.
      outputError: () => {},
    })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .addHelpText('after', programHelp);
  const runs = commandRunsIn(surroundings);
  for (const addTo of COMMANDS) addTo(root, runs.service);
  for (const addTo of [admin, policy]) addTo(root, runs);
  return root;
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const description: unknown = JSON.parse(text);
  const found: unknown = typeof description === 'object' && description !== null ? Reflect.get(description, 'version') : undefined;
  return typeof found === 'string' ? found : 'unknown';
}
