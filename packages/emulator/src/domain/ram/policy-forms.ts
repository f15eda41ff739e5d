import { Fault, OssError, parsePolicy, SYSTEM_POLICIES, type NamedPolicy, type Policy } from '@sse/core';
import type { AttachedPolicy, RamPolicy } from './ram-rows.ts';

/** A policy of one's own, parsed, or the name of a managed one. */
export type AttachedForm = NamedPolicy | { readonly managed: string };

/** Policies as they are judged; parsed once for each version of a row, as long as the row stays in memory. */
export interface PolicyForms {
  /** Those of a row that has policies; `label` says whose they are, such as `user alice`. */
  attached(row: { readonly policies: readonly AttachedPolicy[] }, label: string): readonly AttachedForm[];
  managed(row: RamPolicy): Policy;
  /** A policy of the system; `undefined` when there is none of that name. */
  system(name: string): Policy | undefined;
  /** `Fault('not-authentic')` when the text, which was parsed before it was kept, is no policy. */
  parse(name: string, document: string): NamedPolicy;
}

export function policyForms(): PolicyForms {
  const attachedForms = new WeakMap<object, readonly AttachedForm[]>();
  const managedForms = new WeakMap<object, Policy>();
  const systemForms = new Map(Object.entries(SYSTEM_POLICIES).map(([name, document]) => [name, parse(name, document)]));
  return {
    attached(row, label) {
      let forms = attachedForms.get(row);
      if (forms === undefined) {
        let own = 0;
        forms = row.policies.map((policy) => ('managed' in policy ? policy : parse(`${label}: inline ${++own}`, policy.document)));
        attachedForms.set(row, forms);
      }
      return forms;
    },
    managed(row) {
      let form = managedForms.get(row);
      if (form === undefined) managedForms.set(row, (form = parse(row.name, row.document)));
      return form;
    },
    system: (name) => systemForms.get(name),
    parse,
  };
}

function parse(name: string, document: string): NamedPolicy {
  const policy = parsePolicy(document, 'identity');
  if (policy instanceof OssError) throw new Fault('not-authentic', `the stored policy "${name}" is none: ${policy.message}`);
  return { name, ...policy };
}
