import { policySettings, type PolicyDocument } from '@sse/core';
import type { RamPolicy } from '../domain/ram/ram-rows.ts';
import { entityHandlers } from './entity-handlers.ts';
import { documentJson } from './policy-references.ts';

const policies = entityHandlers({
  entities: (ram) => ram.policies,
  listed: 'policies',
  settings: policySettings,
  input: ({ document }) => ({ document: JSON.stringify(document) }),
  show: ({ name, createdAt, document }: RamPolicy): PolicyDocument => ({ name, createdAt, document: documentJson(document) }),
  missing: 'EntityNotExist.Policy',
});

export const POLICY_HANDLERS = {
  ListPolicies: policies.list,
  GetPolicy: policies.get,
  PutPolicy: policies.put,
  DeletePolicy: policies.remove,
} as const;
