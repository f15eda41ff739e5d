import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ServedTarget } from '../../../src/run/served-target.ts';
import { localService, namespacesArePossible, trialNamespace } from './trial-namespace.ts';

const possible = await namespacesArePossible();

/** An address of this machine that is not its loopback: to a namespace, another host. */
const [outer] = Object.values(networkInterfaces())
  .flat()
  .flatMap((address) => (address === undefined || address.internal || address.family !== 'IPv4' ? [] : [address.address]));

describe.skipIf(!possible)('the network of a namespace', () => {
  it('leads the names of the vendor to the server, by TLS or plain as the port says', async () => {
    await using plain = await localService('plain');
    await using secure = await localService('secure');
    const target: ServedTarget = {
      connect: (tls) => connect({ port: tls ? secure.port : plain.port, host: '127.0.0.1', allowHalfOpen: true }),
    };
    await using trial = await trialNamespace({ target });
    const said = await trial.run(`
      console.log(await say('bucket.oss-cn-hangzhou.aliyuncs.com', 80, 'one'));
      console.log(await say('sts.aliyuncs.com', 443, 'two'));
      console.log(await say('ecs.aliyuncs.com', 443), await say('oss-cn-hangzhou.aliyuncs.com', 8080));`);
    expect(said).toBe('plain:one\nsecure:two\nENOTFOUND ECONNREFUSED\n');
    expect(trial.refused).toEqual(['ecs.aliyuncs.com']);
  });

  it('has the services of this machine on its loopback, those too that come and go', async () => {
    await using early = await localService('early');
    await using all = await localService('all', { host: '0.0.0.0' });
    await using trial = await trialNamespace({ loopback: ['127.0.3.1'] });
    await using six = await localService('six', { host: '::' });
    const late = await localService('late');
    const first = await trial.run(`
      console.log(await say('localhost', ${early.port}, 'a'), await say('127.0.3.1', ${all.port}, 'b'), await say('127.0.3.1', ${early.port}));
      console.log(await until('late', '127.0.0.1', ${late.port}, 'b'));
      console.log(await until('six', '::1', ${six.port}, 'c'), await until('six', '127.0.0.1', ${six.port}, 'd'));`);
    expect(first).toBe('early:a all:b ECONNREFUSED\nlate:b\nsix:c six:d\n');
    await late[Symbol.asyncDispose]();
    expect(await trial.run(`console.log(await until('ECONNREFUSED', '127.0.0.1', ${late.port}));`)).toBe('ECONNREFUSED\n');
  });

  it('has the services of its programs on the loopback of this machine, as long as they are there', async () => {
    await using trial = await trialNamespace();
    await using free = await localService('to find a port');
    await free[Symbol.asyncDispose]();
    const running = trial.run(`
      const server = createServer((client) => client.end('inside')).listen(${free.port}, '0.0.0.0');
      let clients = 0;
      server.on('connection', () => (clients += 1) < 21 || server.close());`);
    expect(await untilSaid('inside', free.port)).toBe('inside');
    for (let more = 0; more < 20; more += 1) expect(await saidAt(free.port)).toBe('inside');
    await running;
    expect(await untilSaid('ECONNREFUSED', free.port)).toBe('ECONNREFUSED');
  });

  it('lives through clients that break off, and tells them nothing', async () => {
    await using trial = await trialNamespace();
    await using free = await localService('to find a port');
    await free[Symbol.asyncDispose]();
    const running = trial.run(`
      const server = createServer((client) => client.on('error', () => {}).end('inside')).listen(${free.port});
      setTimeout(() => process.exit(), 1500);`);
    await untilSaid('inside', free.port);
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const client = connect({ host: '127.0.0.1', port: free.port });
        await once(client, 'connect');
        client.resetAndDestroy();
      }),
    );
    expect(await saidAt(free.port)).toBe('inside');
    await running;
  });

  it('ends whatever is still asked of it', async () => {
    await using trial = await trialNamespace();
    const asked = Array.from({ length: 60 }, (_none, index) => trial.namespace.listen({ address: '127.0.0.9', port: 20_000 + index }));
    const settled = Promise.allSettled(asked);
    await trial.namespace.close();
    expect((await settled).length).toBe(60);
    await expect(trial.namespace.listen({ address: '127.0.0.9', port: 20_100 })).rejects.toThrow('the process inside has ended');
  });

  it('carries large data both ways, whole', async () => {
    await using service = await localService('');
    await using trial = await trialNamespace();
    const size = 8 << 20;
    const said = await trial.run(`
      import { createHash } from 'node:crypto';
      const data = Buffer.alloc(${size}, 'not all the same').toString('latin1');
      const got = await say('127.0.0.1', ${service.port}, data);
      console.log(got.length, createHash('sha256').update(got, 'latin1').digest('hex'));`);
    const expected = Buffer.concat([Buffer.from(':'), Buffer.alloc(size, 'not all the same')]);
    expect(said).toBe(`${size + 1} ${createHash('sha256').update(expected).digest('hex')}\n`);
  });

  it.skipIf(outer === undefined)('reaches other hosts on any port, and sees that they refuse', async () => {
    const host = outer ?? '';
    await using service = await localService('outer', { host });
    const gone = await localService('to find a port', { host });
    await gone[Symbol.asyncDispose]();
    await using trial = await trialNamespace();
    const said = await trial.run(`
      console.log(...(await Promise.all(['one', 'two'].map((text) => say('${host}', ${service.port}, text)))));
      console.log(await say('::ffff:${host}', ${service.port}, 'three'));
      console.log(await say('${host}', ${gone.port}), await say('${host}', ${gone.port}));
      console.log(await say('${host}', 443));`);
    // What is passed on anyway is taken before it is known whether it can be.
    expect(said).toBe('outer:one outer:two\nouter:three\nECONNREFUSED ECONNREFUSED\nECONNRESET\n');
    // The connection by which it was found is its first client's.
    expect(service.clients()).toBe(3);
    await using back = await localService('back', { host, port: gone.port });
    expect(await trial.run(`console.log(await until('back', '${host}', ${back.port}, 'four'));`)).toBe('back:four\n');
  });

  it.skipIf(outer === undefined)('never takes a service inside for that of another host, and says so the second time', async () => {
    const host = outer ?? '';
    await using service = await localService('outer', { host });
    await using trial = await trialNamespace();
    const said = await trial.run(`
      const server = createServer((client) => client.end('inside')).listen(${service.port}, '0.0.0.0');
      const first = connect({ host: '${host}', port: ${service.port} }).once('connect', () => console.log('connected'));
      // Until the place has been tried.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      console.log(await until('ENETUNREACH', '${host}', ${service.port}));
      first.destroy();
      server.close();`);
    expect(said).toBe('ENETUNREACH\n');
  });

  it('has no other hosts where they are blocked, but this machine', async () => {
    await using service = await localService('here');
    await using trial = await trialNamespace({ blockOthers: true });
    const said = await trial.run(`
      console.log(await say('example.com', 443), await say('192.0.2.1', 443), await say('192.0.2.1', 5432), await say('127.0.0.1', ${service.port}));`);
    expect(said).toBe('ENOTFOUND ENETUNREACH ENETUNREACH here:\n');
    expect(trial.refused).toEqual(['example.com']);
  });

  it('shows programs the user and the folder that they would see outside, and the roots of the run', async () => {
    await using trial = await trialNamespace();
    const said = await trial.run(`
      import { readFileSync } from 'node:fs';
      const roots = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'].flatMap((path) => {
        try { return [readFileSync(path, 'latin1')]; } catch { return []; }
      });
      console.log(process.getuid(), process.getgid(), readFileSync('/etc/resolv.conf', 'latin1').startsWith('nameserver 198.18.0.1'));
      console.log(roots.every((text) => text === 'the roots of the run'));`);
    expect(said).toBe(`${process.getuid?.()} ${process.getgid?.()} true\ntrue\n`);
  });
});

async function untilSaid(wanted: string, port: number): Promise<string> {
  for (;;) {
    const said = await saidAt(port);
    if (said === wanted) return said;
    await pause(20);
  }
}

/** All that is said there, or the code of the error. */
function saidAt(port: number): Promise<string> {
  return buffer(connect({ host: '127.0.0.1', port })).then(String, (error: NodeJS.ErrnoException) => error.code ?? '');
}
