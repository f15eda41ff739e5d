import { z } from 'zod';
import { isName, isUserName } from '../domain/ram/check-input.ts';
import { accessKeyIdValue, accessKeySecretValue } from '../server/setting-values.ts';
import { bucketSchema } from './bucket-schema.ts';
import type { DeclaredConfig } from './declared-config.ts';
import { listField, section, textField, wordField } from './field-schemas.ts';
import { policyChoice, policyDocument, roleTrust } from './policy-schemas.ts';

/** More of one kind are a mistake, and would make a start slow. */
const mostEntities = 1000;
/** As many as RAM lets a user have. */
const mostAccessKeys = 20;
const mostPolicies = 20;
const mostGroups = 20;

const name = textField('a name of 1 to 64 letters, digits, ".", "_" or "-"', isName);
const userName = textField('a name of 1 to 64 letters, digits, ".", "_", "-" or "@"', isUserName);
const policies = listField(policyChoice, 'policies', mostPolicies).optional();

const accessKey = section({
  id: textField(
    `${accessKeyIdValue.expected}, not beginning with "STS."`,
    (text) => accessKeyIdValue.parse(text) !== undefined && !text.startsWith('STS.'),
  ),
  secret: textField(accessKeySecretValue.expected, (text) => accessKeySecretValue.parse(text) !== undefined),
  status: wordField(['Active', 'Inactive']).optional(),
});

const user = section({
  name: userName,
  id: textField('18 digits that begin with 2', (text) => /^2\d{17}$/.test(text)).optional(),
  accessKeys: listField(accessKey, 'access keys', mostAccessKeys).default([]),
  policies,
  groups: listField(name, 'groups', mostGroups).optional(),
});

const role = section({
  name,
  trust: roleTrust,
  policies,
  maxSessionSeconds: z
    .int({ error: 'a number of seconds from 3600 to 43200' })
    .refine((seconds) => seconds >= 3600 && seconds <= 43_200, { error: 'a number of seconds from 3600 to 43200' })
    .optional(),
});

const key = section({
  alias: textField('alias/ and 1 to 200 letters, digits, "-", "_" or "/", not beginning with alias/acs/', (text) =>
    /^alias\/(?!acs\/)[A-Za-z0-9_\-/]{1,200}$/.test(text),
  ),
  spec: z.literal('Aliyun_AES_256', { error: 'Aliyun_AES_256, the one kind of key that the local key service makes' }).optional(),
});

const entities = <T extends z.core.SomeType>(item: T, what: string) => listField(item, what, mostEntities).default([]);

/** The shape of a configuration and what each of its values may be. Names that occur twice, and what names refer to, are not looked at here. */
export const configSchema = section({
  account: section({ id: textField('16 digits', (text) => /^\d{16}$/.test(text)) }).optional(),
  policies: entities(section({ name, document: policyDocument('identity') }), 'policies'),
  groups: entities(section({ name, policies }), 'groups'),
  users: entities(user, 'users'),
  roles: entities(role, 'roles'),
  keys: entities(key, 'keys'),
  buckets: entities(bucketSchema, 'buckets'),
}) satisfies z.ZodType<DeclaredConfig>;
