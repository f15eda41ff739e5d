import type { MalformedRequest } from './malformed-requests.ts';
import { openRaw, type RawConnection } from './raw-exchange.ts';
import type { Target } from './signed-request.ts';

/** How long the server may take to end an exchange by itself, in milliseconds: far more than any limit that the test gives it. */
const patience = 45_000;

/**
 * Sends `next()` until that is `undefined`, one request after the other, on one connection as long as the server keeps it, and tells what came
 * for each. Rejects when an exchange does not end.
 */
export async function sendAll(
  target: Pick<Target, 'host' | 'port'>,
  next: () => MalformedRequest | undefined,
  heard: (request: MalformedRequest, reply: string) => void,
): Promise<void> {
  let connection: RawConnection | undefined;
  for (let request = next(); request !== undefined; request = next()) {
    connection ??= await openRaw(target);
    const { socket } = connection;
    const reply = await exchanged(connection, request);
    heard(request, reply);
    if (request.ending === 'listen' && socket.writable && !socket.destroyed && !saysClose(reply)) continue;
    socket.destroy();
    connection = undefined;
  }
  connection?.socket.destroy();
}

async function exchanged({ socket }: RawConnection, { text, ending, family }: MalformedRequest): Promise<string> {
  const isHead = text.startsWith('HEAD ');
  let heard = '';
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error(`no end of ${family}: ${JSON.stringify([text.slice(0, 600), heard])}`)), patience);
    const done = (): void => {
      clearTimeout(giveUp);
      socket.off('data', take).off('close', done);
      resolve(heard);
    };
    const take = (piece: string): void => {
      heard += piece;
      if (ending === 'listen' && isWhole(heard, isHead)) done();
    };
    socket.on('data', take).once('close', done);
    if (socket.destroyed) return done();
    if (ending === 'half-close') socket.end(text, 'latin1');
    else socket.write(text, 'latin1');
  });
}

function saysClose(reply: string): boolean {
  return /\r\nconnection: close\r\n/i.test(reply);
}

/** Whether `text` holds one reply to its end. */
function isWhole(text: string, isHead: boolean): boolean {
  const start = text.startsWith('HTTP/1.1 100 ') ? text.indexOf('\r\n\r\n') + 4 : 0;
  const headEnd = text.indexOf('\r\n\r\n', start);
  if (headEnd < 0) return false;
  const head = text.slice(start, headEnd);
  if (isHead || /^HTTP\/1\.1 (?:204|304) /.test(head)) return true;
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= headEnd + 4 + Number(length);
}
