import { invalidParameter, type RpcParameters } from '@sse/core';
import { isAliasName } from '../../domain/kms/alias-name.ts';
import { requiredText } from './read-parameters.ts';

/** `AliasName`, with its `alias/`. 400 `MissingParameter`; 400 `InvalidParameter` for those of the services as well. */
export function aliasName(parameters: RpcParameters): string {
  const alias = requiredText(parameters, 'AliasName');
  if (!isAliasName(alias)) throw invalidParameter('AliasName');
  return alias;
}
