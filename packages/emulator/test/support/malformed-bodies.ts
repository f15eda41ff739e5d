import { FIELDS, VALUES, XML_PIECES } from './malformed-pieces.ts';
import type { Dice } from './mangled-requests.ts';
import { BOUNDARY, formBody, policyOf, signedV1, signedV4 } from './posted-forms.ts';
import type { Target } from './signed-request.ts';
import { latin1, one, some } from './signed-text.ts';

/** `text` with one thing done to it. */
export function brokenXml(text: string, dice: Dice): string {
  const at = dice(text.length + 1);
  const breaks = [
    () => one(XML_PIECES, dice),
    () => text.slice(0, at),
    () => text.slice(0, at) + one(XML_PIECES, dice) + text.slice(at),
    () => text.slice(0, at) + text.slice(dice(text.length)),
    () => text.replaceAll(/>[^<]+</g, `>${latin1(one(VALUES, dice))}<`),
    () => text + text,
    () => text.replace(/<(\w+)>/, '<$1><$1>'),
  ];
  return one(breaks, dice)();
}

/** A form of any kind, and the type of content that it says it is. */
export function brokenForm(target: Target, dice: Dice): { readonly type: string; readonly body: string } {
  const policy = one([policyOf([]), policyOf([['starts-with', '$key', '']]), policyOf(['x']), 'e30=', '%%%', ''], dice);
  const fields = one([{}, signedV1(target, policy), signedV4(target, policy), { OSSAccessKeyId: 'x', policy, Signature: 'c2ln' }], dice);
  const odd = Object.fromEntries(some(FIELDS, 3, dice).map(([name, value]) => [name, latin1(value)]));
  const form = formBody(
    { key: `k\${filename}${one(VALUES, dice).slice(0, 20)}`, ...fields, ...odd },
    { bytes: Buffer.from('file') },
  ).toString('latin1');
  const at = dice(form.length);
  const breaks = [
    () => form,
    () => form.slice(0, at),
    () => form.slice(0, at) + one(XML_PIECES, dice) + form.slice(at),
    () => form.replaceAll('\r\n', one(['\n', '\r', '\r\n\r\n'], dice)),
    () => form.replace('form-data; name="', one(['form-data', 'attachment; name="', 'form-data; name=', 'form-data; name="\xff\0'], dice)),
    () => form + form,
  ];
  const type = one(
    [`multipart/form-data; boundary=${BOUNDARY}`, 'multipart/form-data', 'multipart/form-data; boundary=""', 'text/plain'],
    dice,
  );
  return { type, body: one(breaks, dice)() };
}

/** Lines of framing and bodies that do not fit each other, or anything. */
export const BODIES = [
  ['content-length: 10', 'x'],
  ['content-length: 1', 'xxxxx'],
  ['content-length: -1', 'x'],
  ['content-length: 99999999999999999999', 'x'],
  ['content-length: 5\r\ncontent-length: 6', 'xxxxx'],
  ['content-length: 5\r\ntransfer-encoding: chunked', '0\r\n\r\n'],
  ['transfer-encoding: chunked', '5\r\nxx'],
  ['transfer-encoding: chunked', 'zz\r\n'],
  ['transfer-encoding: chunked', 'ffffffffffffffff\r\nx'],
  ['transfer-encoding: chunked', '1;a="\r\nx\r\n0\r\n\r\n'],
  ['transfer-encoding: gzip, chunked', '0\r\n\r\n'],
  ['expect: 100-continue\r\ncontent-length: 5', ''],
  ['x: y', 'xxxxx'],
] as const;
