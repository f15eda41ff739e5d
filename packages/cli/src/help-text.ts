/** What follows the commands in `sse --help`. */
export const programHelp = `
Which server and who asks (flags win over the environment; secrets have no flags, because command lines can be read by others):
  OSS_ENDPOINT            https://oss-cn-hangzhou.aliyuncs.com, or http://127.0.0.1:9677 for a local emulator
  OSS_REGION              cn-hangzhou
  OSS_ACCESS_KEY_ID       the access key
  OSS_ACCESS_KEY_SECRET   its secret
  OSS_SESSION_TOKEN       its token, if it is a temporary key (STS)

Examples:
  sse mb oss://photos --sse-algorithm AES256               a bucket that encrypts
  sse put cat.png oss://photos/2026/                       upload as oss://photos/2026/cat.png
  sse get oss://photos/2026/cat.png                        download as ./cat.png
  sse stat oss://photos/2026/cat.png --json                is it encrypted, and how
  tar c docs | sse put - oss://photos/docs.tar --sse-algorithm KMS --kms-data-encryption SM4
  sse bucket-encryption --help                             the encryption rule of a bucket
  sse admin --help                                         users of an emulator, and what they may do
  sse policy --help                                        why something is allowed or denied

Exit codes: 0 done, 1 refused by the service, 2 wrong arguments or environment, 3 no usable answer, 4 local file, 5 the answer is no, 130 interrupted.
`;

/** What follows the commands in `sse bucket-encryption --help`. */
export const bucketEncryptionHelp = `
Examples:
  sse bucket-encryption put oss://photos --sse-algorithm AES256
  sse bucket-encryption put oss://photos --sse-algorithm KMS                 the default key of the service
  sse bucket-encryption put oss://photos --sse-algorithm KMS --kms-masterkey-id 9468da86-3509-4f8d-a61e-6eab1eac0000
  sse bucket-encryption put oss://photos --sse-algorithm KMS --kms-data-encryption SM4
  sse bucket-encryption get oss://photos --json
  sse bucket-encryption delete oss://photos
`;

/** What follows the commands in `sse admin --help`. */
export const adminHelp = `
Examples:
  sse admin group put ops --policy AliyunOSSReadOnlyAccess
  sse admin user put alice --group ops --policy-file policy.json
  sse admin access-key create alice                        prints the secret, which is not shown again
  sse admin access-key list alice
  sse admin role put reader --trust alice --policy AliyunOSSReadOnlyAccess
  sse admin policy put writers --policy-file policy.json
  sse admin user show alice --json
  sse admin user list
`;

/** What follows the commands in `sse policy --help`. */
export const policyHelp = `
Examples:
  sse policy check policy.json
  sse policy explain --root --action oss:PutObject --resource photos/cat.png
  sse policy explain --user alice --action oss:GetObject --resource photos/cat.png --condition acs:SourceIp=10.0.0.1

Exit codes: 0 allowed or valid, 5 denied or not valid; the others as in sse --help.
`;
