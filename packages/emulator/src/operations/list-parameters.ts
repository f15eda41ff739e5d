import { OssError } from '@sse/core';
import { parameter, type Call } from '../pipeline/call.ts';

/** A list parameter that names or delimits: at most 1024 bytes (observed behaviour 29); `''` when absent. */
export function nameParameter(call: Pick<Call, 'query'>, name: string): string {
  const value = parameter(call, name) ?? '';
  if (Buffer.byteLength(value) > 1024) throw invalid(name, value);
  return value;
}

/** How many entries a page may have: 1 to 1000, 100 when absent (protocol reference §4.5, observed behaviour 29). */
export function pageSize(call: Pick<Call, 'query'>): number {
  return numberParameter(call, 'max-keys', { least: 1, most: 1000, absent: 100 });
}

/** A whole number in a range; 400 `InvalidArgument` for anything else. */
export function numberParameter(
  call: Pick<Call, 'query'>,
  name: string,
  { least, most, absent }: { readonly least: number; readonly most: number; readonly absent: number },
): number {
  const text = parameter(call, name);
  if (text === undefined || text === '') return absent;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < least || value > most) throw invalid(name, text);
  return value;
}

/** Whether names of the reply are to be percent-encoded; `encoding-type` knows `url` only. */
export function wantsUrlEncoding(call: Pick<Call, 'query'>): boolean {
  const text = parameter(call, 'encoding-type') ?? '';
  if (text !== '' && text !== 'url') throw invalid('encoding-type', text);
  return text === 'url';
}

/** 400 `InvalidArgument` that names the parameter. */
export function invalid(name: string, value: string): OssError {
  return new OssError('InvalidArgument', {
    message: `The ${name} you specified is not valid.`,
    details: { ArgumentName: name, ArgumentValue: value },
  });
}
