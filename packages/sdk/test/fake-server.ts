import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it arrived, body included. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

export interface FakeServer {
  readonly endpoint: string;
  /** In the order of their arrival. */
  readonly requests: readonly ReceivedRequest[];
}

/** A server that answers its nth request with the nth answer, and all further ones with the last; it ends with the test. */
export async function fakeServer(...answers: readonly Answer[]): Promise<FakeServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks) };
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push(request);
      answer?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is no string
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, requests };
}

/** Answers with a status, headers and a body. */
export function reply(status: number, headers: Record<string, string> = {}, body: string | Uint8Array = ''): Answer {
  return (response) => response.writeHead(status, { 'x-oss-request-id': '0123456789ABCDEF01234567', ...headers }).end(body);
}

/** Answers with an error document of the service. */
export function refusal(status: number, code: string, more = ''): Answer {
  const document = `<Error><Code>${code}</Code><Message>as told</Message><RequestId>R</RequestId><HostId>h</HostId>${more}</Error>`;
  return reply(status, { 'content-type': 'application/xml' }, document);
}

/** Breaks the connection instead of answering. */
export const breakConnection: Answer = (response) => response.socket?.destroy();
