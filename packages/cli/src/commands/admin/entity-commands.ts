import type { AdminClient, Entities } from '@sse/sdk/admin';
import type { Command } from 'commander';
import type { RunCommand } from '../../command-run.ts';
import { printable } from '../../printable.ts';
import { table } from '../../table.ts';

/** How one kind of entity is spoken of on the command line. */
export interface EntityWords<Entity> {
  /** Such as `user`; also the name of the command. */
  readonly what: string;
  readonly entities: (client: AdminClient) => Entities<Entity, never>;
  /** What a person is shown of one, by name. */
  readonly rows: (entity: Entity) => Readonly<Record<string, string | undefined>>;
}

/** Adds `list`, `show` and `delete` of one kind of entity to its command. */
export function addEntityCommands<Entity extends { readonly name: string }>(
  group: Command,
  run: RunCommand<AdminClient>,
  { what, entities, rows }: EntityWords<Entity>,
): void {
  group
    .command('list')
    .description('list all of them by name, one a line')
    .action((_flags: unknown, command: Command) =>
      run(command, async ({ client, signal, print }) => {
        for (const entity of await entities(client).list({ signal })) await print(entity, printable(entity.name));
      }),
    );
  group
    .command('show')
    .description('show one')
    .argument('<name>')
    .action((name: string, _flags: unknown, command: Command) =>
      run(command, async ({ client, signal, print }) => {
        const entity = await entities(client).get(name, { signal });
        await print(entity, ...table(rows(entity)));
      }),
    );
  group
    .command('delete')
    .description('remove one')
    .argument('<name>')
    .action((name: string, _flags: unknown, command: Command) =>
      run(command, async ({ client, signal, print }) => {
        await entities(client).delete(name, { signal });
        await print({ deleted: name }, `deleted ${what} ${printable(name)}`);
      }),
    );
}
