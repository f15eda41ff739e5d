import { request as httpRequest, STATUS_CODES, type IncomingMessage, type RequestOptions, type ServerResponse } from 'node:http';
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

/**
 * Passes a request in absolute form (`GET http://host/path`) on by its route, and its answer back; all else about them stays as it is, but for a
 * `Host` that is not the URL's. 502 where there is no answer, or none that can be passed back.
 */
export function forwardRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { url, route, target }: { readonly url: URL; readonly route: Exclude<ProxyRoute, { to: 'nowhere' }>; readonly target: ServedTarget },
): void {
  const forwarded = attempt(() =>
    httpRequest({
      ...placeOf(request, url, route, target),
      method: request.method,
      headers: headersFor(request, url, route),
      setHost: false,
    }),
  );
  if (forwarded instanceof Error) return refuse(response, `the request for ${url.host} cannot be passed on: ${forwarded.message}`);
  const giveUp = (reason: string): void => {
    refuse(response, reason);
    forwarded.destroy();
  };
  forwarded.once('response', (answer) => {
    const flaw = attempt(() => writeHead(response, answer));
    if (flaw === undefined) pipeline(answer, response, () => {});
    else giveUp(`the answer of ${url.host} cannot be passed on: ${flaw.message}`);
  });
  // `Upgrade` is not passed on, so that nobody has asked for it.
  forwarded.once('upgrade', (_answer, socket) => {
    giveUp(`the answer of ${url.host} cannot be passed on: it changes the protocol`);
    socket.destroy();
  });
  forwarded.on('error', (error) => refuse(response, `${url.host} cannot be reached: ${error.message}`));
  response.once('close', () => forwarded.destroy());
  pipeline(request, forwarded, () => {});
}

/** What `action` gives, or the error that it throws: Node sends less than it reads, as of statuses and of characters in reason phrases. */
function attempt<T>(action: () => T): T | Error {
  try {
    return action();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function writeHead(response: ServerResponse, { statusCode = 0, statusMessage, rawHeaders }: IncomingMessage): void {
  // An answer follows those of 1xx, but to 101 (RFC 9110 §15.2), which nobody has asked for.
  if (statusCode < 200) throw new RangeError(`its status is ${statusCode}`);
  response.writeHead(statusCode, statusMessage, passedOn(rawHeaders));
}

function refuse(response: ServerResponse, reason: string): void {
  if (response.headersSent) return void response.destroy();
  // With its reason phrase: that of an answer which could not be passed on is still there.
  response.writeHead(502, STATUS_CODES[502], { 'Content-Type': 'text/plain', Connection: 'close' });
  response.end(`sse-emulator run: ${reason}\n`);
}

function placeOf({ url = '' }: IncomingMessage, { hostname, port }: URL, route: ProxyRoute, target: ServedTarget): RequestOptions {
  // As it was written, which a signature may depend on.
  const path = url.replace(/^http:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/');
  if (route.to === 'server') return { createConnection: () => target.connect(false), path };
  if (route.to === 'upstream') return { host: route.upstream.host, port: route.upstream.port, path: url, agent: false };
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80), path, agent: false };
}

function headersFor(request: IncomingMessage, url: URL, route: ProxyRoute): readonly string[] {
  const authorization = route.to === 'upstream' ? route.upstream.authorization : undefined;
  const headers = withHost(passedOn(request.rawHeaders), url);
  return [...headers, ...(authorization === undefined ? [] : ['Proxy-Authorization', authorization])];
}

/** With one `Host`: the URL's, which is what counts (RFC 9112 §3.2.2), in the place and the letters of that which says the same or something else. */
function withHost(headers: readonly string[], url: URL): readonly string[] {
  const isHost = (index: number): boolean => headers[index - (index % 2)]?.toLowerCase() === 'host';
  const first = headers.findIndex((_text, index) => isHost(index));
  if (first === -1) return ['Host', url.host, ...headers];
  const [name = '', said = ''] = headers.slice(first);
  const others = headers.slice(first + 2).filter((_text, index) => !isHost(first + 2 + index));
  return [...headers.slice(0, first), name, namesSameHost(said, url) ? said : url.host, ...others];
}

function namesSameHost(host: string, url: URL): boolean {
  return /^[\w.:[\]-]+$/.test(host) && URL.parse(`http://${host}`)?.host === url.host;
}

/** Names and values in turn. */
function passedOn(raw: readonly string[]): string[] {
  return raw.filter((_text, index) => !ofConnection.has((raw[index - (index % 2)] ?? '').toLowerCase()));
}
