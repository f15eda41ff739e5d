import { RpcError, type JsonReader, type RpcErrorCode } from '@sse/core';
import type { Entities, Ram } from '../domain/ram/ram.ts';
import { bodyOf, refuseBody, type AdminHandler } from './admin-handler.ts';

/** How one kind of entity is spoken of in JSON. */
export interface EntityForm<Row, Input, Settings> {
  readonly entities: (ram: Ram) => Entities<Row, Input>;
  /** The member of a listing that holds them. */
  readonly listed: string;
  readonly settings: JsonReader<Settings>;
  readonly input: (settings: Settings) => Input;
  readonly show: (row: Row) => object;
  readonly missing: RpcErrorCode;
}

/** The operations on one kind of entity. */
export function entityHandlers<Row, Input, Settings>(
  form: EntityForm<Row, Input, Settings>,
): Readonly<Record<'list' | 'get' | 'put' | 'remove', AdminHandler>> {
  const { entities, listed, settings, input, show, missing } = form;
  return {
    list: async (_request, { ram }) => ({ [listed]: (await entities(ram).list()).map(show) }),
    async get({ name }, { ram }) {
      const row = await entities(ram).find(name);
      if (row === undefined) throw new RpcError(missing);
      return show(row);
    },
    put: async (request, { ram }) => show(await entities(ram).put(request.name, input(bodyOf(request, settings)))),
    async remove(request, { ram }) {
      refuseBody(request);
      await entities(ram).remove(request.name);
      return undefined;
    },
  };
}
