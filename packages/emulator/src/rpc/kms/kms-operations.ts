import type { RpcHandler } from '../rpc-call.ts';
import { cancelKeyDeletion } from './cancel-key-deletion.ts';
import { createAlias } from './create-alias.ts';
import { createKeyVersion } from './create-key-version.ts';
import { createKey } from './create-key.ts';
import { decrypt } from './decrypt.ts';
import { deleteAlias } from './delete-alias.ts';
import { describeAccountKmsStatus } from './describe-account-kms-status.ts';
import { describeKeyVersion } from './describe-key-version.ts';
import { describeKey } from './describe-key.ts';
import { describeRegions } from './describe-regions.ts';
import { disableKey } from './disable-key.ts';
import { enableKey } from './enable-key.ts';
import { encrypt } from './encrypt.ts';
import { generateDataKey, generateDataKeyWithoutPlaintext } from './generate-data-key.ts';
import { listAliases, listAliasesByKeyId } from './list-aliases.ts';
import { listKeyVersions } from './list-key-versions.ts';
import { listKeys } from './list-keys.ts';
import { listResourceTags } from './list-resource-tags.ts';
import { openKmsService } from './open-kms-service.ts';
import { reEncrypt } from './re-encrypt.ts';
import { scheduleKeyDeletion } from './schedule-key-deletion.ts';
import { tagResource } from './tag-resource.ts';
import { UNSERVED_ACTIONS } from './unserved-actions.ts';
import { untagResource } from './untag-resource.ts';
import { updateAlias } from './update-alias.ts';
import { updateKeyDescription } from './update-key-description.ts';
import { updateRotationPolicy } from './update-rotation-policy.ts';

/** The operations of the KMS interface by action; `undefined` is one that this server has not. Source: protocol reference §6.2. */
export const KMS_OPERATIONS: Readonly<Record<string, RpcHandler | undefined>> = {
  ...Object.fromEntries(UNSERVED_ACTIONS.map((action) => [action, undefined])),
  CancelKeyDeletion: cancelKeyDeletion,
  CreateAlias: createAlias,
  CreateKey: createKey,
  CreateKeyVersion: createKeyVersion,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DescribeAccountKmsStatus: describeAccountKmsStatus,
  DescribeKey: describeKey,
  DescribeKeyVersion: describeKeyVersion,
  DescribeRegions: describeRegions,
  DisableKey: disableKey,
  EnableKey: enableKey,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  ListAliases: listAliases,
  ListAliasesByKeyId: listAliasesByKeyId,
  ListKeyVersions: listKeyVersions,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
  OpenKmsService: openKmsService,
  ReEncrypt: reEncrypt,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateKeyDescription: updateKeyDescription,
  UpdateRotationPolicy: updateRotationPolicy,
};
