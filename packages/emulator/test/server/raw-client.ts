import { connect, type Socket } from 'node:net';

/** A plain TCP connection on which a test says what it likes. */
export interface RawClient extends Disposable {
  say(text: string): void;
  /** Resolves once what came holds `text`; rejects when the connection ends before. */
  hears(text: string): Promise<string>;
  /** Resolves to all that came, when the server has ended the connection. */
  readonly ended: Promise<string>;
}

export function rawClient(port: number): RawClient {
  const socket: Socket = connect({ host: '127.0.0.1', port });
  let heard = '';
  let over = false;
  const changed = new EventTarget();
  const change = (): boolean => changed.dispatchEvent(new Event('change'));
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
    change();
  });
  // How a connection was ended, by FIN or RST, makes no difference here.
  socket.on('error', () => {});
  const ended = new Promise<string>((resolve) => {
    socket.once('close', () => {
      over = true;
      change();
      resolve(heard);
    });
  });
  return {
    say: (text) => void socket.write(text),
    async hears(text) {
      while (!heard.includes(text)) {
        if (over) throw new Error(`the connection ended without "${text}": ${heard}`);
        await new Promise((resolve) => changed.addEventListener('change', resolve, { once: true }));
      }
      return heard;
    },
    ended,
    [Symbol.dispose]: () => socket.destroy(),
  };
}
