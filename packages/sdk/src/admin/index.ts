export type {
  AccessGround,
  AccessKeyPair,
  ExplainedCaller,
  ExplainedGround,
  ExplainQuestion,
  GroupSettings,
  JsonObject,
  PolicyReference,
  PolicySettings,
  RoleSettings,
  TrustDocument,
  UserSettings,
} from '@sse/core';
export type {
  AccessExplanation,
  AccessKey,
  AccessKeys,
  AdminClient,
  CreatedAccessKey,
  Entities,
  ManagedPolicy,
  RamGroup,
  RamRole,
  RamUser,
} from './admin-client.ts';
export { createAdminClient } from './create-admin-client.ts';
