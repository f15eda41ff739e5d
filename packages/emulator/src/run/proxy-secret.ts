import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const user = 'run';

/** What the programs of one run show to its proxy. */
export interface ProxySecret {
  /** URL of the proxy on a port of this machine, with it. */
  readonly urlOn: (port: number) => string;
  readonly user: string;
  readonly password: string;
  /** Whether a `Proxy-Authorization` header shows it. */
  readonly isShownBy: (header: string | undefined) => boolean;
}

/** A new one, random. */
export function proxySecret(): ProxySecret {
  const password = randomBytes(24).toString('hex');
  const expected = digest(Buffer.from(`${user}:${password}`).toString('base64'));
  return {
    urlOn: (port) => `http://${user}:${password}@127.0.0.1:${port}`,
    user,
    password,
    isShownBy(header) {
      const given = /^basic +(\S+) *$/i.exec(header ?? '')?.[1];
      return given !== undefined && timingSafeEqual(digest(given), expected);
    },
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
