/** Managed policies that every account has and nobody changes, by name. Source: protocol reference §5.1, §5.2; the vendor's of these names. */
export const SYSTEM_POLICIES: Readonly<Record<string, string>> = {
  AdministratorAccess: allowing('*'),
  AliyunOSSFullAccess: allowing('oss:*'),
  AliyunOSSReadOnlyAccess: allowing('oss:Get*', 'oss:List*'),
  AliyunKMSFullAccess: allowing('kms:*'),
  AliyunSTSAssumeRoleAccess: allowing('sts:AssumeRole'),
};

function allowing(...actions: readonly string[]): string {
  return JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
}
