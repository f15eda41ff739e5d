import { once } from 'node:events';
import { errorCode } from '../server/error-code.ts';
import { toEndpoint } from './served-target.ts';

/** Milliseconds that a server gets to take a connection. */
const patience = 10_000;

/** Why connections to the server of a URL fail, in words; `undefined` where one is taken, inside TLS with a certificate that is trusted for `https:`. */
export async function endpointTrouble(url: URL): Promise<string | undefined> {
  const socket = toEndpoint(url);
  try {
    await once(socket, url.protocol === 'https:' ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(patience) });
    return undefined;
  } catch (error) {
    return inWords(errorCode(error));
  } finally {
    // Whatever comes after is of no interest.
    socket.on('error', () => {}).destroy();
  }
}

function inWords(code: string): string {
  if (code === 'ABORT_ERR') return `no server answers there within ${patience / 1000} s; start it first, or name another`;
  if (code.startsWith('ERR_SSL_')) return `what answers there does not speak TLS (${code}); name it with http://`;
  if (/CERT|SIGNATURE|VERIFY/.test(code))
    return `its certificate is not trusted (${code}); name its authority's file in NODE_EXTRA_CA_CERTS`;
  return `no server answers there (${code}); start it first, or name another`;
}
