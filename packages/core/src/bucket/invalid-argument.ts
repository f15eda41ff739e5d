import { OssError } from '../errors/oss-error.ts';

/** 400 `InvalidArgument` about one element or parameter; `message` says what is wrong with it. */
export function invalidArgument(name: string, value: string, message: string): OssError {
  return new OssError('InvalidArgument', { message, details: { ArgumentName: name, ArgumentValue: value } });
}
