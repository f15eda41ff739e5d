/** The policies that every account has and nobody can change, by name: their JSON, as the vendor publishes it. */
export const SYSTEM_POLICIES = {
  AdministratorAccess: allowing('*'),
  AliyunOSSFullAccess: allowing('oss:*'),
  AliyunOSSReadOnlyAccess: allowing(['oss:Get*', 'oss:List*']),
  AliyunKMSFullAccess: allowing('kms:*'),
  AliyunSTSAssumeRoleAccess: allowing('sts:AssumeRole'),
} as const satisfies Readonly<Record<string, string>>;

export type SystemPolicyName = keyof typeof SYSTEM_POLICIES;

/** Whether `text` names a system policy; case matters. */
export function isSystemPolicyName(text: string): text is SystemPolicyName {
  return Object.hasOwn(SYSTEM_POLICIES, text);
}

function allowing(Action: string | readonly string[]): string {
  return JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}
