import { request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { lookupHere } from './clients.ts';

export interface Fetched {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Fetches a URL whose host, whatever its name, is this machine. */
export async function fetchHere(
  method: string,
  url: string,
  { headers = {}, body = '' }: { readonly headers?: Record<string, string>; readonly body?: string } = {},
): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, lookup: lookupHere, agent: false }, (response) => {
      const { statusCode = 0, headers: received } = response;
      text(response).then((read) => resolve({ status: statusCode, headers: received, body: read }), reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
