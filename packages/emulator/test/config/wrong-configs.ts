const policy = '{ Version: "1", Statement: [{ Effect: Allow, Action: ["oss:*"], Resource: ["*"] }] }';
const sections = 'account, policies, groups, users, roles, keys, buckets';
const yaml = (what: string): string => `expected YAML, got ${what}`;
const many = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(', ');

/** Texts that are no configuration, and everything that is said about them, each behind `sse.yaml:`. */
export const WRONG_CONFIGS: readonly (readonly [text: string, ...faults: string[]])[] = [
  // Not YAML.
  ['users: [', `1:9: ${yaml('indentation that fits nothing before it, or a missing bracket')}`],
  ['users: "a', `1:10: ${yaml('a missing quote, bracket, comma, colon or blank')}`],
  ['users:\n\t- name: a', `2:1: ${yaml('a tab as indentation: YAML takes blanks')}`],
  ['{}\n---\n{}', `2:1: ${yaml('a second document: one file is one document')}`],
  ['users: !list []', `1:8: ${yaml('a tag that is not known')}`],
  ['account: { id: "\\q" }', `1:17: ${yaml('an escape that double quotes do not know')}`],
  ['? [a]\n: b', `1:3: ${yaml('a field name that is no text')}`],
  ['keys: []\nkeys: []', '2:1: keys: expected one field of this name, got a second one'],
  ['{"users": [{"name": "a", "name": "b"}]}', '1:26: users[0].name: expected one field of this name, got a second one'],
  ['users: *them', '1:8: users: expected an alias of an anchor that is set before it'],
  // Not the shape.
  ['alice', `1:1: expected a mapping of ${sections}, got a text`],
  ['[]', `1:1: expected a mapping of ${sections}, got a list`],
  ['user: []', '1:1: user: unknown field; did you mean users?'],
  ['servers: []', `1:1: servers: unknown field; expected ${sections}`],
  ['__proto__: {}', `1:1: __proto__: unknown field; expected ${sections}`],
  ['<<: { users: [] }', `1:1: ["<<"]: unknown field; expected ${sections}`],
  ['users: alice', '1:8: users: expected a list of users, got a text'],
  ['users:', '1:7: users: expected a list of users, got nothing'],
  ['users: [alice]', '1:9: users[0]: expected a mapping of name, id, accessKeys, policies, groups, got a text'],
  [`groups: [${many(1001, (index) => `{ name: g${index} }`)}]`, '1:9: groups: expected at most 1000 groups, got 1001'],
  // The account.
  ['account: { id: 1234567890123456 }', '1:16: account.id: expected 16 digits, got the number 1234567890123456 (quotes make it a text)'],
  ['account: { id: "123" }', '1:16: account.id: expected 16 digits, got "123"'],
  ['account: {}', '1:10: account.id: expected 16 digits, got nothing'],
  // Users.
  [
    'users: [{ id: "200000000000000001" }]',
    '1:9: users[0].name: expected a name of 1 to 64 letters, digits, ".", "_", "-" or "@", got nothing',
  ],
  ['users: [{ name: "a b" }]', '1:17: users[0].name: expected a name of 1 to 64 letters, digits, ".", "_", "-" or "@", got "a b"'],
  ['users: [{ name: a, id: "100000000000000001" }]', '1:24: users[0].id: expected 18 digits that begin with 2, got "100000000000000001"'],
  ['users: [{ name: a }, { name: a }]', '1:30: users[1].name: expected another than users[0].name has, got the same'],
  [
    'users: [{ name: a, groups: [ops] }]\ngroups: [{ name: opz }]',
    '1:29: users[0].groups[0]: expected the name of a group of this configuration, got "ops"; did you mean opz?',
  ],
  [
    'users: [{ name: a, groups: [g, g] }]\ngroups: [{ name: g }]',
    '1:32: users[0].groups[1]: expected another than users[0].groups[0] has, got the same',
  ],
  [
    'users: [{ name: a, policies: [Nope] }]',
    '1:31: users[0].policies[0]: expected the name of a policy of this configuration or of the system, got "Nope"',
  ],
  [
    'users: [{ name: a, policies: [AliyunOSSFullAcces] }]',
    '1:31: users[0].policies[0]: expected the name of a policy of this configuration or of the system, got "AliyunOSSFullAcces"; did you mean AliyunOSSFullAccess?',
  ],
  ['users: [{ name: a, policies: [1] }]', '1:31: users[0].policies[0]: expected a policy, or the name of a managed one, got the number 1'],
  [`users: [{ name: a, policies: [${many(21, () => policy)}] }]`, '1:30: users[0].policies: expected at most 20 policies, got 21'],
  // Access keys, of which nothing is shown.
  [
    'users:\n  - name: alice\n    accessKeys:\n      - id: LTAIalice\n        secret: 12',
    '5:17: users[0].accessKeys[0].secret: expected an access key secret of 3 to 128 printable ASCII characters without spaces, got a number (quotes make it a text)',
  ],
  [
    'users: [{ name: a, accessKeys: [{ id: abc, secret: hush hush }] }]',
    '1:52: users[0].accessKeys[0].secret: expected an access key secret of 3 to 128 printable ASCII characters without spaces, got a text',
  ],
  [
    'users: [{ name: a, accessKeys: [{ id: STS.abc, secret: hush }] }]',
    '1:39: users[0].accessKeys[0].id: expected an access key id of 3 to 128 letters, digits, ".", "_" or "-", not beginning with "STS.", got a text',
  ],
  [
    'users: [{ name: a, accessKeys: [{ id: abc, secret: hush, status: On }] }]',
    '1:66: users[0].accessKeys[0].status: expected one of Active, Inactive, got a text',
  ],
  [
    'users: [{ name: a, accessKeys: [{ id: abc, sekret: hush }] }]',
    '1:33: users[0].accessKeys[0].secret: expected an access key secret of 3 to 128 printable ASCII characters without spaces, got nothing',
    '1:44: users[0].accessKeys[0]: unknown field; did you mean secret?',
  ],
  ['users: [{ name: a, accessKeys: [abc:hush] }]', '1:33: users[0].accessKeys[0]: expected a mapping of id, secret, status, got a text'],
  [
    'users: [{ name: a, accessKeys: [{ id: abc, secret: hush }] }, { name: b, accessKeys: [{ id: abc, secret: hush }] }]',
    '1:93: users[1].accessKeys[0].id: expected another than users[0].accessKeys[0].id has, got the same',
  ],
  // Policies.
  ['policies: [{ name: p }]', '1:12: policies[0].document: expected a policy, got nothing'],
  [
    `policies: [{ name: AdministratorAccess, document: ${policy} }]`,
    '1:20: policies[0].name: expected another name than that of a system policy, got "AdministratorAccess"',
  ],
  [`policies: [{ name: p, document: ${policy.replace('"1"', '1')} }]`, '1:44: policies[0].document.Version: expected "1", got 1'],
  [
    `policies: [{ name: p, document: ${policy.replace('Allow', 'allow')} }]`,
    '1:71: policies[0].document.Statement[0].Effect: expected "Allow" or "Deny", got "allow"',
  ],
  [
    `policies: [{ name: p, document: ${policy.replace(', Resource: ["*"]', '')} }]`,
    '1:61: policies[0].document.Statement[0].Resource: expected a text or a list of texts, got nothing',
  ],
  [
    `policies: [{ name: p, document: ${policy.replace('Resource:', 'Condition: { Bool: { "acs:SecureTransport": 1 } }, Resource:')} }]`,
    '1:141: policies[0].document.Statement[0].Condition.Bool["acs:SecureTransport"]: expected a text or a list of texts, got 1',
  ],
  [
    `policies: [{ name: p, document: { Version: "1", Statement: { Effect: No, Action: a, Resource: b } } }]`,
    '1:70: policies[0].document.Statement.Effect: expected "Allow" or "Deny", got "No"',
  ],
  // Roles.
  ['roles: [{ name: r }]', '1:9: roles[0].trust: expected a list of user names, or a trust policy, got nothing'],
  ['roles: [{ name: r, trust: alice }]', '1:27: roles[0].trust: expected a list of user names, or a trust policy, got "alice"'],
  [
    'roles: [{ name: r, trust: [alise] }]\nusers: [{ name: alice }]',
    '1:28: roles[0].trust[0]: expected the name of a user of this configuration, got "alise"; did you mean alice?',
  ],
  [
    'roles: [{ name: r, trust: [], maxSessionSeconds: 60 }]',
    '1:50: roles[0].maxSessionSeconds: expected a number of seconds from 3600 to 43200, got the number 60',
  ],
  [
    'roles: [{ name: r, trust: [], maxSessionSeconds: "3600" }]',
    '1:50: roles[0].maxSessionSeconds: expected a number of seconds from 3600 to 43200, got "3600"',
  ],
  [
    'roles: [{ name: r, trust: { Version: "1", Statement: [{ Effect: Allow, Action: "sts:AssumeRole", Resource: "*" }] } }]',
    '1:108: roles[0].trust.Statement[0].Resource: expected no resource in a trust policy, got one',
  ],
  // Keys.
  [
    'keys: [{ alias: app }]',
    '1:17: keys[0].alias: expected alias/ and 1 to 200 letters, digits, "-", "_" or "/", not beginning with alias/acs/, got "app"',
  ],
  [
    'keys: [{ alias: alias/acs/oss }]',
    '1:17: keys[0].alias: expected alias/ and 1 to 200 letters, digits, "-", "_" or "/", not beginning with alias/acs/, got "alias/acs/oss"',
  ],
  [
    'keys: [{ alias: alias/a, spec: Aliyun_SM4 }]',
    '1:32: keys[0].spec: expected Aliyun_AES_256, the one kind of key that the local key service makes, got "Aliyun_SM4"',
  ],
  ['keys: [{ alias: alias/a }, { alias: alias/a }]', '1:37: keys[1].alias: expected another than keys[0].alias has, got the same'],
  // Buckets.
  [
    'buckets: [{ name: App }]',
    '1:19: buckets[0].name: expected a bucket name: 3 to 63 small letters, digits and "-", the first and the last no "-", got "App"',
  ],
  ['buckets: [{ name: app }, { name: app }]', '1:34: buckets[1].name: expected another than buckets[0].name has, got the same'],
  [
    'buckets: [{ name: app, acl: default }]',
    '1:29: buckets[0].acl: expected one of private, public-read, public-read-write, got "default"',
  ],
  ['buckets: [{ name: app, versioning: true }]', '1:36: buckets[0].versioning: expected one of Enabled, Suspended, got true'],
  ['buckets: [{ name: app, encryption: {} }]', '1:36: buckets[0].encryption.SSEAlgorithm: expected one of AES256, SM4, KMS, got nothing'],
  [
    'buckets: [{ name: app, encryption: { SSEAlgorithm: aes256 } }]',
    '1:52: buckets[0].encryption.SSEAlgorithm: expected one of AES256, SM4, KMS, got "aes256"',
  ],
  [
    'buckets: [{ name: app, encryption: { SSEAlgorithm: SM4, KMSMasterKeyID: a } }]',
    '1:73: buckets[0].encryption.KMSMasterKeyID: expected no key with SM4, only with KMS, got "a"',
  ],
  [
    'buckets: [{ name: app, encryption: { SSEAlgorithm: KMS, KMSMasterKeyID: "" } }]',
    '1:73: buckets[0].encryption.KMSMasterKeyID: expected the id or the alias of a key: 1 to 256 characters without blanks, got an empty text',
  ],
  [
    'buckets: [{ name: app, encryption: { SSEAlgorithm: KMS, KMSDataEncryption: AES256 } }]',
    '1:76: buckets[0].encryption.KMSDataEncryption: expected SM4, got "AES256"',
  ],
  [
    `buckets: [{ name: app, policy: ${policy} }]`,
    '1:60: buckets[0].policy.Statement[0].Principal: expected a text or a list of texts, got nothing',
  ],
  ['buckets: [{ name: app, tags: { a: 1 } }]', '1:35: buckets[0].tags.a: expected a text, got the number 1 (quotes make it a text)'],
  [
    'buckets: [{ name: app, tags: { "": a } }]',
    '1:30: buckets[0].tags: expected at most 20 tags, with keys of 1 to 128 characters and values of up to 256, got a mapping',
  ],
  ['buckets: [{ name: app, blockPublicAccess: yes }]', '1:43: buckets[0].blockPublicAccess: expected true or false, got "yes"'],
  [
    'buckets: [{ name: app, storageClass: Cold }]',
    '1:38: buckets[0].storageClass: expected one of Standard, IA, Archive, ColdArchive, DeepColdArchive, got "Cold"',
  ],
  // Several at once, in the order of the text.
  [
    'buckets: [{ name: A }]\nkeys: [{ alias: x }]\nuser: 1',
    '1:19: buckets[0].name: expected a bucket name: 3 to 63 small letters, digits and "-", the first and the last no "-", got "A"',
    '2:17: keys[0].alias: expected alias/ and 1 to 200 letters, digits, "-", "_" or "/", not beginning with alias/acs/, got "x"',
    '3:1: user: unknown field; did you mean users?',
  ],
];
