import { Fault, OssError, type Caller, type NamedPolicy, type Policy } from '@sse/core';
import type { Session } from '../bucket-key.ts';
import { keyspace, systemScope } from '../keyspace.ts';
import type { SealedRows, Stored } from '../sealed-rows.ts';
import type { StoreKey } from '../../ports/ordered-store.ts';
import type { AttachedForm, PolicyForms } from './policy-forms.ts';
import type { RamGroup, RamPolicy, RamRole, RamUser } from './ram-rows.ts';

type Member = Extract<Caller, { kind: 'user' | 'role-session' }>;

/** What holds for callers who need policies. */
export interface CallerPolicies {
  /** Takes the caller's own row as the session has just read it. */
  remember(session: Session, caller: Member, row: Stored<RamUser | RamRole>): void;
  of(session: Session, caller: Caller): Promise<readonly NamedPolicy[]>;
}

/** Everybody whose policies hold for a caller, and of which versions. */
interface Holders {
  readonly forms: readonly (readonly [label: string, AttachedForm])[];
  /** The same for the same versions of all rows. */
  readonly state: string;
  readonly complete: boolean;
}

/** Rows that change between two reads are read again this often. */
const attempts = 20;

export function callerPolicies({ rows, forms }: { readonly rows: SealedRows; readonly forms: PolicyForms }): CallerPolicies {
  const own = new WeakMap<Session, { readonly caller: Member; readonly row: Stored<RamUser | RamRole> }>();
  const read = <T extends object>(session: Session, key: StoreKey): Promise<Stored<T> | undefined> =>
    rows.read<T>(session, { scope: systemScope, key });

  /** The row that was remembered counts once: whoever asks again wants to know what is there now. */
  async function ownRow(session: Session, caller: Member): Promise<Stored<RamUser | RamRole> | undefined> {
    const remembered = own.get(session);
    own.delete(session);
    if (remembered?.caller === caller) return remembered.row;
    const [key, id] = caller.kind === 'user' ? [keyspace.user(caller.name), caller.id] : [keyspace.role(caller.role), caller.roleId];
    const found = await read<RamUser | RamRole>(session, key);
    return found?.value.id === id ? found : undefined;
  }

  async function holdersOf(session: Session, caller: Member): Promise<Holders | undefined> {
    const row = await ownRow(session, caller);
    if (row === undefined) return undefined;
    const names = 'groups' in row.value ? row.value.groups : [];
    const groups = await Promise.all(names.map((name) => read<RamGroup>(session, keyspace.group(name))));
    const labelled = (label: string, holder: RamUser | RamRole | RamGroup) =>
      forms.attached(holder, label).map((form) => [label, form] as const);
    return {
      forms: [
        ...labelled(caller.kind === 'user' ? `user ${caller.name}` : `role ${caller.role}`, row.value),
        ...groups.flatMap((group) => (group === undefined ? [] : labelled(`group ${group.value.name}`, group.value))),
      ],
      state: [row, ...groups].map((stored) => stored?.version ?? 'absent').join(' '),
      complete: !groups.includes(undefined),
    };
  }

  async function managedOf(session: Session, { forms: attached }: Holders): Promise<ReadonlyMap<string, Policy | undefined>> {
    const names = new Set(attached.flatMap(([, form]) => ('managed' in form ? [form.managed] : [])));
    const found = [...names].map(async (name) => {
      const system = forms.system(name);
      const row = system === undefined ? await read<RamPolicy>(session, keyspace.policy(name)) : undefined;
      return [name, system ?? (row && forms.managed(row.value))] as const;
    });
    return new Map(await Promise.all(found));
  }

  /** Rows that refer to what is not there are damage, unless they were changed meanwhile: nobody removes what is referred to. */
  async function memberPolicies(session: Session, caller: Member): Promise<readonly NamedPolicy[]> {
    let before: string | undefined;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const holders = await holdersOf(session, caller);
      if (holders === undefined) return [];
      const managed = await managedOf(session, holders);
      const policies = holders.forms.map(([label, form]) => ('managed' in form ? named(label, form.managed, managed) : form));
      if (holders.complete && policies.every((policy) => policy !== undefined)) return policies;
      if (holders.state === before) throw new Fault('not-authentic', 'a group or policy that holds for the caller is gone from the store');
      before = holders.state;
    }
    throw new OssError('ServiceUnavailable');
  }

  return {
    remember: (session, caller, row) => void own.set(session, { caller, row }),
    of: async (session, caller) => (caller.kind === 'root' || caller.kind === 'anonymous' ? [] : memberPolicies(session, caller)),
  };
}

function named(label: string, name: string, managed: ReadonlyMap<string, Policy | undefined>): NamedPolicy | undefined {
  const policy = managed.get(name);
  return policy && { ...policy, name: `${label}: ${name}` };
}
