/** Numbers `0 ≤ n < below`, the same ones for the same seed. */
export type Dice = (below: number) => number;

/** Mulberry32. */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Header lines that have confused servers. */
const LINES = [
  'Content-Length: -1',
  'Content-Length: 18446744073709551616',
  'Content-Length: 0',
  'Content-Length: 7',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: \vchunked',
  'Expect: 100-continue',
  'Expect: 200-ok',
  'Connection: close',
  'Connection: upgrade, content-length',
  'Upgrade: h2c',
  'Host: other',
  'Host:',
  'Range: bytes=--1',
  'Range: bytes=99999999999999999999-',
  'Content-MD5: ====',
  'Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==',
  'x-oss-server-side-encryption: \xff',
  'x-oss-meta-\xc3\xa9: x',
  'x-oss-range-behavior: standard',
  'x-oss-hash-crc64ecma: 18446744073709551616',
  'x-oss-date: 99991399T999999Z',
  'If-Modified-Since: Sun, 99 Foo 0000 99:99:99 GMT',
  '__proto__: x',
  'constructor: x',
  ' folded',
  ': nameless',
  'nothing',
] as const;

/** Request targets that have confused servers. */
const TARGETS = [
  '*',
  'http://',
  'http://[::1',
  'https://fuzz.oss-cn-hangzhou.aliyuncs.com/k',
  '//',
  '/..',
  '/fuzz/%',
  '/fuzz/%c0%af',
  '/fuzz/%00',
  '/fuzz/k?%',
  '/fuzz/k?&&==&',
  '/fuzz/k?__proto__=1&constructor',
  '/fuzz/k?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=////',
  '/fuzz/k?Signature&Expires&OSSAccessKeyId',
  '/fuzz?encryption&acl&uploads',
  '/fuzz?max-keys=-1&encoding-type=x',
  '/_sse/health?x',
  '/?Action=Encrypt',
  `/fuzz/${'k'.repeat(3000)}`,
] as const;

type Mangle = (text: string, dice: Dice) => string;

const splice = (text: string, at: number, removed: number, added: string): string => text.slice(0, at) + added + text.slice(at + removed);
const anywhere = (text: string, dice: Dice): number => dice(text.length + 1);
const byte = (dice: Dice): string => String.fromCharCode(dice(256));

const MANGLES: readonly Mangle[] = [
  (text, dice) => splice(text, anywhere(text, dice), 1, byte(dice)),
  (text, dice) => splice(text, anywhere(text, dice), 0, byte(dice).repeat(1 + dice(300))),
  (text, dice) => splice(text, anywhere(text, dice), dice(40), ''),
  (text, dice) => text.slice(0, anywhere(text, dice)),
  (text, dice) => splice(text, anywhere(text, dice), 0, text.slice(anywhere(text, dice)).slice(0, dice(200))),
  (text, dice) => text.replace('\r\n', `\r\n${LINES[dice(LINES.length)]}\r\n`),
  (text, dice) => text.replace('\r\n\r\n', `\r\n${LINES[dice(LINES.length)]}\r\n\r\n`),
  (text, dice) => text.replace(/ [^ ]+ HTTP/, ` ${TARGETS[dice(TARGETS.length)]} HTTP`),
  (text, dice) => text.replace(/^[^ ]+/, ['HEAD', 'get', 'OPTIONS', 'CONNECT', 'POST', 'DELETE', '', 'PRI', 'TRACE'][dice(9)] ?? ''),
  (text, dice) => text.replace('HTTP/1.1', ['HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTP', 'ICY/1.1'][dice(5)] ?? ''),
  (text) => text.replaceAll('\r\n', '\n'),
  (text, dice) => text + text.slice(0, dice(text.length)),
];

/** `request` with one to three things done to it that no client should do. */
export function mangled(request: string, dice: Dice): string {
  let text = request;
  for (let left = 1 + dice(3); left > 0; left -= 1) text = MANGLES[dice(MANGLES.length)]?.(text, dice) ?? text;
  return text;
}
