import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface CurlReply {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Its own settings and proxies stay out, every host name means this machine, and URLs are sent as they are written. */
const always = ['--disable', '--silent', '--show-error', '--noproxy', '*', '--connect-to', '::127.0.0.1:', '--globoff', '--path-as-is'];

/** Fetches a URL with the program curl: GET, HEAD, DELETE, or PUT of a file with this body. */
export async function curl(method: string, url: string, headers: Readonly<Record<string, string>> = {}, body = ''): Promise<CurlReply> {
  const named = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const folder = await mkdtemp(join(tmpdir(), 'sse-curl-'));
  try {
    const file = join(folder, 'body');
    await writeFile(file, body);
    const how = { PUT: ['--include', '--upload-file', file], HEAD: ['--head'] }[method] ?? ['--include', '--request', method];
    return replyOf((await promisify(execFile)('curl', [...always, ...named, ...how, url])).stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function replyOf(text: string): CurlReply {
  const end = text.indexOf('\r\n\r\n');
  const [head, rest] = [text.slice(0, end), text.slice(end + 4)];
  // curl waits for this before it sends a file.
  if (head.startsWith('HTTP/1.1 100')) return replyOf(rest);
  const [status = '', ...lines] = head.split('\r\n');
  const pairs = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
  return { status: Number(status.split(' ')[1]), headers: Object.fromEntries(pairs) as Record<string, string>, body: rest };
}
