import { KeyServiceError, type KeyDescription, type KeyService } from '../ports/key-service.ts';

const NOWHERE: ReadonlySet<string> = new Set(['NotFound', 'AliasNotFound', 'InvalidKeyId']);

/** The key of that id or alias; `undefined` where there is none. Rejects with `KeyServiceError` where that cannot be known. */
export async function describedKey(kms: Pick<KeyService, 'describeKey'>, keyRef: string): Promise<KeyDescription | undefined> {
  try {
    return await kms.describeKey(keyRef);
  } catch (error) {
    if (error instanceof KeyServiceError && NOWHERE.has(error.code)) return undefined;
    throw error;
  }
}
