import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmulatorNode } from '../../src/server/emulator-node.ts';
import { listenForRequests, type HttpListener } from '../../src/server/http-listener.ts';
import { rawClient } from './raw-client.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

let listener: HttpListener;
/** Targets of the requests that began, in order. */
let begun: string[];
/** What happens to each target; it is answered with its own name if nothing is said. */
let handlers: Record<string, Handle>;
let changed: EventTarget;

async function beganToBe(targets: readonly string[]): Promise<void> {
  while (begun.length < targets.length) await once(changed, 'change');
  expect(begun).toEqual(targets);
}

beforeEach(async () => {
  begun = [];
  handlers = {};
  changed = new EventTarget();
  const handle: Handle = async (request, response) => {
    const { url = '' } = request;
    begun.push(url);
    changed.dispatchEvent(new Event('change'));
    const handler = handlers[url] ?? (() => void response.end(url));
    await handler(request, response);
  };
  const node: Pick<EmulatorNode, 'handle' | 'handleContinue'> = {
    handle: (request, response) => void handle(request, response),
    handleContinue(request, response) {
      response.writeContinue();
      void handle(request, response);
    },
  };
  listener = await listenForRequests(node as EmulatorNode, { host: '127.0.0.1', port: 0, shared: false });
});
afterEach(() => listener.close(0));

const get = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: h\r\n\r\n`;
const put = (target: string, headers: string): string => `PUT ${target} HTTP/1.1\r\nHost: h\r\n${headers}\r\n\r\n`;

/** A handler that does nothing until it is told what. */
function held(): { readonly handle: Handle; readonly given: Promise<ServerResponse> } {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  return { handle: (_, response) => resolve(response), given: promise };
}

describe('requests that come together on one connection', () => {
  it('begin one after the other, each when the reply before it is finished', async () => {
    const [first, second] = [held(), held()];
    handlers = { '/1': first.handle, '/2': second.handle };
    using client = rawClient(listener.port);
    client.say(get('/1') + get('/2') + get('/3'));
    await beganToBe(['/1']);
    (await first.given).end('one');
    await client.hears('one');
    await beganToBe(['/1', '/2']);
    (await second.given).end('two');
    await client.hears('/3');
    await beganToBe(['/1', '/2', '/3']);
  });

  it('do not make others wait', async () => {
    handlers = { '/held': held().handle };
    using busy = rawClient(listener.port);
    using other = rawClient(listener.port);
    busy.say(get('/held') + get('/behind'));
    await beganToBe(['/held']);
    other.say(get('/1') + get('/2'));
    await other.hears('/2');
    await beganToBe(['/held', '/1', '/2']);
  });

  it('have bodies and waits for 100 Continue like others', async () => {
    const first = held();
    handlers = {
      '/1': first.handle,
      '/body': async (request, response) => {
        let length = 0;
        request.on('data', (piece: Buffer) => (length += piece.length));
        await finished(request);
        response.end(`${length} bytes;`);
      },
    };
    using client = rawClient(listener.port);
    client.say(
      get('/1') + put('/body', 'Content-Length: 300000') + 'x'.repeat(300_000) + put('/body', 'Expect: 100-continue\r\nContent-Length: 5'),
    );
    (await first.given).end('one');
    const heard = await client.hears('100 Continue');
    expect(heard).toContain('300000 bytes;');
    client.say('12345');
    await client.hears('\n5 bytes;');
  });

  it('never begin behind a reply that ends the connection', async () => {
    const first = held();
    handlers = { '/1': first.handle };
    using client = rawClient(listener.port);
    client.say(get('/1') + get('/2') + get('/3'));
    const response = await first.given;
    response.setHeader('Connection', 'close');
    response.end('one');
    expect((await client.ended).match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(begun).toEqual(['/1']);
  });

  it('never begin behind one that is refused, and their connection does not stay', async () => {
    using client = rawClient(listener.port);
    client.say(`GET /1 HTTP/1.1\r\n\r\n${get('/2')}`);
    expect(await client.ended).toMatch(/^HTTP\/1\.1 400 /);
    await listener.close(60_000);
    expect(begun).toEqual([]);
  });

  it('never begin once the client is gone', async () => {
    const first = held();
    handlers = { '/1': first.handle };
    const client = rawClient(listener.port);
    client.say(get('/1') + get('/2') + get('/3'));
    const response = await first.given;
    client[Symbol.dispose]();
    while (!response.destroyed) {
      response.write('one');
      await new Promise((turned) => setImmediate(turned));
    }
    response.end();
    await new Promise((turned) => setImmediate(turned));
    expect(begun).toEqual(['/1']);
  });
});

describe('a client that ends its side of the connection', () => {
  it('after whole requests gets their replies, however long they take', async () => {
    const [first, second] = [held(), held()];
    handlers = { '/1': first.handle, '/2': second.handle };
    const socket = connect(listener.port, '127.0.0.1').setEncoding('latin1');
    let heard = '';
    socket.on('data', (text: string) => (heard += text));
    socket.end(get('/1') + get('/2'));
    const response = await first.given;
    const { socket: server } = response;
    response.end('one');
    const last = await second.given;
    if (server?.readableEnded === false) await once(server, 'end');
    last.end('two');
    await once(socket, 'close');
    expect(heard).toMatch(/\r\n\r\none[^]*\r\n\r\ntwo$/);
  });
});

describe('a client that sends far ahead', () => {
  const requests = 4_000;
  const ahead = Array.from({ length: requests }, (_, index) => get(`/${index}?${'x'.repeat(200)}`));
  /** One read of a socket, and the pieces of a request at its ends. */
  const inOneRead = Math.ceil((64 * 1024) / (ahead[0]?.length ?? 1)) + 2;

  it('is not read while a reply is under way, however often that drains, and gets all its replies', async () => {
    let parsed = 0;
    let parsedMeanwhile = 0;
    const count = (): void => void (parsed += 1);
    handlers['/front'] = async (_, response) => {
      for (let batch = 0; batch < 64; batch += 1) if (!response.write(Buffer.alloc(256 * 1024))) await once(response, 'drain');
      parsedMeanwhile = parsed;
      response.end();
    };
    subscribe('http.server.request.start', count);
    try {
      const socket = connect(listener.port, '127.0.0.1').setEncoding('latin1');
      const mark = 'HTTP/1.1 200 OK';
      let replies = 0;
      let carry = '';
      const answered = new Promise<void>((resolve) => {
        socket.on('data', (text: string) => {
          const heard = carry + text;
          replies += heard.split(mark).length - 1;
          carry = heard.slice(1 - mark.length);
          if (replies > requests) resolve();
        });
      });
      socket.write(get('/front') + ahead.join(''));
      await answered;
      socket.destroy();
    } finally {
      unsubscribe('http.server.request.start', count);
    }
    expect(parsedMeanwhile).toBeGreaterThan(1);
    expect(parsedMeanwhile).toBeLessThanOrEqual(inOneRead);
    expect(begun).toHaveLength(requests + 1);
  });
});
