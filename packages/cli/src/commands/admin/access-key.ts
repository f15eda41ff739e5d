import type { AccessKey, AdminClient } from '@sse/sdk/admin';
import type { Command } from 'commander';
import type { RunCommand } from '../../command-run.ts';
import { readTextFile } from '../../policy-file.ts';
import { printable } from '../../printable.ts';
import { table } from '../../table.ts';
import { UsageError } from '../../usage-error.ts';

interface CreateFlags {
  readonly id?: string;
  readonly secretFile?: string;
}

/** `sse admin access-key create|list|enable|disable|delete`. */
export function accessKey(admin: Command, run: RunCommand<AdminClient>): void {
  const group = admin.command('access-key').description('the pairs that users sign with');
  addCreate(group, run);
  group
    .command('list')
    .description('list those of a user, oldest first, without secrets')
    .argument('<user>')
    .action((user: string, _flags: unknown, command: Command) =>
      run(command, async ({ client, signal, print }) => {
        for (const key of await client.accessKeys.list(user, { signal })) await print(key, lineOf(key));
      }),
    );
  for (const [name, status] of [
    ['enable', 'Active'],
    ['disable', 'Inactive'],
  ] as const)
    group
      .command(name)
      .description(`make one ${status.toLowerCase()}`)
      .argument('<access-key-id>')
      .action((id: string, _flags: unknown, command: Command) =>
        run(command, async ({ client, signal, print }) => {
          const key = await client.accessKeys.setStatus(id, status, { signal });
          await print(key, lineOf(key));
        }),
      );
  group
    .command('delete')
    .description('remove one')
    .argument('<access-key-id>')
    .action((id: string, _flags: unknown, command: Command) =>
      run(command, async ({ client, signal, print }) => {
        await client.accessKeys.delete(id, { signal });
        await print({ deleted: id }, `deleted access key ${printable(id)}`);
      }),
    );
}

function addCreate(group: Command, run: RunCommand<AdminClient>): void {
  group
    .command('create')
    .description('make one for a user; its secret is shown only now')
    .argument('<user>')
    .option('--id <access-key-id>', 'an id that is wanted, with --secret-file (default: made by the server)')
    .option('--secret-file <file>', 'the secret that goes with it, without what is blank around it')
    .action((user: string, { id, secretFile }: CreateFlags, command: Command) => {
      if ((id === undefined) !== (secretFile === undefined)) throw new UsageError('expected --id and --secret-file, or none of them');
      return run(command, async ({ client, surroundings, signal, print }) => {
        const pair =
          id === undefined || secretFile === undefined
            ? undefined
            : { accessKeyId: id, accessKeySecret: (await readTextFile(secretFile, surroundings)).trim() };
        const key = await client.accessKeys.create(user, pair, { signal });
        await print(key, ...table({ user: key.user, 'access key id': key.accessKeyId, secret: key.accessKeySecret }));
      });
    });
}

function lineOf({ accessKeyId, status, createdAt, user }: AccessKey): string {
  return [createdAt.toISOString(), status.padEnd('Inactive'.length), printable(accessKeyId), printable(user)].join('  ');
}
