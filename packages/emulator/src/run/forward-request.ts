import { request as httpRequest, type IncomingMessage, type RequestOptions, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { ProxyRoute } from './proxy-route.ts';
import type { ServedTarget } from './served-target.ts';

/** Headers of one connection (RFC 9110 §7.6.1), and `Expect`, which this end answers. */
const ofConnection = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'proxy-authorization',
  'proxy-authenticate',
  'te',
  'trailer',
  'upgrade',
  'expect',
]);

/** Passes a request in absolute form (`GET http://host/path`) on by its route, and its answer back; all else about them stays as it is. */
export function forwardRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { url, route, target }: { readonly url: URL; readonly route: Exclude<ProxyRoute, { to: 'nowhere' }>; readonly target: ServedTarget },
): void {
  const forwarded = httpRequest({
    ...placeOf(request, url, route, target),
    method: request.method,
    headers: headersFor(request, route),
    setHost: false,
  });
  forwarded.once('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedOn(answer.rawHeaders));
    pipeline(answer, response, () => {});
  });
  pipeline(request, forwarded, () => {});
  forwarded.on('error', (error) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.writeHead(502, { 'Content-Type': 'text/plain', Connection: 'close' });
    response.end(`sse-emulator run: ${url.host} cannot be reached: ${error.message}\n`);
  });
  response.once('close', () => forwarded.destroy());
}

function placeOf({ url = '' }: IncomingMessage, { hostname, port }: URL, route: ProxyRoute, target: ServedTarget): RequestOptions {
  // As it was written, which a signature may depend on.
  const path = url.replace(/^http:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/');
  if (route.to === 'server') return { createConnection: () => target.connect(false), path };
  if (route.to === 'upstream') return { host: route.upstream.host, port: route.upstream.port, path: url, agent: false };
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80), path, agent: false };
}

function headersFor(request: IncomingMessage, route: ProxyRoute): readonly string[] {
  const authorization = route.to === 'upstream' ? route.upstream.authorization : undefined;
  return [...passedOn(request.rawHeaders), ...(authorization === undefined ? [] : ['Proxy-Authorization', authorization])];
}

/** Names and values in turn. */
function passedOn(raw: readonly string[]): string[] {
  return raw.filter((_text, index) => !ofConnection.has((raw[index - (index % 2)] ?? '').toLowerCase()));
}
