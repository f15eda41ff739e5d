import { formatIsoSeconds, kmsKeyResource } from '@sse/core';
import { nextRotation, type KmsKey } from '../../domain/kms/kms-key.ts';
import type { RpcDocument, RpcServices } from '../rpc-call.ts';

/** `KeyMetadata` of a key; dates that it has not are empty. Source: protocol reference §6.2. */
export function keyMetadata(key: KmsKey, { region, accountId }: Pick<RpcServices, 'region' | 'accountId'>): RpcDocument {
  const { keyId, versions, deleteAt, rotationSeconds } = key;
  const [newest] = versions;
  return {
    KeyId: keyId,
    Arn: kmsKeyResource({ region, accountId, keyId }),
    CreationDate: formatIsoSeconds(key.createdAt),
    Creator: key.isDefault ? 'OSS' : accountId,
    Description: key.description ?? '',
    KeyState: key.state,
    KeySpec: 'Aliyun_AES_256',
    KeyUsage: 'ENCRYPT/DECRYPT',
    Origin: 'Aliyun_KMS',
    ProtectionLevel: 'SOFTWARE',
    PrimaryKeyVersion: newest.id,
    DeleteDate: dateOf(deleteAt),
    MaterialExpireTime: '',
    AutomaticRotation: rotationSeconds === undefined ? 'Disabled' : key.state === 'Enabled' ? 'Enabled' : 'Suspended',
    RotationInterval: rotationSeconds === undefined ? undefined : `${rotationSeconds}s`,
    LastRotationDate: dateOf(versions.length > 1 ? newest.createdAt : undefined),
    NextRotationDate: dateOf(nextRotation(key)),
  };
}

function dateOf(ms: number | undefined): string {
  return ms === undefined ? '' : formatIsoSeconds(ms);
}
